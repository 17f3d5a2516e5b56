"""The notebook: everything a lab keeps, behind one object. Every call blocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ostwald.app.notebook.database import Database, stale
from ostwald.app.notebook.files import Files
from ostwald.app.notebook.models import (
    MicrographRow,
    OutcomeRow,
    PredictionRow,
    RecipeRow,
    RecipeVersionRow,
    SpectrumRow,
    now,
)
from ostwald.app.notebook.records import (
    MicrographRecord,
    OutcomeRecord,
    Page,
    PredictionRecord,
    RecipeRecord,
    Result,
    SpectrumRecord,
    VersionRecord,
)
from ostwald.app.notebook.search import find, find_results
from ostwald.app.notebook.text import clean_name, clean_words
from ostwald.errors import OstwaldError
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe

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
LARGEST_ID = 2**31 - 1


class NotThereError(OstwaldError):
    """The notebook has no such record."""


class Notebook:
    """Everything a lab keeps; what a call has returned for is on disk.

    Args:
        url: URL of the database.
        files: Folder of micrographs and spectra.

    Raises:
        InputError: The database cannot be used.
    """

    def __init__(self, url: str, files: Path) -> None:
        self._database = Database(url)
        self._files = Files(files)

    @property
    def place(self) -> str:
        """Where the notebook is, without any password."""
        return self._database.shown

    def close(self) -> None:
        """Let the database go."""
        self._database.close()

    # Recipes

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
                    session.add(_outcome(row.id, outcome))
                if prediction is not None:
                    session.add(_prediction(row, prediction, model))
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
            row = _row(session, RecipeRow, recipe_id)
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
            row = _row(session, RecipeRow, recipe_id)
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
            return RecipeRecord.of(_row(session, RecipeRow, recipe_id))

    def versions(self, recipe_id: int) -> list[VersionRecord]:
        """Return what a recipe was in each of its versions, the latest first."""
        table = RecipeVersionRow
        with self._database.read() as session:
            _row(session, RecipeRow, recipe_id)
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

    # What belongs to a recipe

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
                recipe = _row(session, RecipeRow, recipe_id)
                if recipe.version != version:
                    raise stale()
                rows.append(_prediction(recipe, result, model))
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
        row = _outcome(recipe_id, outcome, micrograph_id, clean_words(note, "the note"))
        with self._database.write() as session:
            _row(session, RecipeRow, recipe_id)
            if micrograph_id is not None:
                _row(session, MicrographRow, micrograph_id)
            session.add(row)
        return OutcomeRecord.of(row)

    def remove_outcome(self, outcome_id: int) -> None:
        """Remove an outcome.

        Raises:
            NotThereError: There is no such outcome.
        """
        with self._database.write() as session:
            session.delete(_row(session, OutcomeRow, outcome_id))

    def outcomes(self, recipe_id: int) -> list[OutcomeRecord]:
        """Return what came out of a recipe, the latest first."""
        return self._of_recipe(OutcomeRow, OutcomeRecord, recipe_id)

    def add_micrograph(
        self,
        name: str,
        file: Path | bytes,
        summary: dict[str, Any],
        *,
        suffix: str = "",
        recipe_id: int | None = None,
        particles: str = "",
        labels: bytes | None = None,
    ) -> MicrographRecord:
        """Keep a micrograph and what was measured in it.

        Args:
            name: What its owner calls it; only shown.
            file: The picture as it came, or its content.
            summary: As ``measure --json`` gives it.
            suffix: Of the file, such as ``.tif``; that of the path when left out.
            recipe_id: The recipe whose crystals it shows.
            particles: The particle table as CSV.
            labels: The label image as a TIFF file.

        Returns:
            The micrograph as it is kept.

        Raises:
            InputError: The file cannot be kept.
            NotThereError: There is no such recipe.
        """
        sha256, size = self._files.add(file)
        row = MicrographRow(
            recipe_id=recipe_id,
            name=clean_name(name),
            suffix=_suffix(suffix, file),
            sha256=sha256,
            bytes=size,
            labels_sha256=None if labels is None else self._files.add(labels)[0],
            summary=summary,
            particles=particles,
            added=now(),
        )
        self._add_file(row)
        return MicrographRecord.of(row)

    def micrograph(self, micrograph_id: int) -> MicrographRecord:
        """Return a micrograph.

        Raises:
            NotThereError: There is no such micrograph.
        """
        with self._database.read() as session:
            return MicrographRecord.of(_row(session, MicrographRow, micrograph_id))

    def micrographs(self, recipe_id: int) -> list[MicrographRecord]:
        """Return the micrographs of a recipe's crystals, the latest first."""
        return self._of_recipe(MicrographRow, MicrographRecord, recipe_id)

    def add_spectrum(
        self,
        name: str,
        file: Path | bytes,
        reading: dict[str, Any],
        *,
        suffix: str = "",
        recipe_id: int | None = None,
    ) -> SpectrumRecord:
        """Keep a spectrum and what was read in it, as `add_micrograph`."""
        peak = reading.get("first_absorption_peak_nm")
        sha256, size = self._files.add(file)
        row = SpectrumRow(
            recipe_id=recipe_id,
            name=clean_name(name),
            suffix=_suffix(suffix, file),
            sha256=sha256,
            bytes=size,
            peak_nm=float(peak) if isinstance(peak, int | float) else None,
            reading=reading,
            added=now(),
        )
        self._add_file(row)
        return SpectrumRecord.of(row)

    def spectra(self, recipe_id: int) -> list[SpectrumRecord]:
        """Return the spectra of a recipe's crystals, the latest first."""
        return self._of_recipe(SpectrumRow, SpectrumRecord, recipe_id)

    def file(self, sha256: str) -> Path:
        """Return where a file lies that a record names.

        Raises:
            NotThereError: It is not there.
        """
        path = self._files.path(sha256)
        if not path.is_file():
            raise NotThereError(
                "the file is not in the notebook's folder",
                hint="a notebook in PostgreSQL needs the folder of --files on every server",
            )
        return path

    def _add_file(self, row: MicrographRow | SpectrumRow) -> None:
        with self._database.write() as session:
            if row.recipe_id is not None:
                _row(session, RecipeRow, row.recipe_id)
            session.add(row)

    def _of_recipe(self, table: Any, record: Any, recipe_id: int) -> list[Any]:
        with self._database.read() as session:
            _row(session, RecipeRow, recipe_id)
            rows = session.scalars(
                select(table).where(table.recipe_id == recipe_id).order_by(table.id.desc())
            )
            return [record.of(row) for row in rows]

    def _remove_unnamed_files(self) -> None:
        with self._database.read() as session:
            named = {
                sha256
                for column in (
                    MicrographRow.sha256,
                    MicrographRow.labels_sha256,
                    SpectrumRow.sha256,
                )
                for sha256 in session.scalars(select(column))
                if sha256 is not None
            }
        self._files.keep_only(named)


