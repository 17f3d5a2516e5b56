"""The recipes of the notebook, each with its earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ostwald.app.notebook.belongings import outcome_row, prediction_row
from ostwald.app.notebook.database import stale
from ostwald.app.notebook.models import OutcomeRow, RecipeRow, RecipeVersionRow, now
from ostwald.app.notebook.records import OutcomeRecord, Page, RecipeRecord, Result, VersionRecord
from ostwald.app.notebook.search import find, find_results
from ostwald.app.notebook.shelf import Shelf, row_of
from ostwald.app.notebook.text import clean_name, clean_words
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe


class Recipes(Shelf):
    """Keeps, changes, finds and removes recipes."""

    def add_recipe(
        self,
        name: str,
        text: str,
        *,
        note: str = "",
        prediction: dict[str, Any] | None = None,
        model: str = "shipped",
    ) -> RecipeRecord:
        """Keep a recipe.

        Args:
            name: What the lab calls it; the recipe's own id, or its product, when empty.
            text: A recipe file with one recipe.
            note: Anything else.
            prediction: What was predicted, as ``predict --json`` gives it.
            model: Which model said so.

        Returns:
            The recipe as it is kept.

        Raises:
            InputError: The text is not one recipe, or the name cannot be kept.
        """
        return self.add_recipes([(name, text, note, None, prediction)], model=model)[0]

    def add_recipes(
        self,
        entries: Sequence[tuple[str, str, str, Outcome | None, dict[str, Any] | None]],
        *,
        model: str = "shipped",
    ) -> list[RecipeRecord]:
        """Keep many recipes at once: all, or none.

        Args:
            entries: Name, text, note, outcome and prediction of each.
            model: Which model has predicted.

        Returns:
            The recipes as they are kept, in order.

        Raises:
            InputError: As `add_recipe`.
        """
        rows, versions = [], []
        for name, text, note, outcome, prediction in entries:
            recipe, moment = _read(text), now()
            row = RecipeRow(
                name=clean_name(name or recipe.id or recipe.product),
                product=recipe.product,
                text=clean_words(text, "the recipe"),
                note=clean_words(note, "the note"),
                created=moment,
                changed=moment,
            )
            rows.append(row)
            versions.append((row, outcome, prediction))
        with self._database.write() as session:
            session.add_all(rows)
            session.flush()
            for row, outcome, prediction in versions:
                session.add(_version(row))
                if outcome is not None:
                    session.add(outcome_row(row.id, outcome))
                if prediction is not None:
                    session.add(prediction_row(row, prediction, model))
        return [RecipeRecord.of(row) for row in rows]

    def change_recipe(
        self,
        recipe_id: int,
        version: int,
        *,
        name: str | None = None,
        text: str | None = None,
        note: str | None = None,
    ) -> RecipeRecord:
        """Change a recipe; what it was is kept as an earlier version.

        Args:
            recipe_id: Which.
            version: The version that the change was made from.
            name: Its new name; as it is when left out.
            text: Its new text; as it is when left out.
            note: Its new note; as it is when left out.

        Returns:
            The recipe as it is kept now.

        Raises:
            StaleError: It was changed since that version.
            NotThereError: There is no such recipe.
            InputError: As `add_recipe`.
        """
        recipe = None if text is None else _read(text)
        with self._database.write() as session:
            row = row_of(session, RecipeRow, recipe_id)
            if row.version != version:
                raise stale()
            if recipe is not None and text is not None:
                row.text, row.product = clean_words(text, "the recipe"), recipe.product
            if name is not None:
                row.name = clean_name(name)
            if note is not None:
                row.note = clean_words(note, "the note")
            row.changed = now()
            session.flush()
            session.add(_version(row))
        return RecipeRecord.of(row)

    def remove_recipe(self, recipe_id: int, version: int) -> None:
        """Remove a recipe with all that belongs to it.

        Raises:
            StaleError: It was changed since that version.
            NotThereError: There is no such recipe.
        """
        with self._database.write() as session:
            row = row_of(session, RecipeRow, recipe_id)
            if row.version != version:
                raise stale()
            session.delete(row)
            session.flush()
        self._remove_unnamed_files()

    def recipe(self, recipe_id: int) -> RecipeRecord:
        """Return a recipe.

        Raises:
            NotThereError: There is no such recipe.
        """
        with self._database.read() as session:
            return RecipeRecord.of(row_of(session, RecipeRow, recipe_id))

    def versions(self, recipe_id: int) -> list[VersionRecord]:
        """Return what a recipe was in each of its versions, the latest first."""
        table = RecipeVersionRow
        with self._database.read() as session:
            row_of(session, RecipeRow, recipe_id)
            rows = session.scalars(
                select(table).where(table.recipe_id == recipe_id).order_by(table.version.desc())
            )
            return [VersionRecord.of(row) for row in rows]

    def search(self, words: str = "", *, start: int = 0, most: int = 50) -> Page:
        """Return recipes that have all of the words in name, product, text or note.

        Args:
            words: Words with blanks between them; all recipes when empty.
            start: How many to pass over.
            most: How many to return.

        Returns:
            The recipes, the last changed first, with predictions and outcomes.
        """
        with self._database.read() as session:
            return find(session, words, start, most)

    def results(self, model: str) -> list[Result]:
        """Return the recipes of which something came out, with what a model said of them."""
        with self._database.read() as session:
            return find_results(session, model)

    def everything(self) -> list[tuple[RecipeRecord, list[OutcomeRecord]]]:
        """Return all recipes with what came out of them, the oldest first."""
        with self._database.read() as session:
            outcomes: dict[int, list[OutcomeRecord]] = {}
            for row in session.scalars(select(OutcomeRow).order_by(OutcomeRow.id)):
                outcomes.setdefault(row.recipe_id, []).append(OutcomeRecord.of(row))
            rows = session.scalars(select(RecipeRow).order_by(RecipeRow.id))
            return [(RecipeRecord.of(row), outcomes.get(row.id, [])) for row in rows]


def _read(text: str) -> Recipe:
    from ostwald.recipes.recipe_file import read_one_recipe

    return read_one_recipe(text if "\n" in text else f"{text}\n")


def _version(row: RecipeRow) -> RecipeVersionRow:
    return RecipeVersionRow(
        recipe_id=row.id, version=row.version, name=row.name, text=row.text, saved=row.changed
    )
