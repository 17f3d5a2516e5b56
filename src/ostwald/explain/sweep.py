"""What if: sizes and shapes over ranges of one or two amounts or conditions."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.understanding import flags_of
from ostwald.explain.axes import Axis, flask_at, read_axes
from ostwald.explain.explanation import require_possible
from ostwald.explain.surface import Surface
from ostwald.models.base import FloatArray
from ostwald.recipes.shapes import SHAPES

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.prediction.predictor import Predictor

FORMAT_VERSION = 1


@dataclass(frozen=True)
class Sweep:
    """Sizes and shapes over one or two axes; arrays are shaped as the axes are long.

    Attributes:
        recipe: What was swept.
        axes: What was varied.
        coverage: Of the intervals.
        size_nm: Estimates; nan where the flask is impossible.
        lower_nm: Lower ends of the intervals.
        upper_nm: Upper ends.
        shape: Index into ``SHAPES`` of the likeliest shape; -1 where the flask is impossible.
        in_domain: Whether the flask is known ground.
        impossible: Whether nothing can come of the flask.
    """

    recipe: ResolvedRecipe
    axes: tuple[Axis, ...]
    coverage: float
    size_nm: FloatArray
    lower_nm: FloatArray
    upper_nm: FloatArray
    shape: NDArray[np.intp]
    in_domain: NDArray[np.bool_]
    impossible: NDArray[np.bool_]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, in the written format (version 1)."""
        names = np.array([*SHAPES, None], dtype=object)
        return {
            "format_version": FORMAT_VERSION,
            "id": self.recipe.id,
            "product": self.recipe.product.label,
            "coverage": self.coverage,
            "axes": [
                {"name": one.name, "unit": one.unit, "values": [_short(v) for v in one.values]}
                for one in self.axes
            ],
            "size_nm": _nested(self.size_nm),
            "lower_nm": _nested(self.lower_nm),
            "upper_nm": _nested(self.upper_nm),
            "shape": names[self.shape].tolist(),
            "in_domain": self.in_domain.tolist(),
            "impossible": self.impossible.tolist(),
        }

    def to_csv(self) -> str:
        """Return it as a table, one row a flask."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        heads = [f"{one.name} ({one.unit})" for one in self.axes]
        writer.writerow(
            [*heads, "size_nm", "lower_nm", "upper_nm", "shape", "in_domain", "impossible"]
        )
        for at in np.ndindex(self.size_nm.shape):
            numbers = [self.size_nm[at], self.lower_nm[at], self.upper_nm[at]]
            writer.writerow(
                [
                    *(f"{one.values[k]:.6g}" for one, k in zip(self.axes, at, strict=True)),
                    *("" if np.isnan(n) else f"{n:.6g}" for n in numbers),
                    SHAPES[self.shape[at]] if self.shape[at] >= 0 else "",
                    bool(self.in_domain[at]),
                    bool(self.impossible[at]),
                ]
            )
        return text.getvalue()


def sweep_resolved(
    recipe: ResolvedRecipe,
    vary: Sequence[str],
    predictor: Predictor,
    *,
    points: int | None = None,
    coverage: float = 0.9,
) -> Sweep:
    """Predict a recipe over ranges of one or two amounts or conditions.

    Args:
        recipe: A recipe whose chemicals are known.
        vary: One or two texts ``NAME=FROM..TO UNIT``; a name is a reagent of the recipe, as it is
            written or by another name, a condition, or ``batch``, a factor on all amounts.
        predictor: The model.
        points: How many values each takes; 61 for a curve and 31 for a map when left out.
        coverage: Of the intervals.

    Returns:
        The sweep.

    Raises:
        InputError: Nothing can come of the recipe, or what is to be varied cannot be read.
    """
    require_possible(recipe)
    axes = read_axes(recipe, vary, points)
    shape = tuple(len(axis.values) for axis in axes)
    places = list(np.ndindex(shape))
    flasks = [flask_at(recipe, axes, at) for at in places]
    wrong = np.array([_is_impossible(flask) for flask in flasks])
    asked = np.flatnonzero(~wrong)
    said = Surface(predictor).judge([flasks[k] for k in asked.tolist()], coverage)
    numbers = np.full((3, len(flasks)), np.nan)
    likeliest, known = np.full(len(flasks), -1), np.zeros(len(flasks), bool)
    for k, one in zip(asked.tolist(), said, strict=True):
        numbers[:, k] = one.size.estimate_nm, one.size.lower_nm, one.size.upper_nm
        likeliest[k] = SHAPES.index(one.shape.label)
        known[k] = one.domain.in_domain
    size, lower, upper = (row.reshape(shape) for row in numbers)
    return Sweep(
        recipe,
        tuple(axes),
        coverage,
        size,
        lower,
        upper,
        likeliest.reshape(shape),
        known.reshape(shape),
        wrong.reshape(shape),
    )


def _is_impossible(flask: ResolvedRecipe) -> bool:
    return not flask.reagents or any(flag.severity == "impossible" for flag in flags_of(flask))


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _nested(values: FloatArray) -> list[Any]:
    """Return nested lists with None in the place of nan, six significant digits."""
    if values.ndim > 1:
        return [_nested(row) for row in values]
    return [None if np.isnan(v) else _short(float(v)) for v in values]
