"""Files to take home: those that ``ostwald measure`` writes, and a figure for a paper."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ostwald.errors import InputError
from ostwald.microscopy.batch.results import summary_csv, write_measurement
from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.measure.figure import write_figure
from ostwald.microscopy.measure.histogram import write_histogram
from ostwald.microscopy.measure.overlay import write_overlay
from ostwald.microscopy.review.labels import write_labels
from ostwald.microscopy.review.rois import write_rois

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph.album import Album
    from ostwald.app.pages.micrograph.picture import Picture

_FORBIDDEN = set('<>:"/\\|?*')


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made.

    Attributes:
        content: Its bytes.
        name: What it is called.
        media_type: What it is.
    """

    content: bytes
    name: str
    media_type: str

    @property
    def headers(self) -> dict[str, str]:
        """How a browser keeps it."""
        plain = self.name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.name)}"
        return {"content-disposition": disposition}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        suffix: End of its name.
        title: What a person calls it.
        media_type: What it is.
        write: Writes it.
    """

    suffix: str
    title: str
    media_type: str
    write: Callable[[Measurement, Path], None]


def _csv(measurement: Measurement, path: Path) -> None:
    path.write_text(measurement.table.to_csv(), encoding="utf-8")


def _rois(measurement: Measurement, path: Path) -> None:
    write_rois(measurement.labels, measurement.table, path)


def _labels(measurement: Measurement, path: Path) -> None:
    write_labels(measurement.labels, path)


def _summary(measurement: Measurement, path: Path) -> None:
    path.write_text(json.dumps(measurement.to_json(), indent=1, ensure_ascii=False) + "\n", "utf-8")


def _histogram(measurement: Measurement, path: Path) -> None:
    import numpy as np

    from ostwald.microscopy.batch.results import diameters_of

    diameters, unit = diameters_of(measurement)
    if not diameters:
        raise InputError("there is no whole particle to draw")
    write_histogram(np.array(diameters), unit, path, measurement.image)


def _figure(measurement: Measurement, path: Path) -> None:
    write_figure(measurement, path)


KINDS: dict[str, Kind] = {
    "particles": Kind(".particles.csv", "Particles (CSV)", "text/csv", _csv),
    "rois": Kind(".rois.zip", "Outlines (ImageJ ROI set)", "application/zip", _rois),
    "labels": Kind(".labels.tif", "Label image (TIFF)", "image/tiff", _labels),
    "figure": Kind(".figure.png", "Figure with scale bar (PNG)", "image/png", _figure),
    "overlay": Kind(".overlay.png", "Picture with outlines (PNG)", "image/png", write_overlay),
    "histogram": Kind(".histogram.png", "Histogram (PNG)", "image/png", _histogram),
    "summary": Kind(".summary.json", "Summary (JSON)", "application/json", _summary),
}


def of_picture(what: str, picture: Picture, album: Album) -> Made:
    """Make one file of an image.

    Args:
        what: A key of `KINDS`.
        picture: The image.
        album: Where it is.

    Returns:
        The file.

    Raises:
        KeyError: There is no such file, or the image is not measured.
        InputError: It cannot be made.
    """
    kind = KINDS[what]
    measurement = _measurement(picture, album)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"image{kind.suffix}"
        kind.write(measurement, path)
        return Made(path.read_bytes(), safe_stem(picture.name) + kind.suffix, kind.media_type)


def of_album(album: Album) -> Made:
    """Make a ZIP file of everything of every measured image.

    Args:
        album: The images.

    Returns:
        The ZIP file.

    Raises:
        InputError: Nothing is measured yet.
    """
    done = [picture for picture in album.pictures if picture.stage == "done"]
    if not done:
        raise InputError("no image is measured yet")
    packed = io.BytesIO()
    taken: set[str] = set()
    summaries = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for picture in done:
            measurement = _measurement(picture, album)
            stem = _free(safe_stem(picture.name), taken)
            with tempfile.TemporaryDirectory() as folder:
                out = Path(folder)
                notes = write_measurement(measurement, out, stem, review=True)
                write_figure(measurement, out / f"{stem}.figure.png")
                for path in sorted(out.glob(f"{stem}.*")):
                    archive.write(path, path.name)
            told = measurement.to_json()
            summaries.append(
                told | {"results": stem, "path": picture.name, "frame": picture.frame}
                | {"warnings": [*told["warnings"], *notes]}
            )  # fmt: skip
        archive.writestr("summary.csv", summary_csv(summaries))
        archive.writestr("summary.json", json.dumps(summaries, indent=1, ensure_ascii=False))
    return Made(packed.getvalue(), "ostwald-micrographs.zip", "application/zip")


def safe_stem(name: str) -> str:
    """Return the first part of file names for an image: none that a file system would refuse."""
    stem = "".join("_" if sign in _FORBIDDEN else sign for sign in Path(name).stem)
    return stem.strip(" .")[:100] or "image"


def _free(stem: str, taken: set[str]) -> str:
    number, free = 1, stem
    while free.lower() in taken:
        number += 1
        free = f"{stem}-{number}"
    taken.add(free.lower())
    return free


def _measurement(picture: Picture, album: Album) -> Measurement:
    if picture.stage != "done":
        raise KeyError(picture.id)
    album.opened(picture)
    return picture.measurement()
