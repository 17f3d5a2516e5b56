"""What requests hold: recipes as the recipe file has them, or its text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ostwald.errors import InputError, OstwaldError
from ostwald.recipes.recipe_file import RecipeEntry

if TYPE_CHECKING:
    from ostwald.app.services import Services
    from ostwald.recipes.recipe import Recipe

_FEW = 4
"""Recipes that are read at once; reading more would keep others waiting."""

RowId = Annotated[int, Field(ge=1, le=2**31 - 1)]
Coverage = Annotated[float, Field(gt=0.0, lt=1.0, description="Share of intervals that hold.")]
Nearest = Annotated[int, Field(ge=0, le=50, description="How many published recipes to name.")]


class Recipes(BaseModel):
    """Recipes, as the recipe file has them (``recipes``) or as its text (``text``)."""

    model_config = ConfigDict(extra="forbid")

    recipes: dict[str, Any] | list[dict[str, Any]] | None = Field(
        default=None,
        description="One recipe or several, as in a recipe file.",
        examples=[
            {
                "product": "CdSe",
                "reagents": [
                    {"name": "CdO", "amount": "1 mmol"},
                    {"name": "Se", "amount": "1 mmol"},
                    {"name": "oleic acid", "amount": "4 mmol"},
                    {"name": "ODE", "amount": "10 mL"},
                ],
                "reaction_temperature": "250 degC",
                "reaction_time": "5 min",
            }
        ],
    )
    text: str | None = Field(default=None, description="The text of a recipe file instead.")


class OneRecipe(Recipes):
    """One recipe."""


async def read_recipes(
    services: Services, body: Recipes
) -> tuple[list[Recipe], list[OstwaldError]]:
    """Return the recipes that can be read, and what is wrong with the others.

    Raises:
        InputError: There is none at all, or more than are answered at once.
    """
    if (body.recipes is None) == (body.text is None):
        raise InputError("give recipes or text, one of them", where="recipes")
    if body.text is not None:
        recipes, problems = await asyncio.to_thread(_of_text, body.text)
    else:
        given = body.recipes if isinstance(body.recipes, list) else [body.recipes or {}]
        if len(given) > services.settings.limits.recipes:
            raise _too_many(len(given), services)
        recipes, problems = (
            _of_entries(given)
            if len(given) <= _FEW
            else await asyncio.to_thread(_of_entries, given)
        )
    if len(recipes) > services.settings.limits.recipes:
        raise _too_many(len(recipes), services)
    if not recipes and not problems:
        raise InputError("there is no recipe in it", where="recipes")
    return recipes, problems


async def read_one(services: Services, body: Recipes) -> Recipe:
    """Return the one recipe of a request.

    Raises:
        InputError: It cannot be read, or there are several.
    """
    from ostwald.errors import raise_all

    recipes, problems = await read_recipes(services, body)
    raise_all(problems)
    if len(recipes) != 1:
        raise InputError(f"there are {len(recipes)} recipes where one is expected")
    return recipes[0]


def _of_text(text: str) -> tuple[list[Recipe], list[OstwaldError]]:
    from ostwald.recipes.recipe_file import parse_recipes

    table = parse_recipes(text)
    return table.recipes, list(table.problems)


def _of_entries(given: list[dict[str, Any]]) -> tuple[list[Recipe], list[OstwaldError]]:
    recipes: list[Recipe] = []
    problems: list[OstwaldError] = []
    for number, entry in enumerate(given, start=1):
        try:
            recipes.append(RecipeEntry.model_validate(entry).to_recipe())
        except OstwaldError as error:
            problems.append(error.at(f"recipe {number}") if len(given) > 1 else error)
    return recipes, problems


def _too_many(number: int, services: Services) -> InputError:
    return InputError(
        f"{number} recipes are too many for one request",
        hint=f"send up to {services.settings.limits.recipes} at a time",
    )
