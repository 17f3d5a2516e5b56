"""Pixel sizes in a text file that the microscope writes beside the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ostwald.microscopy.io.calibration import (
    Calibration,
    calibrated,
    contradictory,
    is_display_width,
)
from ostwald.microscopy.io.picture import Picture

_LONGEST_BYTES = 200_000
_LINE = re.compile(r"^\s*(\$*\w[\w$ ]*?)\s*[=:\s]\s*(.*?)\s*$")


def calibration_beside(path: Path, picture: Picture) -> Calibration | None:
    """Read the text of a Hitachi or JEOL scanning microscope that lies beside a picture.

    Args:
        path: The picture's file; the text has the same name and ends in ``.txt``.
        picture: The picture, whose width must be the one that the text speaks of.

    Returns:
        The calibration, or None where there is no such text or it is something else.
    """
    text = _text_beside(path)
    if text is None:
        return None
    lines = (_LINE.match(line) for line in text.splitlines())
    facts = {match.group(1).strip().lower(): match.group(2) for match in lines if match}
    try:
        return _hitachi(facts, picture) or jeol_text(text, picture.width_px)
    except (IndexError, ValueError, ZeroDivisionError):
        return None


def jeol_text(text: str, width_px: int) -> Calibration | None:
    """Read the micron bar of JEOL's text: ``$$SM_MICRON_BAR 192`` px stands for ``500nm``.

    Args:
        text: The text, beside the picture or in its description.
        width_px: Columns of the picture.

    Returns:
        The calibration, or None where the text has no micron bar.
    """
    bar = re.search(r"SM_MICRON_BAR\s+(\d+)", text)
    marker = re.search(r"SM_MICRON_MARKER\s+([\d.]+)\s*([^\s\d]+)", text)
    if bar is None or marker is None or int(bar.group(1)) == 0:
        return None
    size = re.search(r"CM_FULL_SIZE\s+(\d+)", text)
    if size is not None and int(size.group(1)) != width_px:
        figures = f"an image {size.group(1)} px wide, but this one has {width_px} px"
        return contradictory(figures, "JEOL text")
    return calibrated(float(marker.group(1)) / int(bar.group(1)), marker.group(2), "JEOL text")


def _hitachi(facts: Mapping[str, str], picture: Picture) -> Calibration | None:
    """Read ``PixelSize=9.921875`` (nm) where ``DataSize=1280x960`` is that of the picture."""
    if "pixelsize" not in facts or "datasize" not in facts:
        return None
    nm_per_px = float(facts["pixelsize"].split()[0])
    columns = int(re.split(r"\D+", facts["datasize"])[0])
    source = "Hitachi text"
    if columns != picture.width_px:
        figures = (
            f"pixels of {nm_per_px:.4g} nm in an image {columns} px wide, but this one has "
            f"{picture.width_px} px"
        )
        return contradictory(figures, source)
    marker = re.match(r"[\d.]+", facts.get("micronmarker", ""))
    field = nm_per_px * columns
    if marker is not None and not 0.01 * field < float(marker[0]) < field:
        return contradictory(f"a bar of {marker[0]} nm in a field of {field:.4g} nm", source)
    magnification = re.match(r"[\d.]+", facts.get("magnification", ""))
    if magnification is not None and not is_display_width(field * float(magnification[0])):
        figures = f"pixels of {nm_per_px:.4g} nm at a magnification of {magnification[0]}"
        return contradictory(figures, source)
    return calibrated(nm_per_px, "nm", source)


def _text_beside(path: Path) -> str | None:
    for suffix in (".txt", ".TXT"):
        beside = path.with_suffix(suffix)
        with suppress(OSError):  # a closed text is as good as none
            if beside.is_file() and beside.stat().st_size <= _LONGEST_BYTES:
                content = beside.read_bytes()
                wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
                return content.decode("utf-16" if wide else "utf-8", errors="replace")
    return None
