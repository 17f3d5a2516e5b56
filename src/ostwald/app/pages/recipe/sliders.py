"""A slider for every amount and condition: its range, in the unit that the chemist wrote."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from ostwald.errors import InputError
from ostwald.recipes.amount import Amount, parse_amount
from ostwald.recipes.limits import HEATING_RATE, TEMPERATURE, TIME, QuantityKind, format_number
from ostwald.recipes.units import read_quantity

STEPS = 100
KINDS = {
    "injection_temperature": TEMPERATURE,
    "reaction_temperature": TEMPERATURE,
    "reaction_time": TIME,
    "heating_rate": HEATING_RATE,
}
_SPAN_C = 100.0
_LEAST_RATE = 20.0
_WIDER = 2.5
_FINER = 0.08  # of the span: a smaller value gets a range of its own
_NUMBER = re.compile(r"\s*(\d+\.?\d*(?:[eE][+-]?\d{1,3})?|\.\d+)(.*)", re.S)
_TOLD_TWICE = re.compile(r"\s*[(\[,;].*$")


@dataclass(frozen=True, slots=True)
class Slider:
    """A range around a value.

    Attributes:
        value: The number that was written.
        after: The text behind it: the unit and what follows.
        low: Lower end, in the same unit.
        high: Upper end.
        step: What one move of the slider changes.
    """

    value: float
    after: str
    low: float
    high: float
    step: float

    @property
    def unit(self) -> str:
        """The unit, without what follows it."""
        return self.after.strip().partition(" of ")[0].partition(" in ")[0]

    def to_json(self) -> dict[str, Any]:
        """Return it for a browser."""
        return {
            "value": self.value,
            "after": self.after,
            "low": self.low,
            "high": self.high,
            "step": self.step,
        }


def of_amount(text: str, before: Slider | None = None) -> Slider | None:
    """Return a slider for an amount, from none of it to a few times as much.

    Args:
        text: As it was written, such as ``2 mL of 1 M in TOP``.
        before: The slider so far; its range is kept while the value lies in it.

    Returns:
        The slider; None for what is no amount, or none that one number tells.
    """
    try:
        amount = parse_amount(text)
    except InputError:
        return None
    parts = _parts(text)
    if parts is not None:
        value, after = parts
        for tail in dict.fromkeys((after, _TOLD_TWICE.sub("", after))):
            if value > 0 and _doubles(amount, value, tail):
                return _from_zero(value, tail, before)
        if value == 0 and before is not None and before.after.strip() == after.strip():
            return Slider(0.0, before.after, before.low, before.high, before.step)
    return None


def of_condition(field: str, text: str, before: Slider | None = None) -> Slider | None:
    """Return a slider for a condition.

    Args:
        field: Of the recipe file.
        text: As it was written; a time such as ``1 h 30 min`` gets its slider in minutes.
        before: The slider so far.

    Returns:
        The slider; None for what is no number with a unit.
    """
    kind = KINDS.get(field)
    if kind is None:
        return None
    try:
        standard = read_quantity(_bare(text), kind)
    except InputError:
        return None
    parts = _parts(text)
    value, after = parts if parts is not None else (standard, f" {kind.unit}")
    if not _means(value, after, kind, standard):
        value, after = standard, f" {kind.unit}"
    if kind is not TEMPERATURE:
        least = _LEAST_RATE if kind is HEATING_RATE else 0.0
        if kind is HEATING_RATE and value == 0 and before is None:
            return Slider(0.0, after, 0.0, least, 0.2)
        if value == 0:
            return None if before is None else _moved(before, value, after)
        return _from_zero(value, after, before, least=least, zero=kind is HEATING_RATE)
    kept = _moved(before, value, after)
    if kept is not None:
        return kept
    scale = read_quantity(f"{value + 1} {after}", kind) - standard if after.strip() else 1.0
    span = _SPAN_C / scale
    low, high = _round_to(value - span, 10), _round_to(value + span, 10)
    low = max(low, _round_to(value - (standard - kind.low) / scale, 10))
    high = min(high, value + (kind.high - standard) / scale)
    return Slider(value, after, low, high, 1.0)


def _parts(text: str) -> tuple[float, str] | None:
    match = _NUMBER.fullmatch(text)
    return None if match is None else (float(match[1]), match[2])


def _doubles(amount: Amount, value: float, after: str) -> bool:
    """Tell whether the first number of a text is the amount, and nothing else hangs on it."""
    try:
        twice = parse_amount(f"{format_number(2 * value)}{after}")
    except InputError:
        return False
    same = (twice.unit, twice.strength, twice.solvent, twice.solvent_ml, twice.relative_to)
    return (
        math.isclose(twice.value, 2 * amount.value, rel_tol=1e-9)
        and same
        == (amount.unit, amount.strength, amount.solvent, amount.solvent_ml, amount.relative_to)
        and twice.same_value is None
    )


def _means(value: float, after: str, kind: QuantityKind, standard: float) -> bool:
    try:
        read = read_quantity(_bare(f"{format_number(value)}{after}"), kind)
        if not math.isclose(read, standard, rel_tol=1e-9, abs_tol=1e-9):
            return False
        # "1 h 30 min" reads as its first number and does not go with it
        twice = read_quantity(_bare(f"{format_number(2 * value)}{after}"), kind)
        return kind is TEMPERATURE or math.isclose(twice, 2 * standard, rel_tol=1e-9)
    except InputError:
        return kind is TEMPERATURE


def _bare(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _from_zero(
    value: float, after: str, before: Slider | None, *, least: float = 0.0, zero: bool = True
) -> Slider:
    kept = _moved(before, value, after)
    if kept is not None:
        return kept
    high = _nice(max(_WIDER * value, least))
    step = high / STEPS
    return Slider(value, after, 0.0 if zero else step, high, step)


def _moved(before: Slider | None, value: float, after: str) -> Slider | None:
    """Return the slider so far at another value; None where its range does not fit."""
    if before is None or before.after.strip() != after.strip():
        return None
    if not before.low <= value <= before.high:
        return None
    if before.low >= 0 and 0 < value - before.low < _FINER * (before.high - before.low):
        is_far = before.value > 3 * value  # a slider that is moved goes there in small steps
        if is_far:
            return None
    return Slider(value, before.after, before.low, before.high, before.step)


def _nice(value: float) -> float:
    """Return the next of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    for lead in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0):
        if value <= lead * power * (1 + 1e-9):
            return float(f"{lead * power:.6g}")
    return 10.0 * power


def _round_to(value: float, unit: float) -> float:
    return round(value / unit) * unit
