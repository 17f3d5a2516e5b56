"""FEI and Thermo Fisher: the tags of their scanning microscopes, and the XML of Velox."""

from __future__ import annotations

import re
from typing import Any

from ostwald.microscopy.io.calibration import Calibration, agree, calibrated, contradictory
from ostwald.microscopy.io.makers.registry import maker, tag

_TAGS = (34680, 34682)
_XML = re.compile(
    r'<PixelSize[^>]*>\s*<X unit="([^"]+)"[^>]*>([-+.\dEe]+)</X>'
    r'(?:\s*<Y unit="([^"]+)"[^>]*>([-+.\dEe]+)</Y>)?'
)


@maker(
    "FEI",
    believed="PixelWidth and PixelHeight of the beam that imaged, where they agree with the field "
    "of view over the columns and the columns are the image's",
)
def read_tags(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read the sections of an FEI tag."""
    facts = next((tag(page, code) for code in _TAGS if code in page.tags), None)
    if not facts:
        return None
    beam = facts.get("Beam") or {}
    scans = ("Scan", str(beam.get("Scan")), "EScan", "IScan")
    scan: dict[str, Any] = next((facts[name] for name in scans if facts.get(name)), {})
    width_px, image_px = int(page.imagewidth), facts.get("Image", {}).get("ResolutionX")
    x, y, field = (scan.get(name) for name in ("PixelWidth", "PixelHeight", "HorFieldsize"))
    field = field or next(
        (
            facts[name]["HFW"]
            for name in (str(beam.get("Beam")), "EBeam", "IBeam", "IRBeam")
            if _has_field(facts, name)
        ),
        None,
    )
    if image_px and int(image_px) != width_px:
        figures = f"an image {int(image_px)} px wide, but this one has {width_px} px"
        return contradictory(figures, "FEI tags")
    if x is None:
        return calibrated(float(field) / width_px, "m", "FEI tags") if field else None
    if field and not agree(float(x) * width_px, float(field)):
        figures = f"pixels of {float(x) * 1e9:.4g} nm, field {float(field) * 1e9:.4g} nm wide"
        return contradictory(figures, "FEI tags")
    return calibrated(float(x), "m", "FEI tags", y=float(y) if y else None)


@maker("Thermo Fisher XML", believed="PixelSize of both axes")
def read_xml(_tiff: Any, page: Any, _series: int) -> Calibration | None:
    """Read <PixelSize><X unit="m">1.2E-10</X> in the XML of Velox and its siblings."""
    for code in (34683, 270):
        text = page.tags[code].value if code in page.tags else ""
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        found = _XML.search(text)
        if found:
            unit, x, unit_y, y = found.groups()
            return calibrated(
                float(x), unit, "Thermo Fisher XML", y=float(y) if y else None, unit_y=unit_y
            )
    return None


def _has_field(facts: Any, section: str) -> bool:
    return bool(facts.get(section, {}).get("HFW"))
