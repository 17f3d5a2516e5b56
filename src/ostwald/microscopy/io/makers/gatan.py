"""Gatan: TIFF exported by DigitalMicrograph."""

from __future__ import annotations

from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker, tag

_UNIT_X, _UNIT_Y, _SCALE_X, _SCALE_Y = 65003, 65004, 65009, 65010


@maker("Gatan", believed="scale and unit of both axes (tags 65003, 65004, 65009, 65010)")
def read(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the private tags of a page."""
    if _UNIT_X not in page.tags or _SCALE_X not in page.tags:
        return None
    y = float(tag(page, _SCALE_Y)) if _SCALE_Y in page.tags else None
    unit_y = str(tag(page, _UNIT_Y)) if _UNIT_Y in page.tags else None
    return calibrated(
        float(tag(page, _SCALE_X)), str(tag(page, _UNIT_X)), "Gatan tags", y=y, unit_y=unit_y
    )
