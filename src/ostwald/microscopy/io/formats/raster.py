"""PNG, JPEG and BMP through Pillow."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.calibration import UNKNOWN, Calibration, calibrated
from ostwald.microscopy.io.limits import check_shape
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format
from ostwald.microscopy.io.units import pixel_size_from_print_resolution

if TYPE_CHECKING:
    from PIL.Image import Image

# The largest numbers that JPEG (dots an inch or cm) and PNG (pixels a metre) hold: writers put
# them where the true resolution is finer still.
_LARGEST = {
    "JPEG": (65_535, 65_535 * 2.54),
    "PNG": tuple(n * 0.0254 for n in (2**31 - 1, 2**32 - 1)),
}

_BELIEVED = (
    "a resolution finer than 25,400 dpi, which no printer has; the text that Hitachi or JEOL "
    "writes beside the picture, where it speaks of its width"
)


@file_format(
    "PNG",
    suffixes=(".png",),
    signatures=((0, b"\x89PNG\r\n\x1a\n"),),
    believed=_BELIEVED,
)
def open_png(path: Path) -> AbstractContextManager[list[Picture]]:
    """List the picture of a PNG file."""
    return _opened(path, "PNG")


@file_format(
    "JPEG",
    suffixes=(".jpg", ".jpeg", ".jpe"),
    signatures=((0, b"\xff\xd8\xff"),),
    believed=_BELIEVED,
)
def open_jpeg(path: Path) -> AbstractContextManager[list[Picture]]:
    """List the picture of a JPEG file."""
    return _opened(path, "JPEG")


@file_format("BMP", suffixes=(".bmp",), signatures=((0, b"BM"),), believed=_BELIEVED)
def open_bmp(path: Path) -> AbstractContextManager[list[Picture]]:
    """List the picture of a BMP file."""
    return _opened(path, "BMP")


@contextmanager
def _opened(path: Path, kind: str) -> Iterator[list[Picture]]:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we check ourselves
        try:
            picture = Image.open(path, formats=[kind])
        except Image.DecompressionBombError as error:
            raise InputError(
                "the image announces far too many pixels (a decompression bomb?)",
                where=str(path),
                hint="crop it or reduce its resolution",
            ) from error
        with picture:
            check_shape(picture.height, picture.width, str(path))
            yield [
                Picture(
                    name=kind,
                    height_px=picture.height,
                    width_px=picture.width,
                    load=lambda _frame: samples_of(picture),
                    calibration=_calibration(picture, kind),
                )
            ]


def samples_of(picture: Image) -> NDArray[Any]:
    """Decode a Pillow image of any mode.

    Args:
        picture: The opened image.

    Returns:
        Shape (height, width) or (height, width, 3), in the file's own depth where it is grey.
    """
    if picture.mode in ("L", "I", "I;16", "I;16B", "I;16L", "F", "1"):
        return np.asarray(picture)
    if picture.mode == "LA":
        return np.asarray(picture.getchannel("L"))
    return np.asarray(picture.convert("RGB"))


def _calibration(picture: Image, kind: str) -> Calibration:
    dpi = picture.info.get("dpi")
    if not dpi:
        return UNKNOWN
    resolution = [float(value) for value in dpi[:2]]
    if any(isclose(r, most, rel_tol=1e-4) for r in resolution for most in _LARGEST.get(kind, ())):
        return UNKNOWN
    width, height = (pixel_size_from_print_resolution(value) for value in resolution)
    if width is None or height is None:
        return UNKNOWN
    return calibrated(width, "nm", f"{kind} resolution", y=height)
