"""Recipes: what goes into the flask, with units, and how it is written on disk."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# The public names and the modules they live in, imported on first use: reading one recipe
# must not pay for the table readers.
_PUBLIC = {
    "SHAPES": "shapes",
    "Amount": "amount",
    "Outcome": "outcome",
    "Reagent": "reagent",
    "Recipe": "recipe",
    "RecipeTable": "table",
    "equal_area_to_reported": "size_conventions",
    "json_schema": "recipe_file",
    "parse_amount": "amount",
    "parse_recipes": "recipe_file",
    "read_recipes": "table",
    "reported_to_equal_area": "size_conventions",
    "to_equal_area": "size_conventions",
    "write_recipe_file": "recipe_file",
    "write_table": "table_writer",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'ostwald.recipes' has no attribute {name!r}")
    value = getattr(import_module(f"ostwald.recipes.{_PUBLIC[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return list(__all__)
