"""The published recipes, at hand to be named as evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import data_folder, has_recipes
from ostwald.likeness.differences import describe_differences
from ostwald.models.answer import Evidence
from ostwald.prediction.result import NearestRecipe
from ostwald.prediction.unlisted import unlisted_in_words
from ostwald.recipes.outcome import Outcome
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
        self._known: dict[str, _Published] = {}
        self._asked: set[str] = set()

    @classmethod
    def installed(cls) -> Self | None:
        """Return the installed data set, or ``None`` where there is none."""
        return cls(data_folder()) if has_recipes() else None

    @cached_property
    def table(self) -> RecipeTable:
        """The published training table."""
        return read_gu2025_training(self._folder)

    def sizes_nm(self, formula: str) -> tuple[float, ...]:
        """Return the published sizes of a product, rising.

        Args:
            formula: Of the product, without the suffix of a polymorph.

        Returns:
            Equal-area diameters in nm; none for a product that nobody made.
        """
        return self._sizes.get(formula, ())

    @cached_property
    def _sizes(self) -> dict[str, tuple[float, ...]]:
        found: dict[str, list[float]] = {}
        for recipe, outcome in zip(self.table.recipes, self.table.outcomes, strict=True):
            if outcome.size_nm is not None:
                found.setdefault(recipe.product.partition("-")[0], []).append(outcome.size_nm)
        return {formula: tuple(sorted(sizes)) for formula, sizes in found.items()}

    def describe(
        self, recipes: Sequence[ResolvedRecipe], evidence: Sequence[Sequence[Evidence]]
    ) -> list[tuple[tuple[NearestRecipe, ...], str | None]]:
        """Name the recipes that speak for answers, and say how they differ.

        Args:
            recipes: n recipes that were asked about.
            evidence: What a model found for each.

        Returns:
            For each the recipes of the data set, the most similar first, and where evidence comes
            from that is not in it, such as a lab's own recipes, in words.
        """
        near = [
            [one for one in found if one.own is None and one.similarity >= LEAST_SIMILARITY]
            for found in evidence
        ]
        known = self._read({one.recipe_id for found in near for one in found if one.recipe_id})
        return [
            (
                tuple(
                    _describe(recipe, known[name], one.similarity)
                    for one in mine
                    if (name := one.recipe_id or "") in known
                ),
                unlisted_in_words(found, known, LEAST_SIMILARITY),
            )
            for recipe, mine, found in zip(recipes, near, evidence, strict=True)
        ]

    def _read(self, wanted: Collection[str]) -> Mapping[str, _Published]:
        """Return the recipes that are in the data set, and remember them."""
        missing = set(wanted) - self._asked
        if missing:
            # a table that was read for another reason holds them all
            has_all = "table" in self.__dict__
            table = self.table if has_all else read_gu2025_training(self._folder, missing)
            for recipe, outcome in zip(table.recipes, table.outcomes, strict=True):
                if recipe.id in missing:
                    self._known[recipe.id] = _Published(
                        recipe.product, resolve_recipe(recipe), outcome
                    )
            self._asked |= missing  # also what is not there, as recipes of other collections
        return self._known


@dataclass(frozen=True)
class _Published:
    product: str
    recipe: ResolvedRecipe
    outcome: Outcome


def _describe(recipe: ResolvedRecipe, known: _Published, similarity: float) -> NearestRecipe:
    return NearestRecipe(
        doi=known.outcome.doi,
        product=known.product,
        similarity=similarity,
        size_nm=known.outcome.size_nm,
        shape=known.outcome.shape,
        differences=describe_differences(recipe, known.recipe),
    )
