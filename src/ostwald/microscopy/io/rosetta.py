"""What the readers of microscopes' own formats share: RosettaSciIO (extra ``formats``)."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError


def read_signals(module: str, filename: str, where: str) -> list[dict[str, Any]]:
    """Read a file through RosettaSciIO, without decoding it where it can.

    Args:
        module: Name of its reader, such as ``"tia"``.
        filename: The file.
        where: The same, for errors.

    Returns:
        Its signals: ``data``, ``axes``, ``metadata``, ``original_metadata``.

    Raises:
        MissingExtraError: RosettaSciIO is not installed.
        InputError: The file holds no data.
    """
    from ostwald._optional import require

    reader = require(f"rsciio.{module}", "formats").file_reader
    with Silenced():
        try:
            signals: list[dict[str, Any]] = reader(filename, lazy=True)
        except ValueError as error:
            if "Lazy loading" not in str(error):  # colour cannot be read piece by piece
                raise
            signals = reader(filename, lazy=False)
    if not signals:
        raise InputError("holds no data", where=where, hint="export the image itself as TIFF")
    return signals


class Silenced(warnings.catch_warnings):
    """Keep the readers' own warnings and log lines off the user's screen."""

    def __enter__(self) -> Any:
        """Turn them off."""
        self._logger = logging.getLogger("rsciio")
        self._level = self._logger.level
        self._logger.setLevel(logging.CRITICAL)
        entered = super().__enter__()
        warnings.simplefilter("ignore")
        return entered

    def __exit__(self, *details: Any) -> None:
        """Turn them on again."""
        self._logger.setLevel(self._level)
        super().__exit__(*details)


def is_image(signal: dict[str, Any]) -> bool:
    """Tell images and stacks of images from spectra and four-dimensional data.

    Args:
        signal: A signal of RosettaSciIO.

    Returns:
        True for two dimensions or a stack of such, by the kinds of its axes.
    """
    data, kind = signal["data"], str(signal["metadata"].get("Signal", {}).get("signal_type", ""))
    if data.ndim not in (2, 3) or "EDS" in kind or "EELS" in kind:
        return False
    units = [str(axis.get("units") or "") for axis in signal["axes"]]
    if any(unit.strip().lower() in ("ev", "kev") for unit in units):
        return False
    navigated = sum(bool(axis.get("navigate", False)) for axis in signal["axes"])
    return bool(navigated <= data.ndim - 2)


def why_no_image(signals: list[dict[str, Any]]) -> str:
    """Say what a file without image holds.

    Args:
        signals: All of its signals.

    Returns:
        The problem, for an error.
    """
    shapes = ", ".join(" x ".join(map(str, signal["data"].shape)) for signal in signals[:3])
    return f"holds no image: spectra or four-dimensional data (shape {shapes})"


def frame_of(data: Any, frame: int) -> NDArray[Any]:
    """Decode one frame; colours as an ordinary array.

    Args:
        data: (height, width) or (frames, height, width), perhaps not decoded yet.
        frame: Its number, from 0.

    Returns:
        (height, width) or (height, width, 3).
    """
    part = data if data.ndim == 2 else data[frame]
    with Silenced():
        samples = np.asarray(part.compute() if hasattr(part, "compute") else part)
    if samples.dtype.names:
        return np.stack([samples[name] for name in samples.dtype.names[:3]], axis=-1)
    return samples
