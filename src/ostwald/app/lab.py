"""What a lab does with its notebook: predict, compare, adapt, and carry tables in and out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostwald._files import write_text
from ostwald.app import work
from ostwald.app.engine import shipped_name
from ostwald.app.notebook.belongings import OUTCOME_FIELDS
from ostwald.app.notebook.database import StaleError
from ostwald.app.notebook.shelf import NotThereError
from ostwald.errors import InputError, OstwaldError
from ostwald.recipes.outcome import Outcome

if TYPE_CHECKING:
    from ostwald.app.jobs import Job
    from ostwald.app.notebook.records import (
        MicrographRecord,
        OutcomeRecord,
        PredictionRecord,
        RecipeRecord,
        SpectrumRecord,
    )
    from ostwald.app.services import Services
    from ostwald.app.settings import Settings
    from ostwald.app.uploads import Upload

_CURRENT = "current.json"
_AT_ONCE = 200
SPECTRUM_SUFFIXES = (".csv", ".txt", ".dat", ".asc", ".tsv", ".dx", ".jdx", ".jcm")


@dataclass(frozen=True, slots=True)
class Compared:
    """A result beside what the shipped model said of its recipe.

    Attributes:
        recipe_id: The recipe.
        name: Its name.
        product: Its product.
        measured_nm: Equal-area diameter.
        predicted_nm: What was predicted, with the interval's ends.
        lower_nm: Lower end.
        upper_nm: Upper end.
    """

    recipe_id: int
    name: str
    product: str
    measured_nm: float
    predicted_nm: float
    lower_nm: float
    upper_nm: float


async def keep_recipe(services: Services, name: str, text: str, note: str = "") -> RecipeRecord:
    """Keep a recipe with what the model in use predicts for it.

    A recipe that can be read and not predicted, such as one with a chemical that is not known, is
    kept all the same.

    Raises:
        InputError: The text is not one recipe.
    """
    engine = services.engine
    recipes = await engine.read(text)
    model, prediction = engine.model, None
    if len(recipes) == 1:
        try:
            prediction = (await engine.predict(recipes[0])).to_json()
        except OstwaldError:
            prediction = None
    return await asyncio.to_thread(
        services.notebook.add_recipe, name, text, note=note, prediction=prediction, model=model
    )


def keep_micrograph(services: Services, job: Job, recipe_id: int | None = None) -> MicrographRecord:
    """Keep a micrograph that a job has measured, with its particles and labels.

    Raises:
        InputError: The job's files are not there any more.
    """
    if job.source is None or job.files is None or not job.source.path.is_file():
        raise InputError("the micrograph is not there any more", hint="send it again")
    table, labels = (job.files / name for name in work.RESULTS[:2])
    return services.notebook.add_micrograph(
        job.source.name,
        job.source.path,
        job.result,
        recipe_id=recipe_id,
        particles=table.read_text(encoding="utf-8"),
        labels=labels.read_bytes(),
    )


def keep_spectrum(services: Services, recipe_id: int, upload: Upload) -> SpectrumRecord:
    """Keep an absorption spectrum of a recipe's crystals, with what is read in it.

    Raises:
        InputError: It is no spectrum, or the product has no sizing curve.
    """
    from ostwald.optics.files.reader import read_spectrum
    from ostwald.optics.sample import read_sample

    recipe = services.notebook.recipe(recipe_id)
    try:
        reading = read_sample(recipe.product, read_spectrum(upload.path)).to_json()
    except OstwaldError as error:
        where = (error.where or "").replace(str(upload.path), upload.name)
        problem = error.problem.replace(str(upload.path), upload.name)
        raise InputError(problem, where=where or None, hint=error.hint) from None
    return services.notebook.add_spectrum(
        upload.name, upload.path, {**reading, "name": upload.name}, recipe_id=recipe_id
    )


async def compare(services: Services) -> list[Compared]:
    """Return every measured size beside what the shipped model says of the recipe.

    The shipped model has seen none of them, which an adapted one has. What it says is kept, so
    that it is asked once for each version of a recipe.
    """
    engine, notebook = services.engine, services.notebook
    results = await asyncio.to_thread(notebook.results, engine.shipped_name)
    for start in range(0, len(results), _AT_ONCE):
        part = [one for one in results[start : start + _AT_ONCE] if one.predicted is None]
        said = await asyncio.gather(*(_predicted(services, one.recipe) for one in part))
        made = {
            one.recipe.id: (one.recipe.version, result)
            for one, result in zip(part, said, strict=True)
            if result is not None
        }
        entries = [(number, version, result) for number, (version, result) in made.items()]
        with contextlib.suppress(StaleError, NotThereError):  # changed or removed meanwhile
            await asyncio.to_thread(notebook.add_predictions, entries, model=engine.shipped_name)
    results = await asyncio.to_thread(notebook.results, engine.shipped_name)
    return [
        _compared(one.recipe, size, one.predicted)
        for one in results
        if one.predicted is not None
        for size in map(equal_area, one.outcomes)
        if size is not None
    ]


async def adapt(services: Services) -> Job:
    """Adapt the shipped model to all results; when the job is done, the adapted model is in use.

    Raises:
        InputError: There is no result.
        BusyError: Too much is waiting.
    """
    rows = await asyncio.to_thread(_rows, services)
    if not rows:
        raise InputError(
            "the notebook holds no result yet", hint="add what came out of your recipes first"
        )
    folder = services.settings.models / secrets.token_hex(8)
    job = services.jobs.submit(
        "adapt", f"{len(rows)} results", work.adapt_to, rows=rows, out=folder
    )
    job.after = lambda result: _take(services, folder, result)
    return job


async def use_shipped(services: Services) -> None:
    """Go back to the model that ships."""
    (services.settings.models / _CURRENT).unlink(missing_ok=True)
    await services.engine.use(None)


def in_use(settings: Settings) -> tuple[Path | None, str]:
    """Return the adapted model that is in use, and what it is; None where it is the shipped."""
    try:
        current = json.loads((settings.models / _CURRENT).read_text(encoding="utf-8"))
        folder = settings.models / str(current["folder"])
        return (folder, str(current["about"])) if folder.is_dir() else (None, shipped_name())
    except (OSError, ValueError, KeyError, TypeError):
        return None, shipped_name()


def equal_area(outcome: OutcomeRecord) -> float | None:
    """Return a measured size as the diameter of the circle of equal area."""
    from ostwald.recipes.size_conventions import to_equal_area

    return to_equal_area(as_outcome(outcome)).size_nm


def as_outcome(record: OutcomeRecord) -> Outcome:
    """Return what the notebook keeps of an outcome as tables have it."""
    return Outcome.model_validate({name: getattr(record, name) for name in OUTCOME_FIELDS})


async def _take(services: Services, folder: Path, result: work.Adapted) -> None:
    about = f"adapted to {result.used} results of this notebook"
    await services.engine.use(folder, about)
    settings = services.settings
    write_text(
        settings.models / _CURRENT, json.dumps({"folder": folder.name, "about": about}) + "\n"
    )
    for old in settings.models.iterdir():
        if old.is_dir() and old != folder:
            shutil.rmtree(old, ignore_errors=True)


async def _predicted(services: Services, recipe: RecipeRecord) -> dict[str, Any] | None:
    try:
        read = (await services.engine.read(recipe.text))[0]
        return (await services.engine.predict(read, shipped=True)).to_json()
    except OstwaldError:  # a chemical that is not known: its row stands without a prediction
        return None


def _compared(recipe: RecipeRecord, measured_nm: float, predicted: PredictionRecord) -> Compared:
    return Compared(
        recipe.id,
        recipe.name,
        recipe.product,
        measured_nm,
        predicted.size_nm,
        predicted.lower_nm,
        predicted.upper_nm,
    )


def _rows(services: Services) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (
            one.recipe.name,
            one.recipe.text,
            {name: getattr(outcome, name) for name in OUTCOME_FIELDS},
        )
        for one in services.notebook.results(services.engine.shipped_name)
        for outcome in one.outcomes
    ]
