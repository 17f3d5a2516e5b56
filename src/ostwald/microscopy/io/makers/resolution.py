"""The resolution that every TIFF file may have."""

from __future__ import annotations

from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker, px_per_cm, tag
from ostwald.microscopy.io.units import pixel_size_from_print_resolution

# All bits set: what writers put for a number that they lack or that does not fit.
_NO_FIGURE = 2**32 - 1


@maker("any", believed="a resolution finer than 25,400 dpi, which no printer has", order=2)
def read(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the resolution of both axes."""
    if any(_NO_FIGURE in tag(page, f"{axis}Resolution") for axis in "XY"):
        return None
    x, y = (pixel_size_from_print_resolution(value * 2.54) for value in px_per_cm(page))
    return None if x is None or y is None else calibrated(x, "nm", "resolution tags", y=y)
