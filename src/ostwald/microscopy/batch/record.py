"""What was done with one image, kept beside its results so that a batch can be taken up again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ostwald._files import write_text

FORMAT_VERSION = 1
SUFFIX = ".measurement.json"
RESULT_SUFFIXES = (".particles.csv", ".labels.tif", ".overlay.png")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a result depends on: if it is the same, the result still holds.

    Attributes:
        source: Absolute path of the image.
        size_bytes: Its size.
        modified_ns: When it was last changed.
        nm_per_px: Pixel size given by the user, or None.
        version: Version of ostwald.
        segmenter: Name of what finds the particles.
    """

    source: str
    size_bytes: int
    modified_ns: int
    nm_per_px: float | None
    version: str
    segmenter: str

    @classmethod
    def of(cls, image: Path, nm_per_px: float | None, segmenter: str) -> Fingerprint:
        """Take the fingerprint of an image and the settings it is measured with.

        Args:
            image: The file.
            nm_per_px: Pixel size given by the user.
            segmenter: Name of what finds the particles.

        Returns:
            The fingerprint; sizes are zero for a file that cannot be looked at.
        """
        from ostwald import __version__

        try:
            facts = image.stat()
            size, modified = facts.st_size, facts.st_mtime_ns
        except OSError:
            size = modified = 0
        return cls(str(image.absolute()), size, modified, nm_per_px, __version__, segmenter)

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


def load_record(out: Path, stem: str) -> Record | None:
    """Read the record of an earlier run.

    Args:
        out: Folder of the results.
        stem: First part of their names.

    Returns:
        The record, or None where there is none, it is damaged or of another format.
    """
    try:
        content = json.loads((out / f"{stem}{SUFFIX}").read_text(encoding="utf-8"))
        if content["format_version"] != FORMAT_VERSION:
            return None
        return Record(
            fingerprint=Fingerprint(**content["fingerprint"]),
            summary=dict(content["summary"]),
            diameters=[float(d) for d in content["diameters"]],
            unit=str(content["unit"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_finished(out: Path, stem: str) -> bool:
    """Tell whether every result of an image is there.

    Args:
        out: Folder of the results.
        stem: First part of their names.

    Returns:
        True when table, labels and overlay exist.
    """
    return all((out / f"{stem}{suffix}").is_file() for suffix in RESULT_SUFFIXES)
