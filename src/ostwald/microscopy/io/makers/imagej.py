"""ImageJ and Fiji."""

from __future__ import annotations

from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker, tag
from ostwald.microscopy.io.units import canonical_unit

# What ImageJ takes over from a print resolution, or writes when it knows nothing.
_NO_UNITS = ("", "inch", "in", "cm", "pixel", "pixels", "px")


@maker("ImageJ", believed="the unit of the image and the resolution of both axes", order=1)
def read(tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the unit in the description and the pixels a unit in the resolution tags."""
    facts = tiff.imagej_metadata
    unit = str((facts or {}).get("unit") or "")
    if canonical_unit(unit) in _NO_UNITS:
        return None
    (a, b), (c, d) = tag(page, "XResolution"), tag(page, "YResolution")
    unit_y = str((facts or {}).get("yunit") or unit)
    return calibrated(b / a, unit, "ImageJ calibration", y=d / c, unit_y=unit_y)
