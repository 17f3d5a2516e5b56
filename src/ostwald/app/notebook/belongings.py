"""What belongs to a recipe of the notebook: what was predicted and what came out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ostwald.app.notebook.database import stale
from ostwald.app.notebook.models import MicrographRow, OutcomeRow, PredictionRow, RecipeRow, now
from ostwald.app.notebook.records import OutcomeRecord, PredictionRecord
from ostwald.app.notebook.shelf import Shelf, row_of
from ostwald.app.notebook.text import clean_name, clean_words
from ostwald.recipes.outcome import Outcome

OUTCOME_FIELDS = (
    "size_nm",
    "size_measure",
    "size_method",
    "size_distribution_percent",
    "shape",
    "particles_counted",
    "absorption_peak_nm",
    "doi",
)


class Belongings(Shelf):
    """Keeps predictions and outcomes of recipes."""

    def add_prediction(
        self, recipe_id: int, version: int, result: dict[str, Any], *, model: str = "shipped"
    ) -> PredictionRecord:
        """Keep what was predicted for a version of a recipe.

        Raises:
            StaleError: The recipe was changed since that version.
            NotThereError: There is no such recipe.
        """
        return self.add_predictions([(recipe_id, version, result)], model=model)[0]

    def add_predictions(
        self, entries: Sequence[tuple[int, int, dict[str, Any]]], *, model: str = "shipped"
    ) -> list[PredictionRecord]:
        """Keep many predictions at once, as `add_prediction`."""
        rows = []
        with self._database.write() as session:
            for recipe_id, version, result in entries:
                recipe = row_of(session, RecipeRow, recipe_id)
                if recipe.version != version:
                    raise stale()
                rows.append(prediction_row(recipe, result, model))
            session.add_all(rows)
        return [PredictionRecord.of(row) for row in rows]

    def predictions(self, recipe_id: int) -> list[PredictionRecord]:
        """Return all predictions for a recipe, the latest first."""
        return self._of_recipe(PredictionRow, PredictionRecord, recipe_id)

    def add_outcome(
        self, recipe_id: int, *, micrograph_id: int | None = None, note: str = "", **known: Any
    ) -> OutcomeRecord:
        """Keep what came out of a recipe's flask.

        Args:
            recipe_id: Of which recipe.
            micrograph_id: In which micrograph it was measured.
            note: Anything else.
            known: Fields of `ostwald.recipes.outcome.Outcome`.

        Returns:
            The outcome as it is kept.

        Raises:
            InputError: A value is impossible, or nothing is known.
            NotThereError: There is no such recipe or micrograph.
        """
        outcome = Outcome.model_validate(known)
        row = outcome_row(recipe_id, outcome, micrograph_id, clean_words(note, "the note"))
        with self._database.write() as session:
            row_of(session, RecipeRow, recipe_id)
            if micrograph_id is not None:
                row_of(session, MicrographRow, micrograph_id)
            session.add(row)
        return OutcomeRecord.of(row)

    def remove_outcome(self, outcome_id: int) -> None:
        """Remove an outcome.

        Raises:
            NotThereError: There is no such outcome.
        """
        with self._database.write() as session:
            session.delete(row_of(session, OutcomeRow, outcome_id))

    def outcomes(self, recipe_id: int) -> list[OutcomeRecord]:
        """Return what came out of a recipe, the latest first."""
        return self._of_recipe(OutcomeRow, OutcomeRecord, recipe_id)


def outcome_row(
    recipe_id: int, outcome: Outcome, micrograph_id: int | None = None, note: str = ""
) -> OutcomeRow:
    """Return the row of an outcome."""
    known = {name: getattr(outcome, name) for name in OUTCOME_FIELDS}
    return OutcomeRow(
        recipe_id=recipe_id, micrograph_id=micrograph_id, note=note, added=now(), **known
    )


def prediction_row(recipe: RecipeRow, result: dict[str, Any], model: str) -> PredictionRow:
    """Return the row of what a model said of a recipe as it is now."""
    size = result["size_nm"]
    return PredictionRow(
        recipe_id=recipe.id,
        recipe_version=recipe.version,
        model=clean_name(model, "the model"),
        size_nm=size["estimate"],
        lower_nm=size["interval"][0],
        upper_nm=size["interval"][1],
        shape=result["shape"]["label"],
        result=result,
        made=now(),
    )
