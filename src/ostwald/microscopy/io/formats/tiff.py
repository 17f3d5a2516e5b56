"""TIFF through tifffile; what its tags say of the pixel size is read by ``makers``."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.limits import check_shape
from ostwald.microscopy.io.makers import calibration_from_tags
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format

_CHANNELS = (3, 4)
_REDUCED, _MASK = 1, 4
_UNCOMPRESSED = 1
_PACKED_BITS = 12


@file_format(
    "TIFF",
    suffixes=(".tif", ".tiff"),
    signatures=((0, b"II*\x00"), (0, b"MM\x00*"), (0, b"II+\x00"), (0, b"MM\x00+")),
    believed="the tags of the maker, where they agree with each other and with the image's width; "
    "see the table of makers",
)
@contextmanager
def open_tiff(path: Path) -> Iterator[list[Picture]]:
    """List the series of a TIFF file: a single page, a stack, a thumbnail.

    Args:
        path: The file.

    Yields:
        One picture a series, in the file's order.

    Raises:
        InputError: It has no pages.
    """
    import tifffile

    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # its complaints become our errors
    with tifffile.TiffFile(path) as tiff:
        if not tiff.pages:
            raise InputError("holds no image", where=str(path))
        yield [_picture(tiff, number, path) for number in range(len(tiff.series))]


def _picture(tiff: Any, number: int, path: Path) -> Picture:
    series = tiff.series[number]
    page = series.keyframe
    stacked = [
        (axis, int(length))
        for axis, length in zip(series.axes, series.shape, strict=False)
        if axis not in "YXS"
    ]
    frames = max(1, math.prod(length for _, length in stacked))
    kind = int(page.subfiletype or 0)
    bits = page.bitspersample
    named = series.name and not series.name.startswith("Series")
    return Picture(
        name=series.name if named else f"page {page.index + 1}",
        height_px=int(page.imagelength),
        width_px=int(page.imagewidth),
        load=lambda frame: _load(series, frame, frames, path),
        calibration=calibration_from_tags(tiff, page, number),
        frames=frames,
        frame_names=_channel_names(tiff, number, stacked),
        is_preview=bool(kind & (_REDUCED | _MASK)),
        is_peer=bool(tiff.is_ome),
        depth_bits=bits if bits == _PACKED_BITS else None,
    )


def _channel_names(tiff: Any, number: int, stacked: list[tuple[str, int]]) -> tuple[str, ...]:
    """Names of the frames of an OME or ImageJ file, where its channels or slices have names."""
    from ostwald.microscopy.io.makers.ome import channels_of

    lengths = [length for _, length in stacked]
    count = math.prod(lengths)
    labels = (tiff.imagej_metadata or {}).get("Labels") or ()
    if count > 1 and len(labels) == count:
        return tuple(str(label).splitlines()[0] for label in labels)
    names = channels_of(tiff.ome_metadata or "", number)
    axes = [axis for axis, _ in stacked]
    if "C" not in axes or len(names) != lengths[axes.index("C")]:
        return ()
    places = np.indices(lengths)[axes.index("C")].ravel()
    return tuple(names[place] for place in places)


def _load(series: Any, frame: int, frames: int, path: Path) -> NDArray[Any]:
    pages = [page for page in series.pages if page is not None]
    page = series.keyframe
    where = str(path)
    if frames > 1 and len(pages) == frames:
        page = pages[frame]
        page = page.aspage() if hasattr(page, "aspage") else page
    elif frames > 1:
        return _of_one_block(series, frame, frames, where)
    _check_complete(page, path)
    return _as_shown(_samples(page, path), page)


def _of_one_block(series: Any, frame: int, frames: int, where: str) -> NDArray[Any]:
    """Take a frame of a stack whose pixels follow one tag directory, as ImageJ writes them."""
    page = series.keyframe
    height, width = int(page.imagelength), int(page.imagewidth)
    if series.dataoffset is not None:
        samples = int(series.size) // (frames * height * width)
        block = np.memmap(
            series.parent.filehandle.path,
            dtype=series.parent.byteorder + series.dtype.char,
            mode="r",
            offset=int(series.dataoffset) + frame * height * width * samples * page.dtype.itemsize,
            shape=(height, width, samples) if samples > 1 else (height, width),
        )
        return np.array(block)
    check_shape(height * frames, width, where)  # all of them are decoded for the one
    stack = series.asarray()
    return np.asarray(stack.reshape(frames, *stack.shape[-2:])[frame])


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
    if page.bitspersample == _PACKED_BITS and int(page.compression) == _UNCOMPRESSED:
        return _unpacked(page)
    try:
        samples = np.asarray(page.asarray())
    except ValueError as error:
        if "imagecodecs" not in str(error) or page.index != 0:
            raise
        from PIL import Image, UnidentifiedImageError

        from ostwald.microscopy.io.formats.raster import samples_of

        try:
            with Image.open(path, formats=["TIFF"]) as picture:
                return samples_of(picture)
        except UnidentifiedImageError:
            raise error from None
    if samples.ndim == 3 and samples.shape[0] in _CHANNELS and samples.shape[2] not in _CHANNELS:
        samples = np.moveaxis(samples, 0, 2)  # planes stored one after the other
    while samples.ndim > 2 and samples.shape[-1] not in _CHANNELS:
        samples = samples[0] if samples.shape[0] <= samples.shape[-1] else samples[..., 0]
    return samples


def _unpacked(page: Any) -> NDArray[np.uint16]:
    """Unpack 12-bit samples: two in three bytes, highest bits first, each row on a new byte."""
    if int(page.samplesperpixel) != 1 or page.is_tiled:
        raise NotImplementedError("tiles or colours of 12 bits")
    height, width = int(page.imagelength), int(page.imagewidth)
    row_bytes = (width * _PACKED_BITS + 7) // 8
    handle = page.parent.filehandle
    packed = bytearray()
    for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True):
        handle.seek(offset)
        packed += handle.read(count)
    rows = np.frombuffer(packed, np.uint8, height * row_bytes).reshape(height, row_bytes)
    padded = np.zeros((height, -(-width // 2) * 3), np.uint16)
    padded[:, :row_bytes] = rows
    first, middle, last = padded[:, 0::3], padded[:, 1::3], padded[:, 2::3]
    samples = np.empty((height, 2 * first.shape[1]), np.uint16)
    samples[:, 0::2] = first << 4 | middle >> 4
    samples[:, 1::2] = (middle & 15) << 8 | last
    return samples[:, :width]


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
