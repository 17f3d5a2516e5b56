"""EMD through h5py: Velox (Thermo Fisher) and the open format of the NCEM."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format
from ostwald.microscopy.io.units import canonical_unit, is_reciprocal, nm_per_unit

_VELOX_IMAGES = "Data/Image"
# Detectors of X-rays: an image of theirs is the map of an element.
_XRAY = re.compile(r"super.?x|eds|edx|x-?ray", re.IGNORECASE)


@file_format(
    "EMD",
    suffixes=(".emd",),
    signatures=((0, b"\x89HDF\r\n\x1a\n"),),
    believed="Velox: the pixel size in the image's own metadata; NCEM: the step of its dimension "
    "vectors, where they have a unit of length and even steps",
)
@contextmanager
def open_emd(path: Path) -> Iterator[list[Picture]]:
    """List the images of an EMD file; spectra and spectrum images beside them are left alone.

    Args:
        path: The file.

    Yields:
        One picture a detector (Velox) or data group (NCEM).

    Raises:
        InputError: Spectra, four-dimensional data, or nothing.
    """
    import h5py

    with h5py.File(path, "r") as file:
        if _VELOX_IMAGES in file:
            pictures = [
                _velox(group) for group in file[_VELOX_IMAGES].values() if _is_velox_image(group)
            ]
            refused: list[tuple[int, ...]] = []
        else:
            pictures, refused = _ncem(file)
        if not pictures:
            shapes = ", ".join(" x ".join(map(str, shape)) for shape in refused[:3])
            what = f": spectra or four-dimensional data (shape {shapes})" if shapes else ""
            raise InputError(
                f"holds no image{what}", where=str(path), hint="export one image as TIFF"
            )
        yield pictures


def _is_velox_image(group: Any) -> bool:
    data = group.get("Data")
    # Fourier transforms are stored as pairs of numbers; a scan that was stopped has no frames.
    return bool(data is not None and data.ndim == 3 and data.size and data.dtype.kind in "buif")


def _velox(group: Any) -> Picture:
    data = group["Data"]
    result = _velox_facts(group)
    detector = str(result.get("Detector") or "image")
    is_map = _XRAY.search(detector) is not None
    size = result.get("PixelSize", {})
    try:
        calibration = calibrated(
            float(size["width"]),
            str(result.get("PixelUnitX") or ""),
            "EMD calibration",
            y=float(size["height"]),
            unit_y=str(result.get("PixelUnitY") or ""),
        )
    except (KeyError, TypeError, ValueError):
        calibration = Calibration()
    height, width, frames = (int(n) for n in data.shape)
    return Picture(
        name=f"{detector} map" if is_map else detector,
        height_px=height,
        width_px=width,
        load=lambda frame: np.asarray(data[:, :, frame]),
        calibration=calibration,
        frames=max(1, frames),
        is_preview=is_map,
    )


def _velox_facts(group: Any) -> dict[str, Any]:
    """Read the metadata of an image; an image is no worse for lacking them."""
    try:
        text = bytes(np.asarray(group["Metadata"][:, 0])).partition(b"\x00")[0]
        return dict(json.loads(text.decode("utf-8", "replace"))["BinaryResult"])
    except (KeyError, TypeError, ValueError):
        return {}


def _ncem(file: Any) -> tuple[list[Picture], list[tuple[int, ...]]]:
    """Find every group of data with its dimension vectors, and the shapes that are no image."""
    pictures: list[Picture] = []
    refused: list[tuple[int, ...]] = []

    def visit(name: str, group: Any) -> None:
        data: Any = group.get("data") if hasattr(group, "get") else None
        first = next((n for n in (0, 1) if hasattr(group, "get") and f"dim{n}" in group), None)
        if first is None or not hasattr(data, "shape"):
            return
        axes = [group.get(f"dim{first + k}") for k in range(data.ndim)]
        picture = _ncem_picture(name.rsplit("/", 1)[-1], data, axes)
        if picture is None:
            refused.append(tuple(data.shape))
        else:
            pictures.append(picture)

    file.visititems(visit)
    return pictures, refused


def _ncem_picture(name: str, data: Any, axes: list[Any]) -> Picture | None:
    units = [_unit(axis) for axis in axes]
    energies = any(canonical_unit(unit) in ("ev", "kev") for unit in units)
    if data.ndim not in (2, 3) or data.dtype.kind not in "buif" or energies:
        return None
    stack = _stack_axis(units, data.shape) if data.ndim == 3 else None
    plane = [k for k in range(data.ndim) if k != stack]
    steps = [_step(axes[k]) for k in plane]
    calibration = Calibration()
    if all(step is not None for step in steps):
        rows, columns = plane
        calibration = calibrated(
            steps[1] or 0.0, units[columns], "EMD calibration", y=steps[0], unit_y=units[rows]
        )

    def load(frame: int) -> NDArray[Any]:
        place = tuple(frame if k == stack else slice(None) for k in range(data.ndim))
        return np.asarray(data[place])

    return Picture(
        name=name.strip("_") or "image",
        height_px=int(data.shape[plane[0]]),
        width_px=int(data.shape[plane[1]]),
        load=load,
        calibration=calibration,
        frames=1 if stack is None else int(data.shape[stack]),
    )


def _stack_axis(units: list[str], shape: tuple[int, ...]) -> int:
    """Of three axes, the one whose kind of unit, else whose length is unlike; else the first."""
    kinds = [(nm_per_unit(unit) is not None, is_reciprocal(unit)) for unit in units]
    alike: list[list[Any]] = [kinds, [canonical_unit(unit) for unit in units], list(shape)]
    for facts in alike:
        unlike = [k for k, fact in enumerate(facts) if facts.count(fact) == 1]
        if len(unlike) == 1:
            return unlike[0]
    return 0


def _unit(axis: Any) -> str:
    value = axis.attrs.get("units", "") if axis is not None else ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _step(axis: Any) -> float | None:
    if axis is None or axis.ndim != 1 or axis.shape[0] < 2 or axis.dtype.kind not in "iuf":
        return None
    steps = np.diff(np.asarray(axis, dtype=float))
    even = np.allclose(steps, steps[0], rtol=1e-3, atol=0.0)
    return float(abs(steps[0])) if even and steps[0] != 0 else None
