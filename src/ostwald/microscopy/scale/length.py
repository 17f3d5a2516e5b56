"""Read a length such as ``0.5 µm`` from text that a machine has recognised, strictly.

The text is data: it is matched against a grammar and never evaluated. What could be read in two
ways is not read at all, because a wrong scale is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MICRO = "uµμ"
_TWICE = frozenset(first + second for first in _MICRO for second in _MICRO)
_UNITS: dict[str, float] = {
    "nm": 1.0,
    "nM": 1.0,
    "Nm": 1.0,
    "NM": 1.0,
    **{f"{mu}m": 1e3 for mu in _MICRO},
    # An outlined mu is read twice.
    **{f"{twice}m": 1e3 for twice in _TWICE},
    "UM": 1e3,
    "micron": 1e3,
    "microns": 1e3,
    "A": 0.1,
    "Å": 0.1,
    "\u212b": 0.1,
    "mm": 1e6,
}
# Digits may be torn apart by spaces ("5 0 nm"); I, l, | and O, o stand for 1 and 0 only beside a
# real digit. S/5, B/8, Z/2 and the like stay unread.
_NUMBER = r"[0-9IlOo|](?:[0-9IlOo| ]*[0-9IlOo|])?(?:\s?[.,]\s?[0-9Oo]+)?"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_PANEL = r"\s*(?:\([A-Za-z]\)\s*)?[=:]?\s*"
_LENGTH = re.compile(rf"{_PANEL}(?P<number>{_NUMBER})\s*\.?\s*(?P<unit>{_UNIT})\s*[.:]?\s*")
_RECIPROCAL = re.compile(
    r"\s*(?P<number>[0-9]+(?:[.,][0-9]+)?)\s*(?:1\s*/\s*(?:nm|A|Å)|/\s*(?:nm|A|Å)|"
    r"(?:nm|A|Å)\s*\^?\s*[-–−⁻]\s*[1¹]?|mrad)\s*"
)
_LOOKALIKES = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0"})
_MAX_TEXT = 32
ODD = 0.7
"""Plausibility of a value that programs do not choose by themselves, such as 35 or 123 nm."""
_MIN_NM, _MAX_NM = 0.05, 5e6
_NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0, 10.0)
_USUAL = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Length:
    """A length as written beside a scale bar.

    Attributes:
        value: The number as written.
        unit: The unit as written.
        nm: The length in nanometres.
        repaired: Whether look-alike letters or torn digits had to be mended.
    """

    value: float
    unit: str
    nm: float
    repaired: bool

    @property
    def plausibility(self) -> float:
        """Evidence, not proof: 1 for 1, 2, 2.5, 5 x 10^n; 0.9 for 3, 4, 15...; 0.7 otherwise.

        Nanometre values of a thousand and more lose trust too: programs then write µm, and a
        lost decimal point (100.0 nm read as 1000 nm) looks just like that.
        """
        mantissa = self.value
        while mantissa >= 10:
            mantissa /= 10
        while mantissa < 1:
            mantissa *= 10
        if any(abs(mantissa - nice) < 1e-6 * nice for nice in _USUAL):
            trust = 1.0
        elif any(abs(mantissa - nice) < 1e-6 * nice for nice in _NICE):
            trust = 0.9
        else:
            trust = ODD
        return trust * (0.7 if self.unit.lower() == "nm" and self.value >= 1000 else 1.0)


def parse_length(text: str) -> Length | None:
    """Read one length that makes up the whole text.

    Args:
        text: Recognised text, such as ``"50nm"``, ``"0,5 µm"`` or ``"I00 nm"``.

    Returns:
        The length, or None where the text is anything else or could be read in two ways.
    """
    if len(text) > _MAX_TEXT:
        return None
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    written = match.group("number")
    value = _number(written)
    if value is None or value <= 0:
        return None
    unit = match.group("unit")
    nm = value * _UNITS[unit]
    if not _MIN_NM <= nm <= _MAX_NM:
        return None
    repaired = re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", written) is None or unit[:-1] in _TWICE
    return Length(value=value, unit=unit, nm=nm, repaired=repaired)


def is_reciprocal_length(text: str) -> bool:
    """Tell whether the text is the label of a diffraction pattern's bar, such as ``5 1/nm``.

    Args:
        text: Recognised text.

    Returns:
        True for a number with a reciprocal unit or an angle.
    """
    return len(text) <= _MAX_TEXT and _RECIPROCAL.fullmatch(text) is not None


def _number(written: str) -> float | None:
    if not any("0" <= sign <= "9" for sign in written):
        return None
    mended = re.sub(r"\s", "", written).translate(_LOOKALIKES)
    whole, comma, decimals = mended.partition(",")
    if comma:
        if len(decimals) == 3 and whole != "0":
            return None  # "1,000": a thousand or one
        mended = f"{whole}.{decimals}"
    whole = mended.partition(".")[0]
    if len(whole) > 4 or (len(whole) > 1 and whole.startswith("0")):
        return None
    return float(mended)
