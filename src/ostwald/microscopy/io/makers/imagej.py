"""ImageJ and Fiji."""

from __future__ import annotations

from math import isclose
from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated, contradictory
from ostwald.microscopy.io.makers.registry import maker, px_per_cm, tag
from ostwald.microscopy.io.units import canonical_unit

# What ImageJ takes over from a print resolution, or writes when it knows nothing.
_NO_UNITS = ("", "inch", "in", "cm", "pixel", "pixels", "px")
# What other programs put into the resolution when they save the file again, in dots an inch.
_PRINT_DPI = (72, 96, 100, 150, 200, 240, 300, 400, 600, 1200)


@maker(
    "ImageJ",
    believed="the unit of the image and the resolution of both axes, where that is no print "
    "resolution of another program",
    order=1,
)
def read(tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the unit in the description and the pixels a unit in the resolution tags."""
    facts = tiff.imagej_metadata
    unit = str((facts or {}).get("unit") or "")
    if canonical_unit(unit) in _NO_UNITS:
        return None
    (a, b), (c, d) = tag(page, "XResolution"), tag(page, "YResolution")
    if any(isclose(dpi, one, rel_tol=1e-3) for dpi in _dpi(page) for one in _PRINT_DPI):
        return contradictory(
            f"unit {unit}, resolution {a / b:g} dots for a print", "ImageJ figures"
        )
    unit_y = str((facts or {}).get("yunit") or unit)
    return calibrated(b / a, unit, "ImageJ calibration", y=d / c, unit_y=unit_y)


def _dpi(page: Any) -> tuple[float, ...]:
    """Dots an inch; nothing where the resolution has no unit, as ImageJ itself writes it."""
    try:
        return tuple(2.54 * value for value in px_per_cm(page))
    except (KeyError, ValueError):
        return ()
