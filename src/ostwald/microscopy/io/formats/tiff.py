"""TIFF through tifffile; what its tags say of the pixel size is read by ``makers``."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.limits import check_shape
from ostwald.microscopy.io.makers import calibration_from_tags
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format

_REDUCED, _MASK = 1, 4
_UNCOMPRESSED = 1
_PACKED_BITS = 12
# Series that tifffile puts together of pages of one size, not because a program says so.
_OF_PAGES = ("uniform", "generic")
# Photometric interpretations. The first sample of Lab is the lightness, that of YCbCr the
# luminance; decoders of JPEG and its successors turn YCbCr into RGB themselves.
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _CMYK, _YCBCR = 0, 1, 5, 6
_LAB = (8, 9, 10)
_CONVERTED = (6, 7, 33003, 33004, 33005, 33007, 34712, 34892, 50001, 50002)


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
        numbers = range(len(tiff.series))
        yield [picture for number in numbers for picture in _pictures(tiff, number, path)]


def _pictures(tiff: Any, number: int, path: Path) -> Iterator[Picture]:
    """A series as one picture, or its pages one by one where each has a calibration of its own."""
    whole = _picture(tiff, number, path)
    series = tiff.series[number]
    if series.kind not in _OF_PAGES or whole.frames != len(series.pages) or whole.frames < 2:
        yield whole
        return
    pages = [page.aspage() if hasattr(page, "aspage") else page for page in series.pages]
    found = [calibration_from_tags(tiff, page, number) for page in pages]
    if all(calibration == found[0] for calibration in found):
        yield whole
        return
    for frame, (page, calibration) in enumerate(zip(pages, found, strict=True)):
        yield replace(
            whole,
            name=f"page {page.index + 1}",
            load=partial(_nth, whole, frame),
            calibration=calibration,
            frames=1,
        )


def _nth(stack: Picture, frame: int, _first: int) -> NDArray[Any]:
    return stack.load(frame)


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
        depth_bits=bits if bits % 8 else None,
        notes=_notes(tiff, page, frames),
    )


def _notes(tiff: Any, page: Any, frames: int) -> tuple[str, ...]:
    """Say what of an image is left out, and what its description promises but the file lacks."""
    notes = []
    count = int(page.samplesperpixel)
    unnamed = [int(kind) for kind in page.extrasamples].count(0)
    if int(page.photometric) in (_WHITE_IS_ZERO, _BLACK_IS_ZERO) and unnamed:
        notes.append(f"each pixel has {count} values that are no colours; the first is measured")
    announced = int((tiff.imagej_metadata or {}).get("images") or 0)
    if len(tiff.pages) == 1 and announced > frames:
        notes.append(f"the file announces {announced} images and holds {frames}: it is truncated")
    return tuple(notes)


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
    pages = list(series.pages)
    page = series.keyframe
    if frames > 1 and len(pages) == frames:
        page = pages[frame]
        if page is None:
            raise InputError(
                "this image lies in another file of its set, which is missing",
                where=str(path),
                hint="copy all files of the set into the folder",
            )
        page = page.aspage() if hasattr(page, "aspage") else page
    elif frames > 1:
        return _as_shown(_of_one_block(series, frame, frames, path), page)
    if page.parent.filehandle.closed:  # of another file of the set; closed with the first
        page.parent.filehandle.open()
    _check_complete(page, path)
    return _as_shown(_samples(page, path), page)


def _of_one_block(series: Any, frame: int, frames: int, path: Path) -> NDArray[Any]:
    """Take a frame of a stack whose pixels follow one tag directory, as ImageJ writes them."""
    axes = "".join(axis for axis in series.axes if axis in "YXS")
    shape = tuple(int(series.shape[series.axes.index(axis)]) for axis in axes)
    if series.dataoffset is None:
        page = series.keyframe
        check_shape(int(page.imagelength) * frames, int(page.imagewidth), str(path))
        return _plane(series.asarray().reshape(frames, *shape)[frame], axes)  # all are decoded
    dtype = np.dtype(series.parent.byteorder + series.dtype.char)
    start = int(series.dataoffset) + frame * math.prod(shape) * dtype.itemsize
    handle = series.parent.filehandle
    _check_end(start + math.prod(shape) * dtype.itemsize, handle, path)
    return _plane(np.array(np.memmap(handle.path, dtype, "r", start, shape)), axes)


def _check_complete(page: Any, path: Path) -> None:
    """Refuse files that end before their pixels do: decoders would fill in zeros."""
    parts = list(zip(page.dataoffsets, page.databytecounts, strict=False))
    end = max((offset + count for offset, count in parts), default=0)
    _check_end(end, page.parent.filehandle, path)
    empty = sum(count == 0 for _, count in parts)
    if empty:
        raise InputError(
            f"parts of the image are missing: {empty} of its {len(parts)} pieces are empty",
            where=str(path),
            hint="copy or export it again",
        )


def _check_end(end: int, handle: Any, path: Path) -> None:
    if end > handle.size:  # of a set, the pixels may lie in another file
        raise InputError(
            "the file is truncated: it ends before its pixels do",
            where=str(path),
            hint="copy it again from the microscope",
        )


def _plane(samples: NDArray[Any], axes: str) -> NDArray[Any]:
    """Bring an array to (height, width[, samples]); of further axes the first place is taken."""
    for axis in axes:
        if axis not in "YXS":
            samples = samples.take(0, axes.index(axis))
            axes = axes.replace(axis, "")
    return np.moveaxis(samples, axes.index("S"), -1) if "S" in axes else samples


def _samples(page: Any, path: Path) -> NDArray[Any]:
    """Decode a page; what tifffile alone cannot decompress (LZW, JPEG) goes through libtiff."""
    if page.bitspersample == _PACKED_BITS and int(page.compression) == _UNCOMPRESSED:
        return _unpacked(page)
    try:
        return _plane(np.asarray(page.asarray()), page.axes)
    except (ValueError, ImportError) as error:
        lacks_decoder = isinstance(error, ImportError) or "imagecodecs" in str(error)
        if not lacks_decoder or page.index != 0:
            raise
        from PIL import Image

        from ostwald.microscopy.io.formats.raster import samples_of

        try:
            with Image.open(path, formats=["TIFF"]) as picture:
                samples = samples_of(picture)
                inverted = picture.mode in ("1", "L") and int(page.photometric) == _WHITE_IS_ZERO
                return _inverted(samples) if inverted else samples
        except OSError:
            raise error from None


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
    """Turn colours into RGB or grey, apply the palette, invert where zero means white."""
    colormap, photometric = page.colormap, int(page.photometric)
    if samples.ndim == 3 and photometric == _CMYK and samples.shape[2] > 3:
        top = float(np.iinfo(samples.dtype).max) if samples.dtype.kind == "u" else 1.0
        light = 1.0 - samples[..., :4].astype(np.float32) / top
        return np.asarray(light[..., :3] * light[..., 3:] * top)
    raw_ycbcr = photometric == _YCBCR and int(page.compression) not in _CONVERTED
    if samples.ndim == 3 and (raw_ycbcr or photometric in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, *_LAB)):
        samples = samples[..., 0]
    if colormap is not None and samples.ndim == 2 and samples.dtype.kind == "u":
        return np.moveaxis(np.asarray(colormap)[:, samples], 0, 2)
    return _inverted(samples) if photometric == _WHITE_IS_ZERO else samples


def _inverted(samples: NDArray[Any]) -> NDArray[Any]:
    return -samples if samples.dtype.kind == "f" else ~samples
