"""DM3 and DM4, Gatan's DigitalMicrograph, through RosettaSciIO."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from ostwald.errors import InputError
from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format
from ostwald.microscopy.io.rosetta import frame_of, is_image, read_signals, why_no_image

_BELIEVED = (
    "the calibration of both axes, where it has a unit of length; without one, the microscope's "
    "mode tells diffraction patterns"
)


@file_format("DM3", suffixes=(".dm3",), signatures=((0, b"\x00\x00\x00\x03"),), believed=_BELIEVED)
def open_dm3(path: Path) -> AbstractContextManager[list[Picture]]:
    """List the images of a DM3 file."""
    return _opened(path, "DM3")


@file_format("DM4", suffixes=(".dm4",), signatures=((0, b"\x00\x00\x00\x04"),), believed=_BELIEVED)
def open_dm4(path: Path) -> AbstractContextManager[list[Picture]]:
    """List the images of a DM4 file."""
    return _opened(path, "DM4")


@contextmanager
def _opened(path: Path, kind: str) -> Iterator[list[Picture]]:
    signals = read_signals("digitalmicrograph", str(path), str(path))
    images = [signal for signal in signals if is_image(signal)]
    if not images:
        raise InputError(why_no_image(signals), where=str(path), hint="export one image as TIFF")
    yield [_picture(signal, kind) for signal in images]


def _picture(signal: dict[str, Any], kind: str) -> Picture:
    data = signal["data"]
    height, width = (int(n) for n in data.shape[-2:])
    title = str(signal["metadata"].get("General", {}).get("title", "")).strip()
    return Picture(
        name=title or kind,
        height_px=height,
        width_px=width,
        load=lambda frame: frame_of(data, frame),
        calibration=_calibration(signal, kind),
        frames=1 if data.ndim == 2 else int(data.shape[0]),
        is_preview=data.dtype.kind == "c",  # a Fourier transform beside its image
    )


def _calibration(signal: dict[str, Any], kind: str) -> Calibration:
    rows, columns = signal["axes"][-2:]
    found = calibrated(
        float(columns.get("scale") or 0.0),
        str(columns.get("units") or ""),
        f"{kind} calibration",
        y=float(rows.get("scale") or 0.0),
        unit_y=str(rows.get("units") or ""),
    )
    if found.nm_per_px is None and _says_diffraction(signal["original_metadata"]):
        return Calibration(reciprocal="no unit, in the mode DIFFRACTION", source=f"{kind} tags")
    return found


def _says_diffraction(tags: dict[str, Any]) -> bool:
    """Read the mode of the microscope; a scanning one has the operation mode SCANNING."""
    for part in ("ImageList", "TagGroup0", "ImageTags", "Microscope Info"):
        tags = tags.get(part) or {}
    return str(tags.get("Operation Mode", "")).strip().upper() == "DIFFRACTION"
