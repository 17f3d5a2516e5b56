"""Measure one image of a batch, wherever that happens: here, in another process, on a cluster."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from ostwald.errors import InputError, OstwaldError
from ostwald.microscopy.batch.record import Fingerprint, Record
from ostwald.microscopy.batch.results import diameters_of, write_measurement
from ostwald.microscopy.batch.source import Source
from ostwald.microscopy.batch.store import open_store
from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.measurement import ParticleFinder, measure_with
from ostwald.microscopy.settings import Settings


@dataclass(frozen=True, slots=True)
class Task:
    """One image and what is to be done with it.

    Attributes:
        source: The image.
        stem: First part of the names of its results.
        out: Folder of the results, path or URL.
        settings: What the user asked for.
        fingerprint: What the result will depend on.
        labels: Particles marked by hand; the segmenter looks where there are none.
        review: Write outlines to correct by hand.
    """

    source: Source
    stem: str
    out: str
    settings: Settings
    fingerprint: Fingerprint
    labels: Path | None = None
    review: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """An image that is measured.

    Attributes:
        record: Its results.
        stem: First part of their names.
        reused: Taken from an earlier run.
    """

    record: Record
    stem: str
    reused: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """An image that could not be measured.

    Attributes:
        source: The image.
        error: Why.
        stem: The name that was kept for its results.
    """

    source: Source
    error: OstwaldError
    stem: str


Outcome = Finished | Failed

# Of a worker with several threads only one measures: memory is promised an image at a time.
_ONE_AT_A_TIME = threading.Lock()


def run_task(task: Task, segmenter: ParticleFinder | None = None) -> Outcome:
    """Measure an image and write its results; nothing in the image ends the batch.

    Args:
        task: The image and what to do.
        segmenter: What finds the particles; the shipped network when left out.

    Returns:
        Its record, or why it failed.

    Raises:
        InputError: Results cannot be written.
    """
    with _ONE_AT_A_TIME:
        try:
            with task.source.local() as path:
                measurement = measure_with(
                    replace(task.settings, frame=task.source.frame or task.settings.frame),
                    path,
                    segmenter=segmenter,
                    labels=task.labels,
                )
            measurement = replace(measurement, image=task.source.name)
        except OstwaldError as error:
            return failed(task, _placed(error, task.source))
        except Exception as error:  # a fault in one image must not cost the others
            return failed(task, unexpected(error, task.source))
        try:
            return Finished(_written(task, measurement), task.stem, reused=False)
        except InputError:
            raise
        except Exception as error:
            return failed(task, unexpected(error, task.source))


def failed(task: Task, error: OstwaldError) -> Failed:
    """Return the outcome of an image that could not be measured."""
    return Failed(task.source, error, task.stem)


def _written(task: Task, measurement: Measurement) -> Record:
    with open_store(task.out).staging() as folder:
        notes = write_measurement(
            measurement, folder, task.stem, path=task.source.shown, review=task.review
        )
        diameters, unit = diameters_of(measurement)
        summary = {**measurement.to_json(), "path": task.source.shown, "results": task.stem}
        summary["frame"] = task.source.frame or task.settings.frame
        summary["warnings"] = [*summary["warnings"], *notes]
        record = Record(task.fingerprint, summary, diameters, unit)
        record.save(folder, task.stem)
    return record


def unexpected(error: BaseException, source: Source) -> OstwaldError:
    """Turn a fault into an error that names the image.

    Args:
        error: What was raised.
        source: The image.

    Returns:
        The error.
    """
    if isinstance(error, MemoryError):
        return OstwaldError(
            "there is not enough memory for this image",
            where=source.shown,
            hint="crop it or reduce its resolution",
        )
    return OstwaldError(
        f"could not be measured ({type(error).__name__}: {error})",
        where=source.shown,
        hint="please report this with the image",
    )


def _placed(error: OstwaldError, source: Source) -> OstwaldError:
    """Name the image as the user did: a copy of it may lie elsewhere, a setting has no place."""
    if source.is_url or error.where == source.place:
        return type(error)(error.problem, where=source.shown, hint=error.hint)
    return error.at(source.shown)
