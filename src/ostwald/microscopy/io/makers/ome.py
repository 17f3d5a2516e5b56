"""OME-TIFF."""

from __future__ import annotations

import re
from typing import Any

from ostwald.microscopy.io.calibration import Calibration, calibrated
from ostwald.microscopy.io.makers.registry import maker

# A file of a set holds some of the images that its metadata describe.
_OTHER_FILES = (
    "the OME metadata describe {} images, of which the file holds {}: their sizes are not used"
)
_IMAGE = re.compile(r"<(?:\w+:)?Image[\s>]")
_CHANNEL = re.compile(r"<(?:\w+:)?Channel\b([^>]*)>")
_PIXELS = re.compile(r"<(?:\w+:)?Pixels\b([^>]*)>")


@maker("OME", believed="PhysicalSizeX and PhysicalSizeY of that very image", order=1)
def read(tiff: Any, _page: Any, series: int) -> Calibration | None:
    """Read the physical size of a pixel of one image of the OME-XML."""
    xml = tiff.ome_metadata or ""
    described = len(_IMAGE.findall(xml))
    if described > 1 and described != len(tiff.series):
        return Calibration(notes=(_OTHER_FILES.format(described, len(tiff.series)),))
    pixels = _PIXELS.search(_image_block(xml, series))
    if pixels is None:
        return None
    x = _attribute(pixels.group(1), "PhysicalSizeX")
    if x is None:
        return None
    y = _attribute(pixels.group(1), "PhysicalSizeY")
    unit = _attribute(pixels.group(1), "PhysicalSizeXUnit") or "µm"  # the default of the schema
    unit_y = _attribute(pixels.group(1), "PhysicalSizeYUnit") or ("µm" if y else None)
    return calibrated(float(x), unit, "OME metadata", y=float(y) if y else None, unit_y=unit_y)


def channels_of(xml: str, series: int) -> tuple[str, ...]:
    """Return the names of an image's channels.

    Args:
        xml: The OME-XML; empty where there is none.
        series: The image's number, from 0.

    Returns:
        One name a channel; nothing where one has none.
    """
    found = [_attribute(channel, "Name") for channel in _CHANNEL.findall(_image_block(xml, series))]
    return tuple(name for name in found if name) if all(found) else ()


def _image_block(xml: str, series: int) -> str:
    blocks = _IMAGE.split(xml)[1:]
    return blocks[series] if series < len(blocks) else ""


def _attribute(text: str, name: str) -> str | None:
    found = re.search(rf"""\b{name}\s*=\s*(["'])(.*?)\1""", text)
    return found.group(2) if found else None
