"""Zeiss: SmartSEM.

``ap_width`` is the width of the field, ``ap_image_pixel_size`` the size of a pixel of the image,
and ``ap_pixel_size`` that of a pixel of the display, which has 1024 columns whatever the image has.
"""

from __future__ import annotations

from typing import Any

from ostwald.microscopy.io.calibration import Calibration, agree, calibrated, contradictory
from ostwald.microscopy.io.makers.registry import maker
from ostwald.microscopy.io.units import pixel_size_nm

_DISPLAY_PX = 1024
_SOURCE = "Zeiss tags"
# Place of the display's pixel size, in metres, in the unnamed block of older files.
_UNNAMED_SIZE = 3


@maker(
    "Zeiss",
    believed="field width over the image's columns, where it agrees with the pixel size of the "
    "image, or with that of the 1024 columns of the display",
)
def read(tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the SmartSEM tag."""
    facts = tiff.sem_metadata
    if not facts:
        return None
    columns = int(page.imagewidth)
    field = _length_nm(facts, "ap_width", columns)
    image = _length_nm(facts, "ap_image_pixel_size")
    display = _length_nm(facts, "ap_pixel_size")
    unnamed = facts.get("", ())
    if display is None and len(unnamed) > _UNNAMED_SIZE:
        display = pixel_size_nm(float(unnamed[_UNNAMED_SIZE]), "m")
    stated = image
    if stated is None and display is not None:
        stated = display * _DISPLAY_PX / columns
    if field is None:
        return None if stated is None else calibrated(stated, "nm", _SOURCE)
    told = [size for size in (image, stated, display) if size is not None]
    if told and not any(agree(field, size) for size in told):
        figures = f"field {field * columns:.4g} nm wide, pixel of {told[0]:.4g} nm"
        return contradictory(f"{figures}, image of {columns} px", _SOURCE)
    if image is not None and not agree(image, field):
        figures = f"pixel of the image {image:.4g} nm, field over columns {field:.4g} nm"
        return contradictory(figures, _SOURCE)
    return calibrated(field, "nm", _SOURCE)


def _length_nm(facts: Any, key: str, parts: int = 1) -> float | None:
    """Length of an entry (title, value, unit) divided into parts, in nm."""
    entry = facts.get(key)
    if not entry or len(entry) < 3:
        return None
    return pixel_size_nm(float(entry[1]) / parts, str(entry[2]))
