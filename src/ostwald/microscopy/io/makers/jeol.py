"""JEOL: the XML of SightX (transmission) and the text of their scanning microscopes."""

from __future__ import annotations

import re
from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker, px_per_cm, tag
from ostwald.microscopy.io.sidecar import jeol_text


@maker(
    "JEOL",
    believed="the camera's resolution over the magnification, in a magnification mode of the "
    "transmission microscope",
)
def read_tags(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read SightX: the resolution is the camera's, the magnification stands in the XML."""
    if not str(tag(page, "Make")).startswith("JEOL"):
        return None
    text = str(tag(page, "ImageDescription"))
    mode = re.search(r"<ModeString>([^<]*)</ModeString>", text)
    selector = re.search(r"<SelectorValue>([-+.\dEe]+)</SelectorValue>", text)
    if mode is None or selector is None:
        return None
    if mode.group(1).strip().upper() == "DIFF":
        return Calibration(reciprocal="1/nm", source="JEOL tags")
    scanning = re.search(r"<EosMode>\s*modeASID\s*</EosMode>", text)
    if scanning or "MAG" not in mode.group(1).upper():
        return None  # the selector's value is no magnification of the camera
    x, y = px_per_cm(page)
    magnification = float(selector.group(1))
    return calibrated(1.0 / (x * magnification), "cm", "JEOL tags", y=1.0 / (y * magnification))


@maker("JEOL text", believed="length and label of the micron bar, where the width is the image's")
def read_text(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the micron bar in the description."""
    return jeol_text(str(tag(page, "ImageDescription")), int(page.imagewidth))
