"""What made this size: each chemical and condition against the product's typical flask."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from ostwald.errors import InputError
from ostwald.explain.changes import Change, single_changes
from ostwald.explain.players import Player, flask_of, players_of
from ostwald.explain.shapley import game
from ostwald.explain.surface import Surface
from ostwald.explain.typical import TypicalFlask, typical_flask
from ostwald.models.base import FloatArray
from ostwald.recipes.shapes import SHAPES

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.prediction.predictor import Predictor
    from ostwald.prediction.result import Prediction

FORMAT_VERSION = 1
NO_INTERVALS = (
    "this model does not say how its errors go together, so that contributions have no intervals"
)
FEW_PAPERS = 3


@dataclass(frozen=True)
class Contribution:
    """What one chemical or condition adds to the size of the typical flask.

    Attributes:
        what: The chemical, as the recipe names it, or the condition.
        category: Such as ``ligand``.
        nm: What it adds to the size, in nm.
        interval_nm: How surely; None where the model cannot tell.
        factor: What it multiplies the size by: factors multiply, as nanometres add up.
        shape: What it adds to the probability of the likeliest shape.
        typically: How the typical flask has it, in words.
        here: How this flask has it.
    """

    what: str
    category: str
    nm: float
    interval_nm: tuple[float, float] | None
    factor: float
    shape: float
    typically: str
    here: str

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "what": self.what,
            "category": self.category,
            "nm": self.nm,
            "interval": None if self.interval_nm is None else list(self.interval_nm),
            "factor": self.factor,
            "shape": self.shape,
            "typical": self.typically,
            "here": self.here,
        }


@dataclass(frozen=True)
class Explanation:
    """Why a recipe gives its size.

    Attributes:
        prediction: The whole prediction, with evidence.
        size_nm: Its size, to the last digit.
        typical: The flask that it is compared with.
        typical_nm: The size that the typical flask gives.
        typical_shape: Probability there of the shape that is likeliest here.
        contributions: The largest first; with `typical_nm` they add up to the size.
        changes: What single changes would do, the largest effect first.
        warnings: What a person should know.
    """

    prediction: Prediction
    size_nm: float
    typical: TypicalFlask
    typical_nm: float
    typical_shape: float
    contributions: tuple[Contribution, ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...] = ()

    @property
    def strongest_change(self) -> Change | None:
        """The single change that moves the size most; None where none is possible."""
        return self.changes[0] if self.changes else None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, in the written format (version 1).

        Sizes are not rounded, so that contributions add up.
        """
        size = self.prediction.size
        said = self.prediction.to_json()
        strongest = self.strongest_change
        return {
            "format_version": FORMAT_VERSION,
            "id": self.prediction.id,
            "product": self.prediction.product,
            "size_nm": {
                "estimate": self.size_nm,
                "interval": [size.lower_nm, size.upper_nm],
                "coverage": size.coverage,
            },
            "shape": said["shape"],
            "domain": said["domain"],
            "typical_nm": self.typical_nm,
            "typical_shape": self.typical_shape,
            "typical": self.typical.to_json(),
            "contributions": [one.to_json() for one in self.contributions],
            "strongest_change": None if strongest is None else strongest.to_json(),
            "changes": [one.to_json() for one in self.changes],
            "evidence": said["nearest"],
            "warnings": list(self.warnings),
        }


