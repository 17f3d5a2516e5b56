"""Measure a batch: skip what is done, keep what works, name what fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ostwald.errors import OstwaldError
from ostwald.microscopy.batch.record import Fingerprint, Record, is_finished, load_record
from ostwald.microscopy.batch.results import SUMMARY_STEMS, diameters_of, write_measurement
from ostwald.microscopy.measurement import ParticleFinder, measure


@dataclass(frozen=True, slots=True)
class Finished:
    """An image that is measured.

    Attributes:
        record: Its results.
        reused: Taken from an earlier run.
    """

    record: Record
    reused: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """An image that could not be measured.

    Attributes:
        image: The file.
        error: Why.
    """

    image: Path
    error: OstwaldError


def measure_batch(
    images: Sequence[Path],
    out: Path,
    segmenter: ParticleFinder,
    *,
    nm_per_px: float | None = None,
    overwrite: bool = False,
) -> Iterator[Finished | Failed]:
    """Measure images one after the other and write the results of each before the next.

    Args:
        images: The files.
        out: Folder of the results.
        segmenter: What finds the particles.
        nm_per_px: Pixel size given by the user.
        overwrite: Measure again what an earlier run has finished.

    Yields:
        One outcome an image, in order.

    Raises:
        InputError: Results cannot be written; everything yielded before is safe.
    """
    name = str(getattr(segmenter, "name", type(segmenter).__name__))
    taken = set(SUMMARY_STEMS.values())
    for image in images:
        stem = choose_stem(image, out, taken)
        taken.add(stem.casefold())
        fingerprint = Fingerprint.of(image, nm_per_px, name)
        known = None if overwrite else load_record(out, stem)
        if known is not None and known.fingerprint == fingerprint and is_finished(out, stem):
            yield Finished(known, reused=True)
            continue
        try:
            measurement = measure(image, nm_per_px=nm_per_px, segmenter=segmenter)
        except OstwaldError as error:
            yield Failed(image, error)
            continue
        except Exception as error:  # a fault in one image must not cost the others
            yield Failed(image, _unexpected(image, error))
            continue
        write_measurement(measurement, out, stem)
        diameters, unit = diameters_of(measurement)
        summary = {**measurement.to_json(), "path": str(image), "results": stem}
        record = Record(fingerprint, summary, diameters, unit)
        record.save(out, stem)
        yield Finished(record, reused=False)


def choose_stem(image: Path, out: Path, taken: set[str]) -> str:
    """Name the results of an image so that no other image's are overwritten.

    Args:
        image: The file.
        out: Folder of the results, perhaps with those of earlier runs.
        taken: Names given in this run, case-folded.

    Returns:
        The file's stem, with ``-2``, ``-3``... where another image of this or an earlier run has
        that name.
    """
    number = 1
    while True:
        stem = image.stem if number == 1 else f"{image.stem}-{number}"
        known = load_record(out, stem)
        foreign = known is not None and known.fingerprint.source != str(image.absolute())
        if stem.casefold() not in taken and not foreign:
            return stem
        number += 1


def _unexpected(image: Path, error: Exception) -> OstwaldError:
    if isinstance(error, MemoryError):
        return OstwaldError(
            "there is not enough memory for this image",
            where=str(image),
            hint="crop it or reduce its resolution",
        )
    return OstwaldError(
        f"could not be measured ({type(error).__name__}: {error})",
        where=str(image),
        hint="please report this with the image",
    )
