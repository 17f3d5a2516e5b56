"""Recipes as the adaptation kernel sees them: product, amounts, conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ostwald.models.base import FloatArray, IntArray, ModelState

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

SMALLEST_AMOUNT_MMOL = 0.01
SHORTEST_TIME_MIN = 1.0 / 60.0


@dataclass(frozen=True)
class RecipePoints:
    """n recipes in columns of their own.

    Attributes:
        elements: Names of the columns of ``products``.
        reagents: Identities of the chemicals that are the columns of ``log_amounts``.
        products: (n, elements) roots of element fractions.
        log_amounts: (n, reagents) logarithm of one plus the amount over `SMALLEST_AMOUNT_MMOL`;
            0 where the chemical is not there.
        conditions: (n, 3) injection and reaction temperature in degC, logarithm of time in min.
    """

    elements: tuple[str, ...]
    reagents: tuple[str, ...]
    products: FloatArray
    log_amounts: FloatArray
    conditions: FloatArray

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.conditions)

    @classmethod
    def of(cls, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Take what the kernel needs from recipes.

        Args:
            recipes: n recipes.
        """
        fractions = [dict(recipe.product.composition) for recipe in recipes]
        amounts = [
            {r.substance.identity: r.amount_mmol for r in recipe.reagents} for recipe in recipes
        ]
        elements, reagents = _names(fractions), _names(amounts)
        products = _matrix(fractions, elements)
        products /= np.maximum(products.sum(axis=1, keepdims=True), 1e-12)
        conditions = [
            (
                recipe.injection_temperature_c,
                recipe.reaction_temperature_c,
                float(np.log(max(recipe.reaction_time_min, SHORTEST_TIME_MIN))),
            )
            for recipe in recipes
        ]
        return cls(
            elements,
            reagents,
            np.sqrt(products),
            np.log1p(_matrix(amounts, reagents) / SMALLEST_AMOUNT_MMOL),
            np.array(conditions, float).reshape(len(recipes), 3),
        )

    def take(self, rows: IntArray) -> RecipePoints:
        """Return some of the recipes, by index, in the same columns."""
        return RecipePoints(
            self.elements,
            self.reagents,
            self.products[rows],
            self.log_amounts[rows],
            self.conditions[rows],
        )

    def followed_by(self, others: RecipePoints) -> RecipePoints:
        """Return these recipes and then others, in columns that both share."""
        elements = tuple(dict.fromkeys(self.elements + others.elements))
        reagents = tuple(dict.fromkeys(self.reagents + others.reagents))
        both = (self, others)
        return RecipePoints(
            elements,
            reagents,
            np.vstack([_spread(p.products, p.elements, elements) for p in both]),
            np.vstack([_spread(p.log_amounts, p.reagents, reagents) for p in both]),
            np.vstack([p.conditions for p in both]),
        )

    def to_state(self) -> ModelState:
        """Return the columns as plain data."""
        return ModelState(
            "recipe_points",
            config={"elements": list(self.elements), "reagents": list(self.reagents)},
            arrays={
                "products": self.products,
                "log_amounts": self.log_amounts,
                "conditions": self.conditions,
            },
        )

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the object."""
        names = tuple(state.config["elements"]), tuple(state.config["reagents"])
        arrays = state.arrays
        return cls(*names, arrays["products"], arrays["log_amounts"], arrays["conditions"])


def _names(rows: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
    return tuple(sorted({name for row in rows for name in row}))


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> FloatArray:
    column = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            matrix[i, column[name]] = value
    return matrix


def _spread(values: FloatArray, own: Sequence[str], shared: Sequence[str]) -> FloatArray:
    column = {name: number for number, name in enumerate(shared)}
    spread = np.zeros((len(values), len(shared)))
    spread[:, [column[name] for name in own]] = values
    return spread
