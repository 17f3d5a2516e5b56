"""Recipes that come in as text: a recipe file, a recipe table, or lines of chemicals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostwald.app.pages.recipe.draft import Draft, read_drafts
from ostwald.errors import InputError, raise_all
from ostwald.recipes.pasted import is_recipe_table, read_pasted_reagents
from ostwald.recipes.recipe_file import recipe_to_yaml
from ostwald.recipes.table_reader import parse_recipe_table

MOST_CHARACTERS = 1_000_000
_RECIPE_FILE = re.compile(r"^[\s{\[-]*\"?(product|reagents|format_version)\"?\s*:", re.M)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a text holds.

    Attributes:
        drafts: Whole recipes.
        rows: Chemicals with amounts, where it holds no whole recipe.
        problems: Recipes that could not be read, in words.
    """

    drafts: tuple[Draft, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


def read_incoming(text: str) -> Incoming:
    """Find out what a text holds, and read it.

    Args:
        text: Of a file, or from the clipboard.

    Returns:
        Recipes, or lines of chemicals.

    Raises:
        InputError: It is none of them; what is wrong, in words.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError("the text is longer than a million characters")
    if is_recipe_table(text):
        table = parse_recipe_table(text)
        if not table.recipes:
            raise_all(table.problems)
            raise InputError("the table holds no recipe")
        drafts = [read_drafts(recipe_to_yaml(recipe))[0] for recipe in table.recipes]
        return Incoming(tuple(drafts), problems=tuple(str(one) for one in table.problems))
    if _RECIPE_FILE.search(text):
        return Incoming(tuple(read_drafts(text)))
    return Incoming(rows=tuple(read_pasted_reagents(text)))
