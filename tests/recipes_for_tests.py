"""Small recipes that several tests share."""

from __future__ import annotations

from typing import Any

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.recipes.recipe import Recipe

PBSE: dict[str, Any] = {
    "product": "PbSe",
    "reagents": [
        {"name": "PbO", "amount": "4 mmol"},
        {"name": "Se", "amount": "6 mmol"},
        {"name": "TOP", "amount": "3 mL"},
        {"name": "OA", "amount": "5 mmol"},
        {"name": "ODE", "amount": "12 mL"},
    ],
    "injection_temperature_c": 180.0,
    "reaction_temperature_c": 180.0,
    "reaction_time_min": 20.0,
}


def recipe(**changes: Any) -> Recipe:
    """Return the PbSe recipe with some fields changed."""
    return Recipe.model_validate(PBSE | changes)


def resolved(**changes: Any) -> ResolvedRecipe:
    """Return the PbSe recipe, changed and resolved."""
    return resolve_recipe(recipe(**changes))


def reagents(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Return reagents from pairs of name and amount."""
    return [{"name": name, "amount": amount} for name, amount in pairs]
