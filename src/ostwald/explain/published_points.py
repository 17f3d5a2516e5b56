"""Published recipes of a product, as points on the axes of a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.errors import OstwaldError
from ostwald.explain.axes import Axis
from ostwald.explain.typical import metal_mmol
from ostwald.models.base import FloatArray

if TYPE_CHECKING:
    from ostwald.explain.sweep import Sweep
    from ostwald.prediction.published import PublishedRecipes


@dataclass(frozen=True)
class PublishedPoints:
    """n published recipes.

    Attributes:
        at: (n, axes) where they lie, in the units of the axes.
        size_nm: (n,) what came out.
    """

    at: FloatArray
    size_nm: FloatArray


def published_points(sweep: Sweep, published: PublishedRecipes) -> PublishedPoints:
    """Return the published recipes of the same product that lie within a sweep.

    Amounts are brought to the recipe's batch: per mmol of the product's metals. Other chemicals
    and conditions than those that are varied may differ.

    Args:
        sweep: Its recipe and axes.
        published: The installed data set.

    Returns:
        The points; none for an axis that is the size of the batch.
    """
    scale = metal_mmol(sweep.recipe)
    formula = sweep.recipe.product.formula
    found: list[tuple[list[float], float]] = []
    for recipe, outcome in zip(published.table.recipes, published.table.outcomes, strict=True):
        if outcome.size_nm is None or recipe.product.partition("-")[0] != formula:
            continue
        try:
            resolved = resolve_recipe(recipe)
        except OstwaldError:
            continue
        at = [_value(axis, resolved, scale) for axis in sweep.axes]
        inside = all(
            axis.values[0] <= value <= axis.values[-1]
            for axis, value in zip(sweep.axes, at, strict=True)
        )
        if inside:
            found.append((at, outcome.size_nm))
    return PublishedPoints(
        np.array([at for at, _ in found]).reshape(len(found), len(sweep.axes)),
        np.array([size for _, size in found]),
    )


def _value(axis: Axis, recipe: ResolvedRecipe, scale: float) -> float:
    """Return where a recipe lies on an axis, nan where it cannot be said."""
    if axis.condition is not None:
        value = getattr(recipe, axis.condition.field)
        return float("nan") if value is None else float(value)
    if axis.line is None or axis.mmol is None:
        return float("nan")
    identity = axis.line.substance.identity
    mmol = sum(one.amount_mmol for one in recipe.reagents if one.substance.identity == identity)
    per_mmol = float(axis.values[-1] / axis.mmol[-1])
    return mmol / metal_mmol(recipe) * scale * per_mmol
