"""DM3/DM4, SER/EMI, EMD and MRC through RosettaSciIO."""

from __future__ import annotations

import importlib
import logging
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.limits import check_shape
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.io.units import is_reciprocal, pixel_size_nm

_MODULES = {
    "DM3": "rsciio.digitalmicrograph",
    "DM4": "rsciio.digitalmicrograph",
    "SER": "rsciio.tia",
    "EMI": "rsciio.tia",
    "EMD": "rsciio.emd",
    "MRC": "rsciio.mrc",
}


def read_microscope_file(path: Path, kind: str) -> Micrograph:
    """Read the first image of a microscope's own file.

    Args:
        path: The file.
        kind: One of ``DM3``, ``DM4``, ``SER``, ``EMI``, ``EMD``, ``MRC``.

    Returns:
        The micrograph; of a stack the first frame, with a warning.

    Raises:
        InputError: No image inside: spectra, diffraction patterns, four-dimensional data.
    """
    where = str(path)
    with _silenced():
        signals = importlib.import_module(_MODULES[kind]).file_reader(str(path), lazy=True)
        images = [signal for signal in signals if _is_image(signal)]
        if not images:
            raise InputError(_why_not(signals), where=where, hint="export one image as TIFF")
        signal = images[0]
        height, width = _image_shape(signal)
        check_shape(height, width, where)
        frame, frames = _first_frame(signal)
        samples = _plain_samples(np.asarray(frame.compute()))
    size, notes = _pixel_size(signal, where)
    frames *= len(images)
    if frames > 1:
        notes = (f"the file holds {frames} images; only the first is measured", *notes)
    return Micrograph.from_array(
        samples,
        nm_per_px=size,
        metadata_source=f"{kind} calibration",
        path=path,
        warnings=notes,
        info={"format": kind, "frames": frames},
    )


class _silenced(warnings.catch_warnings):  # noqa: N801 - used like the function it extends
    """Keep the readers' own warnings and log lines off the user's screen."""

    def __enter__(self) -> Any:
        self._logger = logging.getLogger("rsciio")
        self._level = self._logger.level
        self._logger.setLevel(logging.CRITICAL)
        entered = super().__enter__()
        warnings.simplefilter("ignore")
        return entered

    def __exit__(self, *details: Any) -> None:
        self._logger.setLevel(self._level)
        super().__exit__(*details)


def _image_axes(signal: dict[str, Any]) -> list[dict[str, Any]]:
    axes: list[dict[str, Any]] = list(signal["axes"])
    return axes[-2:]


def _image_shape(signal: dict[str, Any]) -> tuple[int, int]:
    height, width = signal["data"].shape[-2:]
    return int(height), int(width)


def _is_image(signal: dict[str, Any]) -> bool:
    """Two-dimensional, or a stack of such: spectra and 4D-STEM are told by their axes."""
    data, kind = signal["data"], str(signal["metadata"].get("Signal", {}).get("signal_type", ""))
    if data.ndim not in (2, 3) or "EDS" in kind or "EELS" in kind:
        return False
    units = [str(axis.get("units") or "") for axis in signal["axes"]]
    if any(unit.strip().lower() in ("ev", "kev") for unit in units):
        return False
    navigated = sum(bool(axis.get("navigate", False)) for axis in signal["axes"])
    return bool(navigated <= data.ndim - 2)


def _why_not(signals: list[dict[str, Any]]) -> str:
    if not signals:
        return "holds no data"
    shapes = ", ".join(" x ".join(map(str, signal["data"].shape)) for signal in signals[:3])
    return f"holds no image: spectra or four-dimensional data (shape {shapes})"


def _first_frame(signal: dict[str, Any]) -> tuple[Any, int]:
    data = signal["data"]
    return (data, 1) if data.ndim == 2 else (data[0], int(data.shape[0]))


def _plain_samples(samples: NDArray[Any]) -> NDArray[Any]:
    """Turn RosettaSciIO's record arrays of colour samples into an ordinary array."""
    if samples.dtype.names:
        return np.stack([samples[name] for name in samples.dtype.names[:3]], axis=-1)
    return samples


def _pixel_size(signal: dict[str, Any], where: str) -> tuple[float | None, tuple[str, ...]]:
    rows, columns = _image_axes(signal)
    unit = str(columns.get("units") or "")
    if is_reciprocal(unit):
        raise InputError(
            f"is a diffraction pattern: its pixels are calibrated in {unit}",
            where=where,
            hint="measure images, not diffraction patterns",
        )
    size = pixel_size_nm(abs(float(columns.get("scale", 0.0))), unit)
    other = pixel_size_nm(abs(float(rows.get("scale", 0.0))), str(rows.get("units") or ""))
    if size is None or other is None or abs(size - other) <= 0.01 * size:
        return size, ()
    note = f"pixels are not square ({size:.4g} x {other:.4g} nm); their mean side is used"
    return float(np.sqrt(size * other)), (note,)
