"""Olympus Soft Imaging Solutions (SIS)."""

from __future__ import annotations

from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker, tag

_SIS = 33560


@maker("Olympus/SIS", believed="pixelsizex and pixelsizey of the page that has the tag")
def read(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the SIS tag of a page: other pages of the file are previews without it."""
    if _SIS not in page.tags:
        return None
    facts = tag(page, _SIS)
    return calibrated(float(facts["pixelsizex"]), "m", "Olympus tags", y=float(facts["pixelsizey"]))
