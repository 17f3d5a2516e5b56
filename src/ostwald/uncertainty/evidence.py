"""The published recipes that resemble a recipe most.

The similarity is the product of three parts, each 1 for equal recipes: the Bhattacharyya
coefficient of the element fractions of the products, that of the reagents' shares (amounts on a
logarithmic scale, so that which chemicals are there counts for more than how much of the
solvent), and a Gaussian of the distance in temperatures and log time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.resolved import ResolvedRecipe

Floats = npt.NDArray[np.float32]

# An amount of this size counts as hardly there, mmol.
SMALLEST_AMOUNT_MMOL = 0.01
# One unit of distance: degrees for temperatures, a power of e for time.
TEMPERATURE_SCALE_C = 80.0
LOG_TIME_SCALE = 2.0
CHUNK = 512


class NearestRecipes:
    """Finds the known recipes most like others."""

    def __init__(self, recipes: Sequence[ResolvedRecipe]) -> None:
        self._elements = _Columns([dict(recipe.product.composition) for recipe in recipes])
        self._reagents = _Columns([_shares(recipe) for recipe in recipes])
        self._conditions = _conditions(recipes)

    def find(
        self, recipes: Sequence[ResolvedRecipe], k: int
    ) -> tuple[npt.NDArray[np.intp], Floats]:
        """Return the k nearest known recipes of each.

        Args:
            recipes: n recipes.
            k: How many to return; fewer where fewer are known.

        Returns:
            Positions among the known recipes, shape (n, k), the most similar first, and their
            similarities from 0 to 1, same shape.
        """
        k = min(k, len(self._conditions))
        positions = np.empty((len(recipes), k), dtype=np.intp)
        similarities = np.empty((len(recipes), k), dtype=np.float32)
        for start in range(0, len(recipes), CHUNK):
            part = slice(start, start + CHUNK)
            similarity = self._similarity(recipes[part])
            best = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
            values = np.take_along_axis(similarity, best, axis=1)
            order = np.argsort(-values, axis=1, kind="stable")
            positions[part] = np.take_along_axis(best, order, axis=1)
            similarities[part] = np.take_along_axis(values, order, axis=1)
        return positions, similarities

    def _similarity(self, recipes: Sequence[ResolvedRecipe]) -> Floats:
        product = self._elements.overlap([dict(recipe.product.composition) for recipe in recipes])
        reagents = self._reagents.overlap([_shares(recipe) for recipe in recipes])
        conditions = _conditions(recipes)
        distance = np.sum((conditions[:, None, :] - self._conditions[None, :, :]) ** 2, axis=2)
        similarity: Floats = product * reagents * np.exp(-0.5 * distance)
        return similarity


class _Columns:
    """Shares of named things as rows of square roots, so that a product is an overlap."""

    def __init__(self, rows: Sequence[dict[str, float]]) -> None:
        names = sorted({name for row in rows for name in row})
        self._index = {name: column for column, name in enumerate(names)}
        self._known = self._matrix(rows)

    def _matrix(self, rows: Sequence[dict[str, float]]) -> Floats:
        matrix = np.zeros((len(rows), len(self._index)), dtype=np.float32)
        for i, row in enumerate(rows):
            total = sum(row.values()) or 1.0
            for name, share in row.items():
                if name in self._index:
                    matrix[i, self._index[name]] = np.sqrt(share / total)
        return matrix

    def overlap(self, rows: Sequence[dict[str, float]]) -> Floats:
        return self._matrix(rows) @ self._known.T


def _shares(recipe: ResolvedRecipe) -> dict[str, float]:
    return {
        reagent.substance.identity: float(np.log1p(reagent.amount_mmol / SMALLEST_AMOUNT_MMOL))
        for reagent in recipe.reagents
    }


def _conditions(recipes: Sequence[ResolvedRecipe]) -> Floats:
    rows = [
        (
            recipe.injection_temperature_c / TEMPERATURE_SCALE_C,
            recipe.reaction_temperature_c / TEMPERATURE_SCALE_C,
            np.log(max(recipe.reaction_time_min, 1.0 / 60.0)) / LOG_TIME_SCALE,
        )
        for recipe in recipes
    ]
    return np.array(rows, dtype=np.float32).reshape(len(rows), 3)
