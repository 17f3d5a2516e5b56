"""TIFF through tifffile: samples of the first page; the tags are read in ``tiff_scale``."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.limits import check_shape
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.io.tiff_scale import pixel_size_from_tags

_CHANNELS = (3, 4)


def read_tiff(path: Path, kind: str) -> Micrograph:
    """Read the first image of a TIFF file and its pixel size.

    Args:
        path: The file.
        kind: ``"TIFF"``.

    Returns:
        The micrograph; further pages of the same size are named in a warning.

    Raises:
        InputError: Truncated, too large, without pages, or calibrated in reciprocal units.
    """
    import tifffile

    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # its complaints become our errors
    with tifffile.TiffFile(path) as tiff:
        if not tiff.pages:
            raise InputError("holds no image", where=str(path))
        page: Any = tiff.pages[0]
        check_shape(int(page.imagelength), int(page.imagewidth), str(path))
        _check_complete(page, path)
        samples = _as_shown(_samples(page, path), page)
        size, source = pixel_size_from_tags(tiff, page, str(path))
        frames = _count_frames(tiff)
    notes = (f"the file holds {frames} images; only the first is measured",) if frames > 1 else ()
    return Micrograph.from_array(
        samples,
        nm_per_px=size,
        metadata_source=source,
        path=path,
        warnings=notes,
        info={"format": kind, "frames": frames},
    )


def _check_complete(page: Any, path: Path) -> None:
    """Refuse files that end before their pixels do: decoders would fill in zeros."""
    size = path.stat().st_size
    parts = zip(page.dataoffsets, page.databytecounts, strict=False)
    if any(offset + count > size for offset, count in parts):
        raise InputError(
            "the file is truncated: it ends before its pixels do",
            where=str(path),
            hint="copy it again from the microscope",
        )


def _samples(page: Any, path: Path) -> NDArray[Any]:
    """Decode a page; what tifffile alone cannot decompress (LZW, JPEG) goes through libtiff."""
    try:
        samples = np.asarray(page.asarray())
    except ValueError as error:
        if "imagecodecs" not in str(error):
            raise
        from PIL import Image

        from ostwald.microscopy.io.raster import samples_of

        with Image.open(path, formats=["TIFF"]) as picture:
            return samples_of(picture)
    if samples.ndim == 3 and samples.shape[0] in _CHANNELS and samples.shape[2] not in _CHANNELS:
        samples = np.moveaxis(samples, 0, 2)  # planes stored one after the other
    while samples.ndim > 2 and samples.shape[-1] not in _CHANNELS:
        samples = samples[0] if samples.shape[0] <= samples.shape[-1] else samples[..., 0]
    return samples


def _as_shown(samples: NDArray[Any], page: Any) -> NDArray[Any]:
    """Apply the palette, and invert pictures whose zero means white."""
    colormap = page.colormap
    if colormap is not None and samples.ndim == 2 and samples.dtype.kind == "u":
        return np.moveaxis(np.asarray(colormap)[:, samples], 0, 2)
    if int(page.photometric) == 0 and samples.ndim == 2 and samples.dtype.kind in "ub":
        top = True if samples.dtype.kind == "b" else np.iinfo(samples.dtype).max
        inverted: NDArray[Any] = top ^ samples if samples.dtype.kind == "b" else top - samples
        return inverted
    return samples


def _count_frames(tiff: Any) -> int:
    """Count the images as large as the first (thumbnails do not count)."""
    series = tiff.series[0]
    others = [n for n, axis in zip(series.shape, series.axes, strict=False) if axis not in "YXS"]
    return max(1, math.prod(others)) if others else max(1, len(_same_size_series(tiff)))


def _same_size_series(tiff: Any) -> list[Any]:
    first = tiff.pages[0]
    return [
        s
        for s in tiff.series
        if (s.keyframe.imagelength, s.keyframe.imagewidth) == (first.imagelength, first.imagewidth)
    ]
