"""What was done with one image, kept beside its results so that a batch can be taken up again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ostwald._files import write_text
from ostwald.microscopy.batch.source import Source
from ostwald.microscopy.batch.store import LocalFolder, Store
from ostwald.microscopy.review.labels import LABELS_SUFFIX, ROIS_SUFFIX, is_as_written
from ostwald.microscopy.settings import Settings

FORMAT_VERSION = 1
SUFFIX = ".measurement.json"
RESULT_SUFFIXES = (".particles.csv", ".labels.tif", ".overlay.png")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a result depends on: if it is the same, the result still holds.

    Attributes:
        source: Which image it is.
        size_bytes: Size of its file.
        modified_ns: When that was last changed.
        settings: What the user asked for, as ``Settings.to_json``.
        labels: Digest of the labels given by hand; empty where there are none.
        version: Version of ostwald.
        segmenter: Name of what finds the particles.
    """

    source: str
    size_bytes: int
    modified_ns: int
    settings: dict[str, Any]
    labels: str
    version: str
    segmenter: str

    @classmethod
    def of(cls, image: Source, settings: Settings, segmenter: str, labels: str = "") -> Fingerprint:
        """Take the fingerprint of an image and the settings it is measured with.

        Args:
            image: The image.
            settings: What the user asked for.
            segmenter: Name of what finds the particles.
            labels: Digest of the labels given by hand.

        Returns:
            The fingerprint; sizes are zero for a file that cannot be looked at.
        """
        from ostwald import __version__

        size, modified = image.facts()
        return cls(
            source=image.identity,
            size_bytes=size,
            modified_ns=modified,
            settings=settings.to_json(),
            labels=labels,
            version=__version__,
            segmenter=segmenter,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Record:
    """A finished image.

    Attributes:
        fingerprint: What the result depends on.
        summary: Entry of the image in ``summary.json``.
        diameters: Equal-area diameters of the whole particles, for the batch's histogram.
        unit: Their unit, ``"nm"`` or ``"px"``.
    """

    fingerprint: Fingerprint
    summary: dict[str, Any]
    diameters: list[float]
    unit: str

    def save(self, out: Path, stem: str) -> None:
        """Write the record beside the results.

        Args:
            out: Folder of the results.
            stem: First part of their names.

        Raises:
            InputError: It cannot be written.
        """
        content = {
            "format_version": FORMAT_VERSION,
            "fingerprint": self.fingerprint.to_json(),
            "summary": self.summary,
            "diameters": [float(f"{d:.6g}") for d in self.diameters],
            "unit": self.unit,
        }
        write_text(out / f"{stem}{SUFFIX}", json.dumps(content, ensure_ascii=False) + "\n")


def load_record(store: Store, stem: str) -> Record | None:
    """Read the record of an earlier run.

    Args:
        store: Folder of the results.
        stem: First part of their names.

    Returns:
        The record, or None where there is none, it is damaged or of another format.
    """
    try:
        content = json.loads(store.read(f"{stem}{SUFFIX}") or "")
        if content["format_version"] != FORMAT_VERSION:
            return None
        return Record(
            fingerprint=Fingerprint(**content["fingerprint"]),
            summary=dict(content["summary"]),
            diameters=[float(d) for d in content["diameters"]],
            unit=str(content["unit"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def load_records(store: Store) -> dict[str, Record]:
    """Read every finished image of a folder.

    Args:
        store: Folder of the results.

    Returns:
        Records by the first part of their names.
    """
    stems = (name.removesuffix(SUFFIX) for name in store.names(SUFFIX))
    loaded = {stem: load_record(store, stem) for stem in stems}
    return {stem: record for stem, record in loaded.items() if record is not None}


def is_finished(store: Store, stem: str, review: bool = False) -> bool:
    """Tell whether every result of an image is there.

    Args:
        store: Folder of the results.
        stem: First part of their names.
        review: Outlines were asked for, too.

    Returns:
        True when table, labels and overlay exist.
    """
    suffixes = (*RESULT_SUFFIXES, ".rois.zip") if review else RESULT_SUFFIXES
    return all(store.has(f"{stem}{suffix}") for suffix in suffixes)


def edited_by_hand(store: Store, stem: str) -> list[Path]:
    """Find labels and outlines that a person has made or changed.

    Args:
        store: Folder of the results.
        stem: First part of their names.

    Returns:
        The files; none behind a URL, where nobody edits.
    """
    if not isinstance(store, LocalFolder):
        return []
    paths = [store.path / f"{stem}{suffix}" for suffix in (LABELS_SUFFIX, ROIS_SUFFIX)]
    return [path for path in paths if path.is_file() and not is_as_written(path)]
