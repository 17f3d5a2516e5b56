"""PNG, JPEG and BMP through Pillow."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.limits import check_shape
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.io.units import pixel_size_from_print_resolution

if TYPE_CHECKING:
    from PIL.Image import Image


def read_raster(path: Path, kind: str) -> Micrograph:
    """Read a picture.

    Args:
        path: The file.
        kind: ``"PNG"``, ``"JPEG"`` or ``"BMP"``.

    Returns:
        The micrograph; these formats carry a pixel size only when some program wrote one as a
        resolution far finer than any printer's.

    Raises:
        InputError: The picture is too large.
    """
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
            samples = samples_of(picture)
            size = _size_from_resolution(picture)
    return Micrograph.from_array(
        samples,
        nm_per_px=size,
        metadata_source=f"{kind} resolution",
        path=path,
        info={"format": kind},
    )


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


def _size_from_resolution(picture: Image) -> float | None:
    dpi = picture.info.get("dpi")
    return pixel_size_from_print_resolution(float(dpi[0])) if dpi else None
