"""The published recipes, at hand to be named as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import data_folder, has_recipes
from ostwald.prediction.result import NearestRecipe
from ostwald.recipes.table import RecipeTable
from ostwald.uncertainty.differences import describe_differences
from ostwald.uncertainty.evidence import NearestRecipes

# What is less alike than this is no evidence.
LEAST_SIMILARITY = 0.05


class PublishedRecipes:
    """The installed data set; read when it is first asked for.

    Args:
        folder: The folder of published data.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def installed(cls) -> Self | None:
        """Return the installed data set, or ``None`` where there is none."""
        return cls(data_folder()) if has_recipes() else None

    @cached_property
    def table(self) -> RecipeTable:
        """The published training table."""
        return read_gu2025_training(self._folder)

    @cached_property
    def _resolved(self) -> list[ResolvedRecipe]:
        return [resolve_recipe(recipe) for recipe in self.table.recipes]

    @cached_property
    def _index(self) -> NearestRecipes:
        return NearestRecipes(self._resolved)

    def nearest(self, recipes: Sequence[ResolvedRecipe], k: int) -> list[tuple[NearestRecipe, ...]]:
        """Name the published recipes most like each recipe.

        Args:
            recipes: n recipes.
            k: How many to name for each.

        Returns:
            For each recipe the nearest ones, the most similar first; fewer than k, or none,
            where little or nothing resembles it.
        """
        positions, similarities = self._index.find(recipes, k)
        return [
            tuple(
                self._describe(recipe, position, similarity)
                for position, similarity in zip(row, values, strict=True)
                if similarity >= LEAST_SIMILARITY
            )
            for recipe, row, values in zip(
                recipes, positions.tolist(), similarities.tolist(), strict=True
            )
        ]

    def _describe(self, recipe: ResolvedRecipe, position: int, similarity: float) -> NearestRecipe:
        outcome = self.table.outcomes[position]
        return NearestRecipe(
            doi=outcome.doi,
            product=self.table.recipes[position].product,
            similarity=similarity,
            size_nm=outcome.size_nm,
            shape=outcome.shape,
            differences=describe_differences(recipe, self._resolved[position]),
        )
