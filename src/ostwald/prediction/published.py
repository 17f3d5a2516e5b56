"""The published recipes, at hand to be named as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import data_folder, has_recipes
from ostwald.likeness.differences import describe_differences
from ostwald.models.answer import Evidence
from ostwald.prediction.result import NearestRecipe
from ostwald.recipes.table import RecipeTable

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
    def _place(self) -> dict[str, int]:
        return {r.id: k for k, r in enumerate(self.table.recipes) if r.id is not None}

    def describe(
        self, recipe: ResolvedRecipe, evidence: Sequence[Evidence]
    ) -> tuple[NearestRecipe, ...]:
        """Name the recipes that speak for an answer, and say how they differ.

        Args:
            recipe: What is asked.
            evidence: What a model found; recipes that are not in the data set, such as a lab's
                own, are passed over.

        Returns:
            The most similar first; none where nothing resembles the recipe.
        """
        return tuple(
            self._describe(recipe, self._place[one.recipe_id], one.similarity)
            for one in evidence
            if one.recipe_id in self._place and one.similarity >= LEAST_SIMILARITY
        )

    def _describe(self, recipe: ResolvedRecipe, position: int, similarity: float) -> NearestRecipe:
        outcome = self.table.outcomes[position]
        return NearestRecipe(
            doi=outcome.doi,
            product=self.table.recipes[position].product,
            similarity=similarity,
            size_nm=outcome.size_nm,
            shape=outcome.shape,
            differences=describe_differences(recipe, resolve_recipe(self.table.recipes[position])),
        )
