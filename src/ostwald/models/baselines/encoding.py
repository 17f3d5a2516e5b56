"""Recipes as one matrix with named blocks of columns, the common input of all models here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.models.base import IntArray, ModelState, require_fitted

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

CONDITIONS = (
    "injection_temperature_c",
    "reaction_temperature_c",
    "injection_minus_reaction_temperature_c",
    "log_reaction_time_min",
    "heating_rate_c_per_min",
    "log_total_amount_mmol",
    "number_of_reagents",
)
DESCRIPTOR = "descriptor_"
"""What stands before the names of descriptors, some of which are conditions too."""

FLASK = "flask_"
"""What stands before the names of the same descriptors of the flask after its reactions."""

SHORTEST_TIME_MIN = 0.01
"""Shorter times are as good as none: quenching by hand takes about a second."""


@dataclass(frozen=True)
class EncodedRecipes:
    """n recipes as numbers.

    Attributes:
        values: (n, d) float32, without nan.
        names: The d columns.
        blocks: First and last-plus-one column of each block, by the block's name.
    """

    values: NDArray[np.float32]
    names: tuple[str, ...]
    blocks: dict[str, tuple[int, int]]

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.values)

    def block(self, name: str) -> NDArray[np.float32]:
        """Return the columns of one block, (n, columns)."""
        start, stop = self.blocks[name]
        return self.values[:, start:stop]

    def take(self, rows: IntArray | NDArray[np.bool_]) -> EncodedRecipes:
        """Return some of the recipes, by index or mask."""
        return EncodedRecipes(self.values[rows], self.names, self.blocks)


class RecipeEncoder:
    """Turns resolved recipes into numbers, with the vocabulary of the recipes it was fitted on.

    The blocks are ``conditions``, ``amounts`` (mmol of each known reagent, in order of how often
    it is used), ``composition`` (atomic fractions of the product), ``product`` (one column a
    known product label), ``descriptors`` (all features of `RecipeFeaturizer`) and ``flask`` (the
    same features of what the reagents have become, see `ostwald.chemistry.intermediates`). A
    reagent or product that was not in training leaves no trace but in the last two.

    Attributes:
        flask_: Whether there is the block ``flask``; encoders of old models have none.
    """

    flask_ = True

    def fit(self, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Learn which reagents, elements and products occur.

        Args:
            recipes: Training recipes.

        Returns:
            The encoder itself.
        """
        reagents: Counter[str] = Counter()
        elements: Counter[str] = Counter()
        products: Counter[str] = Counter()
        for recipe in recipes:
            reagents.update({reagent.substance.abbreviation for reagent in recipe.reagents})
            elements.update(recipe.product.composition.keys())
            products[recipe.product.label] += 1
        self.reagents_ = _most_used(reagents)
        self.elements_ = sorted(elements)
        self.products_ = _most_used(products)
        self._index()
        self.descriptors_ = list(self._featurizer.feature_names)
        return self

    def _index(self) -> None:
        from ostwald.chemistry.descriptors.recipe import RecipeFeaturizer

        self._featurizer = RecipeFeaturizer()
        parts = {
            "conditions": [*CONDITIONS],
            "amounts": [f"{name}_mmol" for name in self.reagents_],
            "composition": [f"{symbol}_fraction" for symbol in self.elements_],
            "product": [f"makes_{label}" for label in self.products_],
            "descriptors": [f"{DESCRIPTOR}{name}" for name in self._featurizer.feature_names],
        }
        if self.flask_:
            parts["flask"] = [f"{FLASK}{name}" for name in self._featurizer.feature_names]
        self.names_ = tuple(name for names in parts.values() for name in names)
        self.blocks_: dict[str, tuple[int, int]] = {}
        start = 0
        for block, names in parts.items():
            self.blocks_[block] = (start, start + len(names))
            start += len(names)
        self._reagent_column = _columns(self.reagents_, self.blocks_["amounts"][0])
        self._element_column = _columns(self.elements_, self.blocks_["composition"][0])
        self._product_column = _columns(self.products_, self.blocks_["product"][0])

    def transform(self, recipes: Sequence[ResolvedRecipe]) -> EncodedRecipes:
        """Encode recipes.

        Args:
            recipes: n resolved recipes.

        Returns:
            Their numbers.

        Raises:
            RuntimeError: The encoder is not fitted.
        """
        from ostwald.chemistry.intermediates import complete

        require_fitted(self, "reagents_")
        values = np.zeros((len(recipes), len(self.names_)), np.float32)
        for i, recipe in enumerate(recipes):
            values[i, : len(CONDITIONS)] = _conditions(recipe)
            for reagent in recipe.reagents:
                column = self._reagent_column.get(reagent.substance.abbreviation)
                if column is not None:
                    values[i, column] += reagent.amount_mmol
            composition = recipe.product.composition
            atoms = sum(composition.values())
            for symbol, number in composition.items():
                column = self._element_column.get(symbol)
                if column is not None:
                    values[i, column] = number / atoms
            column = self._product_column.get(recipe.product.label)
            if column is not None:
                values[i, column] = 1.0
        start, stop = self.blocks_["descriptors"]
        values[:, start:stop] = self._featurizer.transform(recipes)
        if self.flask_:
            start, stop = self.blocks_["flask"]
            values[:, start:stop] = self._featurizer.transform([complete(r) for r in recipes])
        return EncodedRecipes(values, self.names_, self.blocks_)

    def to_state(self) -> ModelState:
        """Return what was learnt as plain data."""
        require_fitted(self, "reagents_")
        config: dict[str, Any] = {
            "reagents": self.reagents_,
            "elements": self.elements_,
            "products": self.products_,
            "descriptors": self.descriptors_,
            "flask": self.flask_,
        }
        return ModelState("recipe_encoder", config=config)

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild an encoder.

        Raises:
            InputError: The descriptors of this program are not those of the model.
        """
        encoder = cls()
        encoder.reagents_ = list(state.config["reagents"])
        encoder.elements_ = list(state.config["elements"])
        encoder.products_ = list(state.config["products"])
        encoder.flask_ = bool(state.config["flask"])
        encoder._index()
        encoder.descriptors_ = list(state.config["descriptors"])
        if encoder.descriptors_ != list(encoder._featurizer.feature_names):
            raise InputError(
                "the model was fitted on other descriptors than this program computes",
                hint="train it again, or use the version of ostwald that made it",
            )
        return encoder


def _most_used(counts: Counter[str]) -> list[str]:
    """Sort by how often, then by name: the same whatever order the recipes come in."""
    return sorted(counts, key=lambda name: (-counts[name], name))


def _columns(names: Sequence[str], start: int) -> dict[str, int]:
    return {name: start + i for i, name in enumerate(names)}


def _conditions(recipe: ResolvedRecipe) -> tuple[float, ...]:
    """Return the columns of `CONDITIONS`; an unstated heating rate counts as none."""
    total = sum(reagent.amount_mmol for reagent in recipe.reagents)
    return (
        recipe.injection_temperature_c,
        recipe.reaction_temperature_c,
        recipe.injection_temperature_c - recipe.reaction_temperature_c,
        float(np.log(max(recipe.reaction_time_min, SHORTEST_TIME_MIN))),
        recipe.heating_rate_c_per_min or 0.0,
        float(np.log(max(total, 1e-6))),
        len(recipe.reagents),
    )
