"""MRC and CCP4 maps, as the cryo-EM programs and Direct Electron's cameras write them.

The header is described by Cheng et al., J. Struct. Biol. 192 (2015) 146, doi
10.1016/j.jsb.2015.04.002.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.io.calibration import (
    Calibration,
    agree,
    calibrated,
    contradictory,
)
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format

_HEADER_BYTES = 1024
_SAMPLES = {0: "i1", 1: "i2", 2: "f4", 6: "u2", 12: "f2"}
_COMPLEX = (3, 4)
# IMOD's stamp (bytes 152 to 155); bit 0 of the word behind it tells signed bytes.
_IMOD_STAMP = 1_146_047_817
# Of Thermo Fisher's extended header: bytes 156 and 164 hold the pixel size in metres.
_EXTENDED_SIZE_AT = 156


@dataclass(frozen=True, slots=True)
class _Header:
    order: str
    columns: int
    rows: int
    sections: int
    mode: int
    grid: tuple[int, int]
    cell_angstrom: tuple[float, float]
    extended_bytes: int
    extended_kind: bytes
    unsigned_bytes: bool


@file_format(
    "MRC",
    suffixes=(".mrc", ".mrcs", ".map", ".ccp4"),
    signatures=((208, b"MAP "), (208, b"MAP\x00")),
    believed="cell over grid, where both are positive, the grid is the image's size (Direct "
    "Electron writes -10 Å for unknown, others a cell of 1 Å) and agree with Thermo Fisher's "
    "extended header; exactly 1 Å with a warning",
    unsigned=True,
)
@contextmanager
def open_mrc(path: Path) -> Iterator[list[Picture]]:
    """List the stack of an MRC file.

    Args:
        path: The file.

    Yields:
        One picture with as many frames as the file has sections.

    Raises:
        InputError: The header is none, or announces more than the file holds.
        NotImplementedError: The samples are of a mode that no image has.
    """
    with path.open("rb") as handle:
        raw = handle.read(_HEADER_BYTES)
        header = _header(raw, str(path))
        extended = handle.read(min(header.extended_bytes, _HEADER_BYTES))
    sample = np.dtype(header.order + _sample_type(header, str(path)))
    start = _HEADER_BYTES + header.extended_bytes
    frame_bytes = header.rows * header.columns * sample.itemsize
    if path.stat().st_size < start + frame_bytes * header.sections:
        raise InputError(
            "the file is truncated: it ends before its pixels do",
            where=str(path),
            hint="copy it again from the microscope",
        )

    def load(frame: int) -> NDArray[Any]:
        count = header.rows * header.columns
        samples = np.fromfile(path, sample, count, offset=start + frame * frame_bytes)
        return samples.reshape(header.rows, header.columns)

    yield [
        Picture(
            name="MRC",
            height_px=header.rows,
            width_px=header.columns,
            load=load,
            calibration=_calibration(header, extended),
            frames=header.sections,
        )
    ]


def _header(raw: bytes, where: str) -> _Header:
    """Read the header in the byte order in which its numbers make sense."""
    for order in "<>":
        if len(raw) < _HEADER_BYTES:
            break
        numbers = np.frombuffer(raw, order + "i4")
        lengths = np.frombuffer(raw, order + "f4")
        header = _Header(
            order=order,
            columns=int(numbers[0]),
            rows=int(numbers[1]),
            sections=int(numbers[2]),
            mode=int(numbers[3]),
            grid=(int(numbers[7]), int(numbers[8])),
            cell_angstrom=(float(lengths[10]), float(lengths[11])),
            extended_bytes=int(numbers[23]),
            extended_kind=raw[104:108],
            unsigned_bytes=_unsigned_bytes(numbers, lengths),
        )
        sizes = (header.columns, header.rows, header.sections)
        possible = 0 <= header.mode < 128 and header.extended_bytes >= 0
        if possible and all(0 < n < 2**24 for n in sizes):
            return header
    raise InputError(
        "cannot be read as MRC, it seems to be damaged (its header has no sizes)",
        where=where,
        hint="copy or export it again",
    )


def _unsigned_bytes(numbers: NDArray[np.int32], lengths: NDArray[np.float32]) -> bool:
    """Tell old writers' unsigned bytes by IMOD's mark or a largest value that signed ones lack."""
    if int(numbers[38]) == _IMOD_STAMP:
        return not int(numbers[39]) & 1
    smallest, largest = float(lengths[19]), float(lengths[20])
    return smallest >= 0 and 127 < largest <= 255


def _sample_type(header: _Header, where: str) -> str:
    if header.mode in _COMPLEX:
        raise InputError(
            "holds complex numbers: a Fourier transform, not a micrograph",
            where=where,
            hint="export the image itself",
        )
    if header.mode not in _SAMPLES:
        raise NotImplementedError(f"samples of mode {header.mode}")
    return "u1" if header.mode == 0 and header.unsigned_bytes else _SAMPLES[header.mode]


def _calibration(header: _Header, extended: bytes) -> Calibration:
    told = _from_extended(header, extended)
    if min(header.grid) > 0 and header.grid != (header.columns, header.rows):
        figures = (
            f"a grid of {header.grid[0]} x {header.grid[1]} for {header.columns} x {header.rows}"
        )
        return contradictory(f"{figures} pixels", "MRC header's figures")
    x, y = (
        length / count if count > 0 and length > 0 else 0.0
        for length, count in zip(header.cell_angstrom, header.grid, strict=True)
    )
    if x == 0.0 or y == 0.0 or header.cell_angstrom == (1.0, 1.0):
        return told or Calibration()
    if told is not None and told.nm_per_px is not None and not agree(told.nm_per_px[1], 0.1 * x):
        figures = f"header {0.1 * x:.4g} nm, extended header {told.nm_per_px[1]:.4g} nm"
        return contradictory(figures, "MRC headers")
    return calibrated(x, "Å", "MRC header", y=y)


def _from_extended(header: _Header, extended: bytes) -> Calibration | None:
    end = _EXTENDED_SIZE_AT + 16
    if header.extended_kind not in (b"FEI1", b"FEI2") or len(extended) < end:
        return None
    x, y = np.frombuffer(extended[_EXTENDED_SIZE_AT:end], header.order + "f8")
    if not (np.isfinite(x) and np.isfinite(y) and x > 0 and y > 0):
        return None
    return calibrated(float(x), "m", "MRC extended header", y=float(y))
