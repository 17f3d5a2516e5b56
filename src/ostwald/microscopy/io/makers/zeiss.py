"""Zeiss: SmartSEM.

``ap_width`` is the width of the field, ``ap_image_pixel_size`` the size of a pixel of the image,
and ``ap_pixel_size`` that of a pixel of the display, which has 1024 columns whatever the image has.
"""

from __future__ import annotations

import re
from typing import Any

from ostwald.microscopy.io.calibration import (
    Calibration,
    agree,
    calibrated,
    contradictory,
    is_display_width,
)
from ostwald.microscopy.io.makers.registry import maker, tag
from ostwald.microscopy.io.units import nm_per_unit

_TAG = 34118
_DISPLAY_PX = 1024
_SOURCE = "Zeiss tags"
# Place of the display's pixel size, in metres, in the unnamed block of older files.
_UNNAMED_SIZE = 3
_MAGNIFICATION = re.compile(r"([\d.]+)\s*([KM]?)\s*X", re.IGNORECASE)
_TIMES = {"": 1.0, "K": 1e3, "M": 1e6}


@maker(
    "Zeiss",
    believed="field width over the image's columns, where it agrees with the pixel size of the "
    "image, or with that of the 1024 columns of the display, and fits the magnification; the "
    "display's pixel alone, in an image of other columns, with a warning",
)
def read(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the SmartSEM tag."""
    facts = tag(page, _TAG)
    columns = int(page.imagewidth)
    field = _length_nm(facts, "ap_width", columns)
    image = _length_nm(facts, "ap_image_pixel_size")
    display = _length_nm(facts, "ap_pixel_size")
    unnamed = facts.get("", ())
    if display is None and len(unnamed) > _UNNAMED_SIZE:
        display = float(unnamed[_UNNAMED_SIZE]) * 1e9 or None
    shown = () if display is None else (display * _DISPLAY_PX / columns, display)
    if field is None:
        if image is None:
            return _of_display(shown[0], columns) if shown else None
        if shown and not any(agree(image, size) for size in shown):
            figures = f"pixel of the image {image:.4g} nm, of the display {display:.4g} nm"
            return contradictory(f"{figures}, image of {columns} px", _SOURCE)
        return calibrated(image, "nm", _SOURCE)
    told = shown if image is None else (image,)
    if told and not any(agree(field, size) for size in told):
        figures = f"field {field * columns:.4g} nm wide, pixel of {told[0]:.4g} nm"
        return contradictory(f"{figures}, image of {columns} px", _SOURCE)
    magnification = _magnification(facts)
    if magnification and not is_display_width(field * columns * magnification):
        figures = f"field {field * columns:.4g} nm wide at a magnification of {magnification:g}"
        return contradictory(figures, _SOURCE)
    return calibrated(field, "nm", _SOURCE)


def _of_display(nm_per_px: float, columns: int) -> Calibration:
    """Believe the display's pixel size, which nothing else confirms."""
    if columns == _DISPLAY_PX:
        return calibrated(nm_per_px, "nm", _SOURCE)
    note = (
        f"the Zeiss tags give the pixel of a display of {_DISPLAY_PX} columns; {nm_per_px:.4g} nm "
        f"was worked out for the image's {columns} and nothing in the file confirms it"
    )
    return calibrated(nm_per_px, "nm", _SOURCE, notes=(note,))


def _length_nm(facts: Any, key: str, parts: int = 1) -> float | None:
    """Length of an entry (title, value, unit) divided into parts, in nm."""
    entry = facts.get(key)
    factor = nm_per_unit(str(entry[2])) if entry and len(entry) > 2 else None
    return None if factor is None else float(entry[1]) * factor / parts or None


def _magnification(facts: Any) -> float | None:
    """Magnification of an entry such as ``Mag = 20.00 K X``."""
    found = _MAGNIFICATION.search(" ".join(str(part) for part in facts.get("ap_mag", ())[1:]))
    return float(found.group(1)) * _TIMES[found.group(2).upper()] if found else None