def explain_resolved(
    recipe: ResolvedRecipe,
    predictor: Predictor,
    *,
    coverage: float = 0.9,
    nearest: int = 3,
    seed: int = 0,
) -> Explanation:
    """Say what each chemical and condition adds to the size of the product's typical flask.

    Contributions are Shapley values of the logarithm of size: by what factor a chemical or
    condition changes it, averaged over all orders in which the typical flask can be turned into
    this one, each flask on the way completed by its reactions and predicted anew. Factors become
    nanometres by the logarithmic mean of the two sizes.

    Args:
        recipe: A recipe whose chemicals are known.
        predictor: The model.
        coverage: Of the intervals.
        nearest: How many published recipes to name.
        seed: Of the choice of flasks on the way, where there are too many for all.

    Returns:
        The explanation.

    Raises:
        InputError: Nothing can come of the flask.
    """
    require_possible(recipe)
    surface = Surface(predictor)
    prediction = surface.judge([recipe], coverage, nearest)[0]
    typical = typical_flask(recipe.product)
    players = players_of(recipe, typical)
    rules = game(len(players), seed=seed)
    flasks = [flask_of(recipe, players, joined) for joined in rules.coalitions]
    read = surface.read(flasks)
    covariance = surface.covariance(flasks)
    place = SHAPES.index(prediction.shape.label)
    contributions = _contributions(
        players, rules.weights, read.size_nm, read.shapes[:, place], covariance, coverage
    )
    warnings = list(prediction.warnings)
    if covariance is None:
        warnings.append(NO_INTERVALS)
    if not typical.has_precursors:
        warnings.append(
            f"too few papers made {recipe.product.formula}: it is compared with the "
            f"{typical.of} in ligands, solvent and conditions alone"
        )
    elif typical.papers < FEW_PAPERS:
        warnings.append(f"the typical flask stands for {typical.papers} papers only")
    return Explanation(
        prediction=prediction,
        size_nm=float(read.size_nm[-1]),
        typical=typical,
        typical_nm=float(read.size_nm[0]),
        typical_shape=float(read.shapes[0, place]),
        contributions=contributions,
        changes=tuple(single_changes(recipe, surface, coverage)),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def require_possible(recipe: ResolvedRecipe) -> None:
    """Raise an error where nothing can come of a flask.

    Raises:
        InputError: ``ostwald check`` calls it impossible.
    """
    from ostwald.chemistry.understanding import flags_of

    wrong = [flag for flag in flags_of(recipe) if flag.severity == "impossible"]
    if wrong:
        raise InputError(
            f"nothing can come of this flask: {' '.join(f'{f.what}. {f.why}' for f in wrong)}",
            where=f"recipe {recipe.id}" if recipe.id else None,
            hint="mend the recipe; `ostwald check` says what was understood of it",
        )


def logarithmic_mean(one: float, other: float) -> float:
    """Return what turns shares of a log ratio into shares of a difference, which then add up.

    The additive decomposition by the logarithmic mean (Ang 2004, doi
    10.1016/S0301-4215(03)00076-4).

    Args:
        one: A positive number.
        other: Another.

    Returns:
        (other - one) / log(other / one); the number itself where both are the same.
    """
    ratio = np.log(other / one)
    return float((other - one) / ratio) if abs(ratio) > 1e-9 else one


def _contributions(
    players: list[Player],
    weights: FloatArray,
    size_nm: FloatArray,
    shape: FloatArray,
    covariance: FloatArray | None,
    coverage: float,
) -> tuple[Contribution, ...]:
    log_change, share = weights @ np.log(size_nm), weights @ shape
    in_nm = logarithmic_mean(float(size_nm[0]), float(size_nm[-1]))
    half = None
    if covariance is not None:
        variance = np.einsum("ij,jk,ik->i", weights, covariance, weights)
        half = NormalDist().inv_cdf(0.5 + coverage / 2.0) * np.sqrt(np.maximum(variance, 0.0))
    found = [
        Contribution(
            what=player.what,
            category=player.category,
            nm=float(log_change[k]) * in_nm,
            interval_nm=None
            if half is None
            else (
                float(log_change[k] - half[k]) * in_nm,
                float(log_change[k] + half[k]) * in_nm,
            ),
            factor=float(np.exp(log_change[k])),
            shape=float(share[k]),
            typically=player.in_words(here=False),
            here=player.in_words(here=True),
        )
        for k, player in enumerate(players)
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.nm)))
