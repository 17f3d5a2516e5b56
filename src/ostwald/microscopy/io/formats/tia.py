"""SER and EMI of FEI's TIA, through RosettaSciIO.

The SER file holds the pixels and their size in metres, or in 1/m without saying so; the EMI file
of the same name holds the description, with the mode of the microscope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ostwald.errors import InputError
from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import file_format
from ostwald.microscopy.io.rosetta import frame_of, is_image, read_signals, why_no_image

_MODE = re.compile(rb"<Label>Mode</Label>\s*<Value>([^<]*)</Value>")
# No image has pixels of a metre; steps of a diffraction pattern are some 1e8 per metre.
_RECIPROCAL_STEP = 1.0


@file_format(
    "SER",
    suffixes=(".ser",),
    signatures=((0, b"II\x97\x01"),),
    believed="the step in metres, where neither its size nor the EMI file beside it tells of a "
    "diffraction pattern",
)
@contextmanager
def open_ser(path: Path) -> Iterator[list[Picture]]:
    """List the images of a SER file.

    Args:
        path: The file.

    Yields:
        One picture, with as many frames as the series.

    Raises:
        InputError: Spectra, or data of more dimensions.
    """
    yield [_picture(path, description_of(path), path.stem)]


@file_format(
    "EMI",
    suffixes=(".emi",),
    signatures=((0, b"JK\x00\x02"),),
    believed="the SER files that belong to it, which hold the pixels",
    unsigned=True,
)
@contextmanager
def open_emi(path: Path) -> Iterator[list[Picture]]:
    """List the images of the SER files that belong to an EMI file.

    Args:
        path: The file; of ``a.emi`` the series are ``a_1.ser``, ``a_2.ser``...

    Yields:
        One picture a SER file.

    Raises:
        InputError: No SER file lies beside it.
    """
    series = sorted(
        other
        for other in path.parent.iterdir()
        if other.suffix.lower() == ".ser" and other.stem.rpartition("_")[0] == path.stem
    )
    if not series:
        raise InputError(
            f"holds only the description of the image; its SER file ({path.stem}_1.ser) is missing",
            where=str(path),
            hint="copy the SER file from the microscope into the same folder",
        )
    yield [_picture(other, path, other.stem) for other in series]


def description_of(series: Path) -> Path | None:
    """Find the EMI file that a SER file belongs to.

    Args:
        series: The SER file.

    Returns:
        The EMI file beside it, or None.
    """
    stem = series.stem.rpartition("_")[0]
    for suffix in (".emi", ".EMI"):
        beside = series.with_name(stem + suffix)
        if stem and beside.is_file():
            return beside
    return None


def _picture(path: Path, description: Path | None, name: str) -> Picture:
    (signal, *_) = signals = read_signals("tia", str(path), str(path))
    if not is_image(signal):
        raise InputError(why_no_image(signals), where=str(path), hint="export one image as TIFF")
    data = signal["data"]
    height, width = (int(n) for n in data.shape[-2:])
    return Picture(
        name=name,
        height_px=height,
        width_px=width,
        load=lambda frame: frame_of(data, frame),
        calibration=_calibration(signal["original_metadata"], description),
        frames=1 if data.ndim == 2 else int(data.shape[0]),
    )


def _calibration(header: dict[str, Any], description: Path | None) -> Calibration:
    facts = header["ser_header_parameters"]
    # Of a series there is one step an image, all alike.
    x, y = (float(np.ravel(facts[f"CalibrationDelta{axis}"])[0]) for axis in "XY")
    if description is not None and _is_diffraction(description):
        return Calibration(reciprocal=f"1/m, says {description.name}", source="EMI description")
    if min(abs(x), abs(y)) > _RECIPROCAL_STEP:
        return Calibration(reciprocal="1/m", source="SER calibration")
    return calibrated(x, "m", "SER calibration", y=y)


def _is_diffraction(description: Path) -> bool:
    """Read the mode; scanning microscopes image in a mode that they call diffraction."""
    found = _MODE.search(description.read_bytes())
    mode = found.group(1).decode("latin-1").strip().lower() if found else ""
    return "diffraction" in mode and not mode.startswith("stem")