def _read(text: str) -> Recipe:
    from ostwald.recipes.recipe_file import read_one_recipe

    return read_one_recipe(text if "\n" in text else f"{text}\n")


def _row(session: Session, table: Any, row_id: int) -> Any:
    row = session.get(table, row_id) if 0 < row_id <= LARGEST_ID else None
    if row is None:
        raise NotThereError(
            f"there is no {table.__tablename__} {row_id} in the notebook",
            hint="it may have been removed",
        )
    return row


def _version(row: RecipeRow) -> RecipeVersionRow:
    return RecipeVersionRow(
        recipe_id=row.id, version=row.version, name=row.name, text=row.text, saved=row.changed
    )


def _outcome(
    recipe_id: int, outcome: Outcome, micrograph_id: int | None = None, note: str = ""
) -> OutcomeRow:
    known = {name: getattr(outcome, name) for name in OUTCOME_FIELDS}
    return OutcomeRow(
        recipe_id=recipe_id, micrograph_id=micrograph_id, note=note, added=now(), **known
    )


def _prediction(recipe: RecipeRow, result: dict[str, Any], model: str) -> PredictionRow:
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


def _suffix(given: str, file: Path | bytes) -> str:
    suffix = given or (file.suffix if isinstance(file, Path) else "")
    return suffix.lower() if suffix[1:].isalnum() and len(suffix) <= 10 else ""
