"""What worker processes do: module-level functions, called with a report of progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ostwald.app.jobs import Report

STEM = "micrograph"
RESULTS = tuple(
    f"{STEM}.{kind}" for kind in ("particles.csv", "labels.tif", "overlay.png", "histogram.png")
)
"""Files that a measurement leaves."""


def warm() -> None:
    """Load the segmenter, so that the first micrograph does not wait for it."""
    import numpy as np

    from ostwald.microscopy.measurement import default_segmenter

    default_segmenter().segment(np.random.default_rng(0).random((64, 64), dtype=np.float32))


def measure_file(
    report: Report, *, path: Path, name: str, out: Path, settings: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Measure an uploaded micrograph, and write `RESULTS` beside it.

    Args:
        report: Told how far it is.
        path: The upload.
        name: What its sender calls it.
        out: Folder of the results.
        settings: Fields of `ostwald.microscopy.settings.Settings`.

    Returns:
        The summary, as ``ostwald measure --json`` gives it for one image.

    Raises:
        InputError: The file is no micrograph that can be read.
    """
    from dataclasses import replace

    from ostwald.errors import OstwaldError
    from ostwald.microscopy.batch.results import write_measurement
    from ostwald.microscopy.measurement import measure_with
    from ostwald.microscopy.settings import Settings

    report(0.1, "finding scale and particles")
    try:
        found = replace(measure_with(Settings(**(settings or {})), path), image=name)
    except OstwaldError as error:
        raise _named(error, path, name) from None
    report(0.9, "drawing")
    out.mkdir(parents=True, exist_ok=True)
    notes = write_measurement(found, out, STEM, path=name)
    summary = found.to_json()
    return {**summary, "warnings": [*summary["warnings"], *notes]}


def _named(error: Any, path: Path, name: str) -> Any:
    """Name the file as its sender does, not as it lies here."""
    where = None if error.where is None else error.where.replace(str(path), name)
    return type(error)(error.problem.replace(str(path), name), where=where, hint=error.hint)


@dataclass(frozen=True, slots=True)
class Adapted:
    """What an adaptation brought.

    Attributes:
        used: Results with a size that the model now knows.
        problems: Recipes that could not be used, in words.
        known: Numbers of own experiments, from 0; empty with fewer than two sizes.
        error_nm: Mean error on the others, at each of them.
        low_nm: Lower end of what four of five orders of the experiments gave.
        high_nm: Upper end.
    """

    used: int
    problems: tuple[str, ...]
    known: tuple[float, ...] = ()
    error_nm: tuple[float, ...] = ()
    low_nm: tuple[float, ...] = ()
    high_nm: tuple[float, ...] = ()


def adapt_to(report: Report, *, rows: list[tuple[str, str, dict[str, Any]]], out: Path) -> Adapted:
    """Adapt the shipped model to a lab's results.

    Args:
        report: Told how far it is.
        rows: Name, recipe file and outcome of each result.
        out: Where to write the adapted model.

    Returns:
        What it brought.

    Raises:
        InputError: No result can be used.
    """
    from ostwald import verbs
    from ostwald.adaptation.learning_curve import learning_curve
    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.errors import InputError, OstwaldError
    from ostwald.models.base import Outcomes
    from ostwald.models.outcome_table import OutcomeTable
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.outcome import Outcome
    from ostwald.recipes.recipe_file import read_one_recipe
    from ostwald.recipes.units import keep_pint_alone

    keep_pint_alone()
    recipes, outcomes, problems = [], [], []
    for name, text, known in rows:
        try:
            recipes.append(resolve_recipe(read_one_recipe(text)))
            outcomes.append(Outcome.model_validate(known))
        except OstwaldError as error:
            problems.append(f"{name}: {error}")
            del recipes[len(outcomes) :]
    if not recipes:
        raise InputError(
            "no result of the notebook can be used",
            hint="; ".join(problems[:3]) or "add what came out of your recipes first",
        )
    table = OutcomeTable(recipes, Outcomes.from_outcomes(outcomes), [])
    report(0.1, f"adapting to {len(recipes)} results")
    adapted = verbs.adapt(table)
    report(0.3, "telling what each experiment brought")
    curve = learning_curve(Predictor.load().model, table.recipes, table.outcomes)
    adapted.save(out, {"adapted_from": "shipped", "own_recipes": len(recipes)})
    used = int((table.outcomes.size_nm > 0).sum())
    if curve is None:
        return Adapted(used, tuple(problems))
    columns = (curve.known, curve.error_nm, curve.low_nm, curve.high_nm)
    return Adapted(used, tuple(problems), *(tuple(column.tolist()) for column in columns))
