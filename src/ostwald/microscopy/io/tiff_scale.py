"""The pixel size in the tags of a TIFF file, one small reader a maker.

The tags are documented by tifffile and, for the calibrations, by the makers' own manuals and the
readers of HyperSpy/RosettaSciIO (https://hyperspy.org/rosettasciio). A reader returns (value,
unit), or None where its tags are absent or say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ostwald.errors import InputError
from ostwald.microscopy.io.units import (
    is_reciprocal,
    pixel_size_from_print_resolution,
    pixel_size_nm,
)

Calibration = tuple[float, str]

_INCH, _CENTIMETRE = 2, 3


def pixel_size_from_tags(tiff: Any, page: Any, where: str) -> tuple[float | None, str | None]:
    """Find the pixel size in a TIFF file's tags.

    Args:
        tiff: An open ``tifffile.TiffFile``.
        page: Its first page.
        where: The file, for errors.

    Returns:
        Nanometres a pixel and the name of the tags, or (None, None).

    Raises:
        InputError: The tags are those of a diffraction pattern.
    """
    for name, reader in _READERS:
        try:
            found = reader(tiff, page)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, ZeroDivisionError):
            continue  # a damaged tag is as good as none: the scale bar may still be read
        if found is None:
            continue
        value, unit = found
        if is_reciprocal(unit):
            raise InputError(
                f"is a diffraction pattern: its pixels are calibrated in {unit}",
                where=where,
                hint="measure images, not diffraction patterns",
            )
        size = pixel_size_nm(value, unit)
        if size is not None:
            return size, name
    return None, None


def _digital_micrograph(_tiff: Any, page: Any) -> Calibration | None:
    # Gatan DigitalMicrograph export: 65003 unit and 65009 scale of x.
    if 65003 not in page.tags or 65009 not in page.tags:
        return None
    return float(page.tags[65009].value), str(page.tags[65003].value)


def _fei(tiff: Any, _page: Any) -> Calibration | None:
    metadata = tiff.fei_metadata
    if not metadata:
        return None
    for section in ("Scan", "EScan"):
        width = metadata.get(section, {}).get("PixelWidth")
        if width:
            return float(width), "m"
    beam, image = metadata["IRBeam"], metadata["Image"]
    return float(beam["HFW"]) / float(image["ResolutionX"]), "m"


def _thermo_xml(_tiff: Any, page: Any) -> Calibration | None:
    # Velox and newer Thermo programs: XML with <PixelSize><X unit="m">1.2E-10</X>.
    for code in (34683, 270):
        text = page.tags[code].value if code in page.tags else ""
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        match = re.search(r'<PixelSize[^>]*>\s*<X unit="([^"]+)"[^>]*>([-+.\dEe]+)</X>', text)
        if match:
            return float(match.group(2)), match.group(1)
    return None


def _zeiss(tiff: Any, page: Any) -> Calibration | None:
    metadata = tiff.sem_metadata
    if not metadata:
        return None
    for key in ("ap_image_pixel_size", "ap_pixel_size"):
        entry = metadata.get(key)
        if entry and len(entry) >= 3:
            return float(entry[1]), str(entry[2])
    # Older files: the unnamed block holds the size at the display's 1024 columns, in metres.
    return float(metadata[""][3]) * 1024 / int(page.imagewidth), "m"


def _olympus(tiff: Any, _page: Any) -> Calibration | None:
    metadata = tiff.sis_metadata
    return (float(metadata["pixelsizex"]), "m") if metadata else None


def _tvips(tiff: Any, _page: Any) -> Calibration | None:
    metadata = tiff.tvips_metadata
    if not metadata:
        return None
    value = float(metadata["PixelSizeX"])
    return (value, "nm") if value else None


def _jeol(_tiff: Any, page: Any) -> Calibration | None:
    # JEOL SightX: the resolution is the camera's, the magnification stands in the XML.
    if not str(_tag(page, "Make")).startswith("JEOL"):
        return None
    text = str(_tag(page, "ImageDescription"))
    mode = re.search(r"<ModeString>([^<]*)</ModeString>", text)
    selector = re.search(r"<SelectorValue>([-+.\dEe]+)</SelectorValue>", text)
    if mode is None or selector is None:
        return None
    if mode.group(1).strip().upper() == "DIFF":
        return 1.0, "1/nm"
    return 1.0 / (_per_centimetre(page) * float(selector.group(1))), "cm"


def _jeol_text(_tiff: Any, page: Any) -> Calibration | None:
    # JEOL SEM text: $CM_... / $$SM_MICRON_BAR 192 px stands for $$SM_MICRON_MARKER 500nm.
    text = str(_tag(page, "ImageDescription"))
    bar = re.search(r"SM_MICRON_BAR\s+(\d+)", text)
    marker = re.search(r"SM_MICRON_MARKER\s+([\d.]+)\s*([^\s\d]+)", text)
    if bar is None or marker is None:
        return None
    return float(marker.group(1)) / int(bar.group(1)), marker.group(2)


def _imagej(tiff: Any, page: Any) -> Calibration | None:
    metadata = tiff.imagej_metadata
    if not metadata or not metadata.get("unit"):
        return None
    unit = str(metadata["unit"])
    numerator, denominator = _tag(page, "XResolution")
    value = denominator / numerator
    # "inch" in ImageJ is what it takes over from a print resolution.
    if unit.lower() in ("inch", "in", "cm", "pixel", "pixels"):
        return None
    return value, unit


def _ome(tiff: Any, _page: Any) -> Calibration | None:
    text = tiff.ome_metadata
    if not text:
        return None
    value = re.search(r'PhysicalSizeX="([-+.\dEe]+)"', text)
    unit = re.search(r'PhysicalSizeXUnit="([^"]+)"', text)
    return (float(value.group(1)), unit.group(1) if unit else "µm") if value else None


def _resolution(_tiff: Any, page: Any) -> Calibration | None:
    size = pixel_size_from_print_resolution(_per_centimetre(page) * 2.54)
    return None if size is None else (size, "nm")


def _per_centimetre(page: Any) -> float:
    numerator, denominator = _tag(page, "XResolution")
    unit = int(_tag(page, "ResolutionUnit"))
    if unit not in (_INCH, _CENTIMETRE):
        raise ValueError("the resolution has no unit")
    return float(numerator / denominator / (2.54 if unit == _INCH else 1.0))


def _tag(page: Any, name: str) -> Any:
    tag = page.tags.get(name)
    if tag is None:
        raise KeyError(name)
    return tag.value


_READERS: tuple[tuple[str, Callable[[Any, Any], Calibration | None]], ...] = (
    ("Gatan tags", _digital_micrograph),
    ("FEI tags", _fei),
    ("Thermo Fisher XML", _thermo_xml),
    ("Zeiss tags", _zeiss),
    ("Olympus tags", _olympus),
    ("TVIPS tags", _tvips),
    ("JEOL tags", _jeol),
    ("JEOL text", _jeol_text),
    ("ImageJ calibration", _imagej),
    ("OME metadata", _ome),
    ("resolution tags", _resolution),
)
