"""Resolving many recipes: those that can be used, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.errors import OstwaldError
from ostwald.progress import track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ostwald.recipes.recipe import Recipe


@dataclass
class ResolvedTable:
    """What could be resolved of n recipes.

    Attributes:
        recipes: The resolved recipes.
        rows: Position of each among the recipes that were given.
        problems: What is wrong with the others, each with its place.
    """

    recipes: list[ResolvedRecipe] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    problems: list[OstwaldError] = field(default_factory=list)


def resolve_all(recipes: Sequence[Recipe], place: str) -> ResolvedTable:
    """Resolve every recipe that can be, and collect what is wrong with the others.

    Args:
        recipes: n recipes.
        place: Where they were read from, for the errors.

    Returns:
        The resolved recipes, in order.
    """
    table = ResolvedTable()
    for row, recipe in enumerate(track(recipes, "Reading")):
        try:
            table.recipes.append(resolve_recipe(recipe))
            table.rows.append(row)
        except OstwaldError as error:
            table.problems.append(error.at(f"{place}, recipe {recipe.id or row + 1}"))
    return table
