"""The recipe of the page and its record in the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ostwald.app.pages.recipe.draft import Draft, read_drafts

if TYPE_CHECKING:
    from ostwald.app.notebook.records import RecipeRecord
    from ostwald.app.notebook.store import Notebook
    from ostwald.prediction.result import Prediction


class Keeping:
    """Which record the page stands for; every call blocks.

    Args:
        notebook: Where recipes are kept.
        record: The record that was opened, for variant A.
    """

    def __init__(self, notebook: Notebook, record: RecipeRecord | None = None) -> None:
        self._notebook = notebook
        self._records = {} if record is None else {"A": record}

    def keep(self, variant: str, draft: Draft, prediction: Prediction, model: str) -> str:
        """Save a recipe with its prediction: a new record, or a new version of the one opened.

        Args:
            variant: ``A`` or ``B``.
            draft: The recipe as it is written.
            prediction: What is predicted for it.
            model: Which model said so.

        Returns:
            The record's name.

        Raises:
            StaleError: The record was changed since it was opened.
            OstwaldError: It cannot be saved.
        """
        text, result = draft.to_yaml(), prediction.to_json()
        name = draft.id.strip() or draft.product.strip()
        before = self._records.get(variant)
        if before is None:
            record = self._notebook.add_recipe(name, text, prediction=result, model=model)
        else:
            record = self._notebook.change_recipe(before.id, before.version, name=name, text=text)
            self._notebook.add_prediction(record.id, record.version, result, model=model)
        self._records[variant] = record
        return record.name


def open_record(notebook: Notebook, given: str) -> tuple[RecipeRecord, Draft]:
    """Return the recipe that an address names.

    Args:
        notebook: Where it is kept.
        given: Its number, as the address has it.

    Raises:
        OstwaldError: There is no such recipe.
    """
    record = notebook.recipe(int(given) if given.isdecimal() and len(given) < 12 else 0)
    return record, read_drafts(record.text)[0]
