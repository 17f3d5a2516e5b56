"""One grey-scale picture from an electron microscope, with what its file says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError

# Rec. 601 luma: what every viewer and ImageJ use when a colour picture is shown as grey.
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)

_COLOUR, _GREY_PICTURE = 0.2, 0.08
"""Least difference of a coloured pixel's samples, and largest median one of a grey picture, over
the range of the samples: compression tints a little."""

_MOST_COLOURED = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Micrograph:
    """A micrograph as read from its file.

    Attributes:
        pixels: Intensities, float32, shape (height, width), in the file's own units, no NaN.
        nm_per_px: Size of a pixel in nanometres, or None where the file does not say; of pixels
            that are not square the root of their area.
        metadata_source: Which metadata gave the pixel size, such as ``"FEI tag"``, or None.
        path: The file, or None for an array.
        dtype: Data type in the file, such as ``"uint16"``.
        bit_depth: Bits per sample in the file.
        warnings: What a person should know about how the file was read.
        info: Other facts: ``format``; ``frames``, the number of images in the file, ``frame`` and
            ``channel``, number and name of this one.
        nm_per_px_yx: Height and width of a pixel where they differ, else None.
        coloured: (height, width) bool, what was drawn in colour into a grey picture; None where
            nothing was.
    """

    pixels: NDArray[np.float32]
    nm_per_px: float | None = None
    metadata_source: str | None = None
    path: Path | None = None
    dtype: str = "float32"
    bit_depth: int = 32
    warnings: tuple[str, ...] = ()
    info: Mapping[str, Any] = field(default_factory=dict)
    nm_per_px_yx: tuple[float, float] | None = None
    coloured: NDArray[np.bool_] | None = None

    @property
    def height_px(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def width_px(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @classmethod
    def from_array(
        cls,
        array: NDArray[Any],
        *,
        nm_per_px: float | None = None,
        nm_per_px_yx: tuple[float, float] | None = None,
        metadata_source: str | None = None,
        path: Path | None = None,
        warnings: tuple[str, ...] = (),
        info: Mapping[str, Any] | None = None,
    ) -> Micrograph:
        """Build a micrograph from grey or colour samples.

        Args:
            array: Shape (height, width), (height, width, 3) or (height, width, 4), real numbers.
            nm_per_px: Size of a pixel in nanometres, where known.
            nm_per_px_yx: Height and width of a pixel, where they differ.
            metadata_source: Where the pixel size comes from.
            path: The file that the samples come from.
            warnings: What the reader has to say already.
            info: Other facts.

        Returns:
            The micrograph; NaN and infinite samples are replaced by the median, with a warning.

        Raises:
            InputError: The array is not a picture.
        """
        where = str(path) if path is not None else "image"
        dtype = np.asarray(array).dtype
        grey = as_grey(np.asarray(array), where)
        pixels, repairs = _without_holes(grey, where)
        return cls(
            pixels=pixels,
            nm_per_px=nm_per_px,
            metadata_source=metadata_source if nm_per_px is not None else None,
            path=path,
            dtype=str(dtype),
            bit_depth=1 if dtype == np.bool_ else 8 * dtype.itemsize,
            warnings=(*warnings, *repairs),
            info=dict(info or {}),
            nm_per_px_yx=nm_per_px_yx,
            coloured=_coloured(np.asarray(array)),
        )


def as_grey(array: NDArray[Any], where: str) -> NDArray[np.float32]:
    """Turn grey or colour samples into grey ones.

    Args:
        array: Shape (height, width) or (height, width, samples) with 1 to 4 samples.
        where: Name for errors.

    Returns:
        float32, shape (height, width).

    Raises:
        InputError: Not a picture: empty, complex, wrong number of dimensions or not numbers.
    """
    if array.dtype.kind == "c":
        raise InputError(
            "holds complex numbers: a Fourier transform or a hologram, not a micrograph",
            where=where,
            hint="export the image itself",
        )
    if array.dtype.kind not in "buif":
        raise InputError(f"samples of type {array.dtype} are not an image", where=where)
    if array.ndim == 3 and array.shape[2] in (1, 2):
        array = array[:, :, 0]
    if array.size == 0 or not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))):
        raise InputError(
            f"data of shape {array.shape} are not one image",
            where=where,
            hint="give one two-dimensional image a file",
        )
    if array.ndim == 2:
        with np.errstate(over="ignore"):  # what becomes infinite is told with the other holes
            return np.ascontiguousarray(array, dtype=np.float32)
    return np.ascontiguousarray(array[:, :, :3].astype(np.float32) @ _LUMA)


def _coloured(array: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Where a picture that is grey elsewhere has colour; None for all others."""
    if array.ndim != 3 or array.shape[2] not in (3, 4):
        return None
    samples = array[:, :, :3].astype(np.float32)
    tint = samples.max(axis=2) - samples.min(axis=2)
    extent = float(np.nanmax(samples) - np.nanmin(samples))
    if not extent > 0 or float(np.nanmedian(tint)) > _GREY_PICTURE * extent:
        return None
    coloured = tint > _COLOUR * extent
    return coloured if 0 < coloured.mean() <= _MOST_COLOURED else None


def _without_holes(
    grey: NDArray[np.float32], where: str
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    good = np.isfinite(grey)
    missing = int(grey.size - np.count_nonzero(good))
    if missing == 0:
        return grey, ()
    if missing == grey.size:
        raise InputError("has no valid pixel: every one is NaN or infinite", where=where)
    filled = np.where(good, grey, np.float32(np.median(grey[good])))
    return filled, (f"{missing} NaN or infinite pixels were replaced by the median",)
