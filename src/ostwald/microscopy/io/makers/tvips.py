"""TVIPS cameras."""

from __future__ import annotations

from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker, tag

_TAG = 37706


@maker("TVIPS", believed="PixelSizeX and PixelSizeY, where they are not zero")
def read(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the TVIPS tag, in nm."""
    facts = tag(page, _TAG)
    if not float(facts["PixelSizeX"]):
        return None
    y = float(facts.get("PixelSizeY") or 0.0)
    return calibrated(float(facts["PixelSizeX"]), "nm", "TVIPS tags", y=y or None)
