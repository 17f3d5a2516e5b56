"""The ranges that a recipe's numbers must lie in, and the check that enforces them.

The bounds keep out slips of the pen (a kelvin value read as degC, an amount in the wrong
column), not unusual chemistry: every row of the published tables lies well inside them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ostwald.errors import InputError


@dataclass(frozen=True, slots=True)
class QuantityKind:
    """A kind of number in a recipe: its standard unit, its range, and how to write it.

    Attributes:
        name: What the number is, with its article, for messages ("a temperature").
        unit: The unit that a bare number is read in and that the bounds are given in.
        low: Smallest value accepted, in `unit`.
        high: Largest value accepted, in `unit`.
        example: A correct way of writing one.
    """

    name: str
    unit: str
    low: float
    high: float
    example: str

    @property
    def hint(self) -> str:
        """How to write such a number, for the end of an error message."""
        return f"write {self.name} such as {self.example}"


TEMPERATURE = QuantityKind("a temperature", "degC", -100.0, 500.0, "180 degC")
TIME = QuantityKind("a time", "min", 1e-4, 43_200.0, "20 min")
HEATING_RATE = QuantityKind("a heating rate", "degC/min", 0.0, 1000.0, "5 degC/min")

_AMOUNT_EXAMPLE = "4 mmol, 250 mg or 3 mL"
AMOUNTS = {
    "mmol": QuantityKind("an amount", "mmol", 1e-9, 1e6, _AMOUNT_EXAMPLE),
    "g": QuantityKind("an amount", "g", 1e-9, 2e4, _AMOUNT_EXAMPLE),
    "mL": QuantityKind("an amount", "mL", 1e-9, 2e4, _AMOUNT_EXAMPLE),
}
_STRENGTH_EXAMPLE = "1 M, 10 mM, 5 mg/mL or 25 wt%"
CONCENTRATIONS = {
    "M": QuantityKind("a strength", "M", 1e-12, 100.0, _STRENGTH_EXAMPLE),
    "g/L": QuantityKind("a strength", "g/L", 1e-9, 2e4, _STRENGTH_EXAMPLE),
}
PERCENT = QuantityKind("a percentage", "%", 1e-9, 100.0, _STRENGTH_EXAMPLE)
EQUIVALENTS = QuantityKind("a number of equivalents", "equiv", 1e-9, 1e6, "2 equiv to Pb")
SEED_SIZE = QuantityKind("a length", "nm", 0.1, 1e4, "3 nm")
PH = QuantityKind("a pH", "", -2.0, 16.0, "10.5")

MAX_PRODUCT_LENGTH = 100
MAX_NAME_LENGTH = 200
MAX_SMILES_LENGTH = 2000
MAX_REAGENTS = 60


def check_range(value: float, kind: QuantityKind, written: object = None) -> float:
    """Return the value if it is a finite number inside the range of its kind.

    Args:
        value: The number, in the unit of `kind`.
        kind: What the number is.
        written: What the person wrote, for the message; the value itself by default.

    Returns:
        The value, unchanged.

    Raises:
        InputError: The value is not finite or lies outside the range.
    """
    if kind.low <= value <= kind.high:
        return value
    read = repr(written) if isinstance(written, str) else f"{format_number(value)} {kind.unit}"
    if not math.isfinite(value):
        raise InputError(f"{read} is not a finite number", hint=kind.hint)
    if value == 0 and kind.low > 0:
        raise InputError(f"{read} is zero, and {kind.name} must be more than that", hint=kind.hint)
    if value < 0 <= kind.low:
        raise InputError(f"{read} is negative", hint=kind.hint)
    too_low = value < kind.low
    bound = format_number(kind.low if too_low else kind.high)
    raise InputError(
        f"{read} is {'below' if too_low else 'above'} {bound} {kind.unit}, "
        f"the {'least' if too_low else 'most'} that ostwald accepts",
        hint=f"check the unit and the digits; {kind.hint}",
    )


def format_number(value: float) -> str:
    """Return the shortest text that reads back as the same float, without a trailing ``.0``."""
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))
