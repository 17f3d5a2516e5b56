"""Reading numbers with units, by pint.

The unit registry is built once, the first time a text with a unit is read: building it takes
a few tenths of a second, which ``import ostwald`` must not cost.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ostwald.errors import InputError
from ostwald.recipes.limits import AMOUNTS, TEMPERATURE, TIME, QuantityKind, check_range

if TYPE_CHECKING:
    import pint

# A number with a point, never a comma: "1,500" is 1.5 to one chemist and 1500 to the next.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")
_NOT_FINITE = re.compile(r"[+-]?\.?(?:nan|inf|infinity)\b.*", re.IGNORECASE)
# Letters and one optional exponent, twice at most: pint never sees an expression to work out.
_UNIT = re.compile(r"[A-Za-z°_]{1,24}(?:\^?[23])?(?:/[A-Za-z°_]{1,24})?")
_PER_UNIT = re.compile(r"[\s·*.]*\b(min|minute|h|hr|s|[mu]?[Ll]|dm3)\s*\^?-1$")
# "2.5 x 10-4", "5*10^-3" and a power of ten alone; "2 x 100" is not one number and stays.
_POWER_OF_TEN = re.compile(
    r"(\d)\s*[x×*·]\s*10(?:\^\s*([+-]?\d+)|([+-]\d+))|(?<![\d.eE])10\^\s*([+-]?\d+)"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED = re.compile(r"10([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_PART_OF_TIME = re.compile(r"(\d+\.?\d*)\s*([A-Za-z]+)(?:\s*,\s*|\s+and\s+|\s*)")
_APPROXIMATE = re.compile(
    r"(?:~|≈|<|>|≤|≥|ca\.?\s|c\.\s|about\s|approx|around\s|circa\s|up to\s)", re.I
)
_MAX_TEXT = 160

_DIMENSIONS = {
    "degC": "[temperature]",
    "min": "[time]",
    "degC/min": "[temperature] / [time]",
    "mmol": "[substance]",
    "g": "[mass]",
    "mL": "[length] ** 3",
    "M": "[substance] / [length] ** 3",
    "g/L": "[mass] / [length] ** 3",
    "nm": "[length]",
}
_KNOWN_DIMENSIONS = {
    "[temperature]": "a temperature",
    "[time]": "a time",
    "[temperature] / [time]": "a heating rate",
    "[substance]": "an amount of substance",
    "[mass]": "a mass",
    "[length] ** 3": "a volume",
    "[substance] / [length] ** 3": "a concentration",
    "[mass] / [length] ** 3": "a concentration",
    "[length]": "a length",
    "[current] * [time]": "an electric charge",
}
# How chemists write temperature units that mean something else to pint (C coulomb, F farad).
_TEMPERATURE_UNITS = {
    "c": "degC",
    "°c": "degC",
    "oc": "degC",
    "degc": "degC",
    "degreec": "degC",
    "degreesc": "degC",
    "celsius": "degC",
    "degreecelsius": "degC",
    "degreescelsius": "degC",
    "k": "kelvin",
    "°k": "kelvin",
    "kelvin": "kelvin",
    "f": "degF",
    "°f": "degF",
    "degf": "degF",
    "fahrenheit": "degF",
}
ROOM_TEMPERATURE_C = 25.0
_ROOM_TEMPERATURE = frozenset(
    {"rt", "r.t.", "r. t.", "room temp", "room temp.", "room temperature"}
)
_COMMON_WORDS = {
    "overnight": "say how many hours, such as 12 h",
    "reflux": "write the temperature at which it boils, such as 111 degC for toluene",
    "ice bath": "write 0 degC",
    "on ice": "write 0 degC",
    "immediately": "write the seconds it took, such as 1 s",
    "a few minutes": "write the time in numbers, such as 5 min",
}


# The spellings of nearly every recipe, so that these need no registry, whose building takes
# longer than all the rest of reading. Dimension, scale and offset are pint's own (tested).
_COMMON: dict[str, tuple[str, float, float]] = {
    **{
        unit: ("[substance]", scale, 0.0)
        for unit, scale in (("mmol", 1.0), ("mol", 1e3), ("umol", 1e-3), ("nmol", 1e-6))
    },
    **{
        unit: ("[mass]", scale, 0.0)
        for unit, scale in (("g", 1.0), ("mg", 1e-3), ("ug", 1e-6), ("kg", 1e3))
    },
    **{
        unit: ("[length] ** 3", scale, 0.0)
        for unit, scale in (("mL", 1.0), ("ml", 1.0), ("L", 1e3), ("uL", 1e-3), ("ul", 1e-3))
    },
    "s": ("[time]", 0.01666666666667, 0.0),
    "min": ("[time]", 1.0, 0.0),
    "h": ("[time]", 60.0, 0.0),
    "M": ("[substance] / [length] ** 3", 1.0, 0.0),
    "mM": ("[substance] / [length] ** 3", 1e-3, 0.0),
    "degC": ("[temperature]", 1.0, 0.0),
    "°C": ("[temperature]", 1.0, 0.0),
    "K": ("[temperature]", 1.0, -273.15),
    "degC/min": ("[temperature] / [time]", 1.0, 0.0),
    "°C/min": ("[temperature] / [time]", 1.0, 0.0),
}

_pint_without_dask = False


def keep_pint_alone() -> None:
    """Import pint, if it is needed at all, without dask.

    pint imports dask, which takes longer than all the rest of a prediction, wherever it is
    installed, only to support arrays that no recipe has. This is for commands, which own their
    process; the library leaves pint as it is.
    """
    global _pint_without_dask
    _pint_without_dask = True


@cache
def unit_registry() -> pint.UnitRegistry[Any]:
    """Return the one unit registry of the program, built on the first call."""
    alone = _pint_without_dask and "dask" not in sys.modules
    if alone:
        sys.modules["dask"] = None  # type: ignore[assignment] # makes `import dask` fail
    try:
        import pint
    finally:
        if alone:
            del sys.modules["dask"]
    return pint.UnitRegistry()


def read_quantity(written: object, kind: QuantityKind) -> float:
    """Read a number, or a text with or without a unit, as a value in the kind's own unit.

    Args:
        written: A number (taken to be in `kind.unit`) or a text such as ``"453 K"``.
        kind: What the number is.

    Returns:
        The value in `kind.unit`, inside the range of its kind.

    Raises:
        InputError: It is not a number, has another kind of unit, or is out of range.
    """
    if kind is TEMPERATURE and is_room_temperature(written):
        return ROOM_TEMPERATURE_C
    if kind is TIME and isinstance(written, str) and (parts := _time_parts(plain_text(written))):
        return check_range(sum(read_quantity(part, kind) for part in parts), kind, written)
    value, unit = _split(written, kind)
    if unit:
        dimension, scale, offset = _convert(unit, kind.unit)
        if dimension != _DIMENSIONS[kind.unit]:
            found = _KNOWN_DIMENSIONS.get(dimension, "another kind of quantity")
            raise InputError(f"{written!r} is {found}, not {kind.name}", hint=kind.hint)
        value = _rescale(value, scale, offset)
    return check_range(value, kind, written)


def is_room_temperature(written: object) -> bool:
    """Tell whether a temperature is given as ``rt`` or in words, which is read as 25 degC."""
    return isinstance(written, str) and plain_text(written).lower() in _ROOM_TEMPERATURE


def read_amount(written: object) -> tuple[float, str]:
    """Read an amount as moles, mass or volume, whichever it was written in.

    Args:
        written: A number (mmol) or a text such as ``"250 mg"``.

    Returns:
        The value and its unit, one of ``mmol``, ``g`` and ``mL``.

    Raises:
        InputError: It is not an amount, or out of range.
    """
    return read_one_of(written, AMOUNTS)


def read_one_of(written: object, kinds: Mapping[str, QuantityKind]) -> tuple[float, str]:
    """Read a number with a unit of one of several dimensions.

    Args:
        written: A number (in the unit of the first kind) or a text such as ``"250 mg"``.
        kinds: What it may be, by the unit in which it is wanted.

    Returns:
        The value and its unit, a key of `kinds`.

    Raises:
        InputError: It is none of them, or out of range.
    """
    first = next(iter(kinds))
    value, unit = _split(written, kinds[first])
    if not unit:
        return check_range(value, kinds[first], written), first
    for standard, kind in kinds.items():
        dimension, scale, offset = _convert(unit, standard)
        if dimension == _DIMENSIONS[standard]:
            return check_range(_rescale(value, scale, offset), kind, written), standard
    found = _KNOWN_DIMENSIONS.get(dimension, "another kind of quantity")
    raise InputError(f"{written!r} is {found}, not {kinds[first].name}", hint=kinds[first].hint)


def _time_parts(text: str) -> list[str]:
    """Return ``["1 h", "30 min"]`` for ``1 h 30 min``; nothing for one number or another text."""
    parts = _PART_OF_TIME.findall(text)
    if len(parts) < 2 or _PART_OF_TIME.sub("", text):
        return []
    scales = []
    for _, unit in parts:
        dimension, scale, _ = _convert(unit, "min")
        if dimension != _DIMENSIONS["min"]:
            return []
        scales.append(scale)
    falling = all(earlier > later for earlier, later in pairwise(scales))
    return [f"{number} {unit}" for number, unit in parts] if falling else []


def _rescale(value: float, scale: float, offset: float) -> float:
    """Apply a conversion and drop the last digits, which are rounding noise."""
    return value if (scale, offset) == (1.0, 0.0) else float(f"{value * scale + offset:.12g}")


def _split(written: object, kind: QuantityKind) -> tuple[float, str]:
    """Return the number and the unit text ("" if there is none)."""
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        found = "empty" if written is None else f"{_shorten(written)}, which is not a number"
        raise InputError(f"the value is {found}", hint=kind.hint)
    if not isinstance(written, str):
        return _as_float(written, kind), ""
    text = plain_text(written)
    if not text:
        raise InputError("the value is empty", hint=kind.hint)
    if len(text) > _MAX_TEXT:
        raise InputError(f"{_shorten(written)} is too long for a number", hint=kind.hint)
    if _NOT_FINITE.fullmatch(text):
        raise InputError(f"{written!r} is not a finite number", hint=kind.hint)
    if approximate := _APPROXIMATE.match(text):
        rest = text[approximate.end() :].strip() or "5 mL"
        hint = f"write the value that was used, such as {rest}" if rest[0].isdigit() else kind.hint
        raise InputError(f"{written!r} is not one value", hint=hint)
    match = _NUMBER.match(text)
    if match is None:
        hint = _COMMON_WORDS.get(text.lower(), kind.hint)
        raise InputError(f"{written!r} does not begin with a number", hint=hint)
    unit = text[match.end() :].strip()
    if unit[:1] in {",", ".", ":"} or unit[:1].isdigit():
        raise InputError(
            f"{written!r} is not a number as ostwald reads them",
            hint=f"use a point for decimals and no thousands separator; {kind.hint}",
        )
    if unit[:1] in {"-", "±", "~"} or unit.lower().startswith(("to ", "or ")):
        raise InputError(f"{written!r} is not one value", hint=f"give one number; {kind.hint}")
    return float(match.group()), unit


def _as_float(value: float, kind: QuantityKind) -> float:
    try:
        return float(value)
    except OverflowError as error:
        raise InputError("the number is too large to be read", hint=kind.hint) from error


def plain_text(text: str) -> str:
    """Return a text in plain characters: one micro sign, one minus sign, no odd spaces.

    Args:
        text: What was written, such as ``2.5 × 10⁻⁴ mol``.

    Returns:
        The same as a number with a unit is read, such as ``2.5e-4 mol``.
    """
    degrees = text.replace("º", "°").replace("˚", "°")  # compatibility forms of other signs
    degrees = _RAISED.sub(lambda raised: "10^" + raised[1].translate(_SUPERSCRIPTS), degrees)
    plain = unicodedata.normalize("NFKC", degrees).replace("μ", "u").replace("µ", "u")
    plain = plain.replace("\u2212", "-").replace("\u2013", "-").replace("\u2014", "-")
    plain = _POWER_OF_TEN.sub(lambda p: f"{p[1] or 1}e{p[2] or p[3] or p[4]}", plain)
    return " ".join(plain.split())


@cache
def _convert(unit: str, standard: str) -> tuple[str, float, float]:
    """Return the dimension of a unit and, if it is the standard's, the way to it.

    The way is a scale and an offset: ``value * scale + offset`` is in the standard unit.

    Raises:
        InputError: There is no such unit.
    """
    if known := _COMMON.get(unit):
        return known if known[0] == _DIMENSIONS[standard] else (known[0], 1.0, 0.0)
    registry = unit_registry()
    import pint

    try:
        parsed = registry.parse_units(_pint_spelling(unit, standard))
        dimension = str(parsed.dimensionality)
        if dimension != _DIMENSIONS[standard]:
            return dimension, 1.0, 0.0
        target = registry.parse_units(standard)
        at_zero = registry.Quantity(0.0, parsed).to(target).magnitude
        at_one = registry.Quantity(1.0, parsed).to(target).magnitude
    except (pint.errors.PintError, AttributeError, ValueError, TypeError) as error:
        raise InputError(f"{_shorten(unit)} is not a unit", hint=_unit_hint(unit)) from error
    scale = float(f"{at_one - at_zero:.13g}")
    return dimension, scale, float(f"{at_zero:.13g}")


def _pint_spelling(unit: str, standard: str) -> str:
    """Return the unit as pint spells it, or raise ValueError for anything unlike a unit."""
    compact = _PER_UNIT.sub(r"/\1", unit)
    if _TEMPERATURE_UNITS.get(compact.replace(" ", "").lower()) and "/" not in compact:
        name = _TEMPERATURE_UNITS[compact.replace(" ", "").lower()]
        return name if standard == "degC" or compact not in {"C", "F"} else compact
    compact = compact.replace(" per ", "/").replace(" ", "")
    if not _UNIT.fullmatch(compact):
        raise ValueError(compact)
    head, slash, tail = compact.partition("/")
    if slash and head.lower() in _TEMPERATURE_UNITS:
        head = _TEMPERATURE_UNITS[head.lower()]
    head = re.sub(r"\^?([23])$", r"**\1", head)
    return head + slash + tail


def _unit_hint(unit: str) -> str:
    if unit.lower().startswith("drop"):
        return "a drop is about 0.05 mL: write the volume, such as 0.15 mL for three"
    if unit == "N":
        return "write the concentration in M: 1 N of HCl or NaOH is 1 M"
    if unit.lower().startswith(("h ", "hr ", "hour", "min ")):
        return "write the time as hours and minutes, such as 1 h 30 min, or as 90 min"
    return "known are degC, K; s, min, h; degC/min; mmol, mol, mg, g, uL, mL and the like"


def _shorten(value: object, most: int = 40) -> str:
    text = repr(value)
    return text if len(text) <= most else text[: most - 3] + "..."
