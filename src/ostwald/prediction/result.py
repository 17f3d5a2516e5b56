"""What a prediction says, and its written form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ostwald.models.answer import Domain

FORMAT_VERSION = 1


@dataclass(frozen=True)
class SizeEstimate:
    """Equal-area circle diameter in nm, with a central interval.

    Attributes:
        estimate_nm: The median.
        lower_nm: Lower end of the interval.
        upper_nm: Upper end of the interval.
        coverage: Share of such intervals that should hold the true size.
        reported_nm: The size as papers report it for the predicted shape (the edge length of a
            cube, say), or ``None`` where that is the diameter itself.
        reported_as: What ``reported_nm`` is, such as ``"edge length"``.
    """

    estimate_nm: float
    lower_nm: float
    upper_nm: float
    coverage: float
    reported_nm: float | None = None
    reported_as: str | None = None


@dataclass(frozen=True)
class ShapeEstimate:
    """The likeliest shape and the probability of each.

    Attributes:
        likely: The shapes to be reckoned with, the likeliest first: such sets should hold the
            true shape as often as intervals hold the size. Empty where the model cannot tell.
    """

    label: str
    probabilities: dict[str, float]
    likely: tuple[str, ...] = ()


@dataclass(frozen=True)
class NearestRecipe:
    """A published recipe that resembles the one asked for.

    Attributes:
        similarity: 1 for the same recipe, falling to 0.
        size_nm: What came out of it, an equal-area diameter.
        differences: What it does differently, in words, the most important first.
    """

    doi: str | None
    product: str
    similarity: float
    size_nm: float | None
    shape: str | None
    differences: tuple[str, ...] = ()

    @property
    def similarity_shown(self) -> float:
        """The similarity with two digits: 1 only where nothing differs."""
        return round(self.similarity if not self.differences else min(self.similarity, 0.99), 2)

    def differences_in_words(self, most: int | None = None) -> str:
        """Return what it does differently, or that nothing differs.

        Args:
            most: How many differences to name; how many more there are is counted. All when
                left out.
        """
        if not self.differences:
            nearly = "" if self.similarity_shown >= 1.0 else "nearly "
            return f"{nearly}the same recipe, as far as it is told"
        shown = "; ".join(self.differences[:most])
        left = len(self.differences[most:]) if most is not None else 0
        return f"{shown} and {left} more" if left else shown


@dataclass(frozen=True)
class Prediction:
    """Everything ostwald says about one recipe.

    Attributes:
        unlisted: Where evidence comes from that ``nearest`` does not list, or why there is none,
            in words; also among the warnings. None where all is listed, or none was asked for.
        optics: The first absorption peak to expect, as `ostwald.optics.expected_peak` gives it;
            None where no sizing curve is known.
    """

    id: str | None
    product: str
    size: SizeEstimate
    shape: ShapeEstimate
    domain: Domain
    nearest: tuple[NearestRecipe, ...] = ()
    warnings: tuple[str, ...] = ()
    unlisted: str | None = None
    optics: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the prediction as plain data, in the written format (version 1)."""
        size: dict[str, Any] = {
            "estimate": _round(self.size.estimate_nm),
            "interval": [_round(self.size.lower_nm), _round(self.size.upper_nm)],
            "coverage": self.size.coverage,
        }
        if self.size.reported_nm is not None:
            size["reported"] = _round(self.size.reported_nm)
            size["reported_as"] = self.size.reported_as
        shape: dict[str, Any] = {
            "label": self.shape.label,
            "probabilities": {k: round(p, 4) for k, p in self.shape.probabilities.items()},
        }
        if self.shape.likely:
            shape["likely"] = list(self.shape.likely)
        domain: dict[str, Any] = {
            "in_domain": self.domain.in_domain,
            "score": round(self.domain.score, 3),
            "reasons": list(self.domain.reasons),
        }
        if self.domain.parts:
            domain["parts"] = {name: round(part, 3) for name, part in self.domain.parts.items()}
        optics = {} if self.optics is None else {"optics": self.optics}
        return {
            "format_version": FORMAT_VERSION,
            "id": self.id,
            "product": self.product,
            "size_nm": size,
            "shape": shape,
            "domain": domain,
            "nearest": [
                {
                    "doi": near.doi,
                    "product": near.product,
                    "similarity": round(near.similarity, 3),
                    "size_nm": None if near.size_nm is None else _round(near.size_nm),
                    "shape": near.shape,
                    "differences": list(near.differences),
                }
                for near in self.nearest
            ],
            "warnings": list(self.warnings),
            **optics,
        }


def _round(size_nm: float) -> float:
    """Keep three significant digits and at least one decimal: more would be a pretence."""
    return round(size_nm, 2) if size_nm < 10 else round(size_nm, 1)
