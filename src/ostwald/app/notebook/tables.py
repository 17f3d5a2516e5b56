"""The notebook as a recipe table, and a recipe table into the notebook."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ostwald.app.notebook.belongings import OUTCOME_FIELDS
from ostwald.app.notebook.records import OutcomeRecord, RecipeRecord
from ostwald.app.notebook.store import Notebook
from ostwald.errors import InputError
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe_file import read_one_recipe, recipe_to_yaml
from ostwald.recipes.table import RECIPE_FILE_SUFFIXES, TABLE_SUFFIXES, RecipeTable, read_recipes
from ostwald.recipes.table_writer import write_table

SUFFIXES = (*TABLE_SUFFIXES, *RECIPE_FILE_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table brought.

    Attributes:
        recipes: The recipes that were kept.
        problems: What is wrong with the other rows.
        remarks: How the table was read.
    """

    recipes: list[RecipeRecord]
    problems: list[InputError]
    remarks: list[str]


def write_csv(notebook: Notebook) -> str:
    """Return the whole notebook as a recipe table, one row a result.

    A recipe without a result is a row without an outcome; one with several stands once for each.

    Raises:
        InputError: The notebook is empty.
    """
    table = RecipeTable()
    used: set[str] = set()
    for recipe, outcomes in notebook.everything():
        read = read_one_recipe(recipe.text)
        rows: Sequence[OutcomeRecord | None] = outcomes or [None]
        for row in rows:
            name = _unused(recipe.name, used)
            known = {} if row is None else {f: getattr(row, f) for f in OUTCOME_FIELDS}
            table.add(read.model_copy(update={"id": name}), Outcome.model_validate(known), 0)
    if not len(table):
        raise InputError("the notebook is empty", hint="keep a recipe first")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notebook.csv"
        write_table(table, path)
        return path.read_text(encoding="utf-8")


def read_table(notebook: Notebook, content: bytes, suffix: str) -> Imported:
    """Take a recipe table or recipe file into the notebook; all good rows at once, or none.

    Args:
        notebook: Where to.
        content: The file.
        suffix: Its kind, such as ``.csv``.

    Returns:
        What it brought.

    Raises:
        InputError: Nothing can be read from it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        try:
            table = read_recipes(path)
        except InputError as error:
            raise _without(error, path) from None
    entries = [
        (recipe.id or "", recipe_to_yaml(recipe), "", _known(outcome), None)
        for recipe, outcome in zip(table.recipes, table.outcomes, strict=True)
    ]
    kept = notebook.add_recipes(entries) if entries else []
    remarks = [remark.replace(str(path), "the table") for remark in table.remarks]
    if table.ignored_columns:
        remarks.append(f"columns that mean nothing here: {', '.join(table.ignored_columns)}")
    return Imported(kept, [_without(one, path) for one in table.problems], remarks)


def _known(outcome: Outcome) -> Outcome | None:
    return None if outcome == Outcome(doi=outcome.doi) else outcome


def _unused(name: str, used: set[str]) -> str:
    number, unused = 1, name
    while unused in used:
        number += 1
        unused = f"{name} ({number})"
    used.add(unused)
    return unused


def _without(error: InputError, path: Path) -> InputError:
    """Name the table as people do, not as it lay here."""
    where = (error.where or "").replace(f"{path}, ", "").replace(str(path), "the table")
    return InputError(error.problem.replace(str(path), "the table"), where=where, hint=error.hint)
