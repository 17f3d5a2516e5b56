"""Length units as microscopes, programs and people write them, in nanometres."""

from __future__ import annotations

import html
import math
import re
from contextlib import suppress

_NM_PER_UNIT = {
    "pm": 1e-3,
    "picometer": 1e-3,
    "picometre": 1e-3,
    "a": 0.1,
    "ang": 0.1,
    "angstrom": 0.1,
    "nm": 1.0,
    "nanometer": 1.0,
    "nanometre": 1.0,
    "um": 1e3,
    "micron": 1e3,
    "micrometer": 1e3,
    "micrometre": 1e3,
    "mm": 1e6,
    "millimeter": 1e6,
    "millimetre": 1e6,
    "cm": 1e7,
    "inch": 2.54e7,
    "in": 2.54e7,
    "m": 1e9,
    "meter": 1e9,
    "metre": 1e9,
}

# Micro sign and Greek mu; and what a letter before "m" became that was lost on the way.
_MICRO = re.compile("\u00b5|\u03bc|\ufffd+|\\?(?=m)")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
_DECORATION = str.maketrans("", "", " \t\x00_[](){}'\"")
_PER_PIXEL = re.compile(r"(?<=[a-z])(/|per)(px|pix|pixel)s?$")
# Hyperspy's spelling in NCEM files: the fraction bar is lost with the other signs.
_ONE_OVER = re.compile(r"\W*1_")

# No electron micrograph has coarser pixels: print and scan resolutions (72 to 2,400 dpi, 10 to
# 350 µm a pixel) lie above, a 10x survey image of a whole grid still below.
COARSEST_NM_PER_PX = 5_000.0
# Print resolution fields are trusted only beyond 25,400 dpi, which no scanner reaches.
_COARSEST_PRINT_NM_PER_PX = 1_000.0
# A hundredth of an atom; finer ones are cells of 1 Å and other placeholders.
FINEST_NM_PER_PX = 1e-3


def canonical_unit(text: str) -> str:
    r"""Bring the spellings of a unit together: ``"µm"``, ``"[u_m]"`` and ``"\u00B5m"`` are one.

    Args:
        text: A unit as found in a file, perhaps escaped, in brackets or wrongly decoded.

    Returns:
        Lower case, without spaces and brackets, mu as ``u``, ångström as ``a``.
    """
    unit = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    unit = html.unescape(unit)
    with suppress(UnicodeError):  # UTF-8 that was read as Latin-1 or as the code page of Windows
        unit = unit.encode("cp1252").decode("utf-8")
    unit = unit.strip().lower().translate(_DECORATION)
    unit = _MICRO.sub("u", unit)
    unit = unit.replace("a\u030a", "å").replace("o\u0308", "ö").replace("ångström", "angstrom")
    return unit.replace("ångstrom", "angstrom").replace("å", "a")


def is_reciprocal(text: str) -> bool:
    """Tell whether a unit belongs to a diffraction pattern: ``1/nm``, ``(nm^-1)``, ``mrad``.

    Args:
        text: A unit as found in a file.

    Returns:
        True for reciprocal lengths and angles.
    """
    unit = _PER_PIXEL.sub("", canonical_unit(text))
    marks = ("1/", "/", "reciprocal", "inverse", "inv", "per")
    ends = ("-1", "⁻¹", "−1", "rad", "deg", "degree", "degrees", "°")
    over_length = "/" in unit and nm_per_unit(unit.rpartition("/")[2]) is not None
    return over_length or bool(
        _ONE_OVER.match(text) or unit.startswith(marks) or unit.endswith(ends)
    )


def nm_per_unit(text: str) -> float | None:
    """Return the length of a unit in nanometres.

    Args:
        text: A unit as found in a file.

    Returns:
        Nanometres, or None where the text is not a unit of length; ``nm/px`` is one too.
    """
    unit = _PER_PIXEL.sub("", canonical_unit(text))
    return _NM_PER_UNIT.get(unit, _NM_PER_UNIT.get(unit.removesuffix("s")))


def pixel_size_nm(value: float, unit: str) -> float | None:
    """Convert a pixel size to nanometres where it makes sense for a micrograph.

    Args:
        value: Size of a pixel.
        unit: Its unit.

    Returns:
        Nanometres a pixel, or None where unit or size cannot be those of a micrograph.
    """
    factor = nm_per_unit(unit)
    if factor is None or not math.isfinite(value):
        return None
    size = float(value) * factor
    return size if FINEST_NM_PER_PX <= size <= COARSEST_NM_PER_PX else None


def pixel_size_from_print_resolution(px_per_inch: float) -> float | None:
    """Read a pixel size from a print resolution, where it cannot be meant for a printer.

    Args:
        px_per_inch: Pixels an inch; 72, 96 or 300 say nothing about the specimen.

    Returns:
        Nanometres a pixel, or None.
    """
    if not px_per_inch > 0:
        return None
    size = pixel_size_nm(1.0 / px_per_inch, "inch")
    return size if size is not None and size <= _COARSEST_PRINT_NM_PER_PX else None
