"""What a sweep varies: ``oleic acid=0..20 mmol`` or ``reaction_temperature=120..240 degC``."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.errors import InputError, OstwaldError, raise_all
from ostwald.explain.players import (
    ALL_CONDITIONS,
    INJECTION_TEMPERATURE,
    REACTION_TEMPERATURE,
    REACTION_TIME,
    Condition,
    follows_reaction_temperature,
)
from ostwald.models.base import FloatArray
from ostwald.recipes.limits import AMOUNTS, HEATING_RATE, TEMPERATURE, TIME

if TYPE_CHECKING:
    from ostwald.chemistry.lines import ReagentLine
    from ostwald.chemistry.substance import Substance
    from ostwald.recipes.amount import Amount

BATCH = "batch"
MOST_FLASKS = 20_000
POINTS_OF_CURVE = 61
POINTS_OF_MAP = 31
MOST_AXES = 2
HOW = 'write such as --vary "oleic acid=0..20 mmol" or --vary "reaction_temperature=120..240 degC"'
_LARGEST_BATCH = 1e4
_RANGE = re.compile(r"\s*(?P<low>.+?)\s*\.\.+\s*(?P<high>.+?)\s*")
_NUMBER = re.compile(r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?)\s*(?P<unit>.*)")
_KINDS = {
    "reaction_temperature_c": TEMPERATURE,
    "injection_temperature_c": TEMPERATURE,
    "reaction_time_min": TIME,
    "heating_rate_c_per_min": HEATING_RATE,
}
_SHORT = {
    "temperature": REACTION_TEMPERATURE,
    "growth temperature": REACTION_TEMPERATURE,
    "time": REACTION_TIME,
    "injection": INJECTION_TEMPERATURE,
}


@dataclass(frozen=True)
class Axis:
    """One thing that is varied.

    Attributes:
        name: The condition, or the reagent as it was asked for.
        unit: Of `values`.
        values: What it takes, rising.
        condition: Where it is a condition.
        line: Where it is a reagent: its line in the recipe.
        mmol: (n,) where it is a reagent: `values` in mmol of the substance.
    """

    name: str
    unit: str
    values: FloatArray
    condition: Condition | None = None
    line: ReagentLine | None = None
    mmol: FloatArray | None = None

    @property
    def label(self) -> str:
        """Name and unit, for an axis of a plot."""
        return f"{self.name.replace('_', ' ')}, {self.unit}"


def read_axes(recipe: ResolvedRecipe, written: Sequence[str], points: int | None) -> list[Axis]:
    """Read what is to be varied.

    Args:
        recipe: What is swept.
        written: Each ``NAME=FROM..TO UNIT``.
        points: How many values each takes; usual numbers when left out.

    Returns:
        One axis each.

    Raises:
        InputError: A name is unknown, a unit wrong, a range empty, reversed or out of bounds, or
            there would be too many flasks; all that is wrong at once.
    """
    if not written or len(written) > MOST_AXES:
        raise InputError(f"{len(written)} things are to be varied; one or two can be", hint=HOW)
    number = _points(points, len(written))
    axes: list[Axis] = []
    errors: list[OstwaldError] = []
    for text in written:
        try:
            axes.append(_axis(recipe, text, number))
        except OstwaldError as error:
            errors.append(error.at(f"--vary {text!r}"))
    raise_all(errors)
    subjects = {axis.condition.field if axis.condition else _subject(axis) for axis in axes}
    if len(subjects) < len(axes):
        raise InputError("both axes vary the same thing", where="--vary", hint="vary two things")
    return axes


def _subject(axis: Axis) -> str:
    return axis.line.substance.identity if axis.line else BATCH


def _points(points: int | None, axes: int) -> int:
    if points is None:
        return POINTS_OF_CURVE if axes == 1 else POINTS_OF_MAP
    if points < 2:
        raise InputError(f"{points} points make no curve", where="--points", hint="give 2 or more")
    if points**axes > MOST_FLASKS:
        most = int(MOST_FLASKS ** (1 / axes))
        raise InputError(
            f"{points**axes:,} flasks are too many",
            where="--points",
            hint=f"up to {most:,} points for {'a curve' if axes == 1 else 'each side of a map'}",
        )
    return points


def _axis(recipe: ResolvedRecipe, text: str, points: int) -> Axis:
    name, equals, span = text.rpartition("=")
    match = _RANGE.fullmatch(span)
    name = name.strip()
    if not equals or not name or match is None:
        raise InputError("it is not NAME=FROM..TO UNIT", hint=HOW)
    (low, low_unit), (high, high_unit) = _number(match["low"]), _number(match["high"])
    if low_unit and high_unit and low_unit != high_unit:
        raise InputError(
            f"the range is from {low_unit} to {high_unit}", hint="give one unit, after the range"
        )
    unit = high_unit or low_unit
    if low == high:
        raise InputError("the range is empty", hint="its ends must differ")
    if low > high:
        raise InputError("the range is reversed", hint=f"write {high:g}..{low:g} {unit}".rstrip())
    values = np.linspace(low, high, points)
    condition = _condition(name)
    if condition is not None:
        return _of_condition(recipe, condition, unit, values)
    if _plain(name) in (BATCH, "batch size", "scale"):
        return _of_batch(unit, values)
    return _of_reagent(recipe, name, unit, values)


def _number(text: str) -> tuple[float, str]:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise InputError(f"{text!r} is not a number with a unit", hint=HOW)
    number = float(match["number"])
    if not math.isfinite(number):
        raise InputError(f"{text!r} is too large a number", hint=HOW)
    return number, match["unit"].strip()


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


def _condition(name: str) -> Condition | None:
    plain = _plain(name)
    for one in ALL_CONDITIONS:
        if plain in (one.name, _plain(one.field)):
            return one
    return _SHORT.get(plain)


def _of_condition(
    recipe: ResolvedRecipe, condition: Condition, unit: str, values: FloatArray
) -> Axis:
    from ostwald.recipes.units import read_quantity

    kind = _KINDS[condition.field]
    ends = [read_quantity(f"{v!r} {unit}".strip(), kind) for v in values[[0, -1]].tolist()]
    return Axis(
        condition.name.replace(" ", "_"),
        condition.unit,
        np.linspace(ends[0], ends[1], len(values)),
        condition=condition,
    )


def _of_batch(unit: str, values: FloatArray) -> Axis:
    if unit not in ("", "x", "times", "fold"):
        raise InputError(f"a batch has no unit {unit!r}", hint="write batch=0.1..10")
    if values[0] <= 0 or values[-1] > _LARGEST_BATCH:
        raise InputError("a batch is a factor above 0", hint="write batch=0.1..10")
    return Axis(BATCH, "x", values)


def _of_reagent(recipe: ResolvedRecipe, name: str, unit: str, values: FloatArray) -> Axis:
    line = _line(recipe, name)
    unit = unit or "mmol"
    if values[0] < 0:
        raise InputError(f"{values[0]:g} {unit} is negative", hint="an amount starts at 0")
    per_unit = _mmol(recipe, line, float(values[-1]), unit) / float(values[-1])
    return Axis(name, unit, values, line=line, mmol=values * per_unit)


def _line(recipe: ResolvedRecipe, name: str) -> ReagentLine:
    """Return the line of a recipe that a name means."""
    from ostwald.chemistry.identity import find_reagent

    lines = _all_lines(recipe)
    same = [line for line in lines if _plain(line.name) == _plain(name)]
    if not same:
        try:
            identity = find_reagent(name).identity
        except OstwaldError:
            identity = ""
        same = [line for line in lines if line.substance.identity == identity]
    written = [line for line in same if not line.is_solvent_of_stock] or same
    if len(written) == 1:
        return written[0]
    if written:
        raise InputError(
            f"the recipe has {len(written)} lines of {name!r}",
            hint="add them up in the recipe, or name one as it is written",
        )
    names = [line.name for line in lines]
    conditions = [one.name.replace(" ", "_") for one in ALL_CONDITIONS]
    near = difflib.get_close_matches(name, [*names, *conditions, BATCH], n=1)
    known = ", ".join(dict.fromkeys([*names, *conditions, BATCH]))
    hint = f"did you mean {near[0]}? " if near else ""
    raise InputError(
        f"{name!r} is neither a reagent of the recipe nor a condition",
        hint=f"{hint}there are {known}",
    )


def _all_lines(recipe: ResolvedRecipe) -> list[ReagentLine]:
    """Return the lines of a recipe, with those of which it has a zero amount."""
    from ostwald.chemistry.identity import identify
    from ostwald.chemistry.lines import ReagentLine

    lines = list(recipe.lines)
    if recipe.recipe is None:
        return lines
    for reagent in recipe.recipe.reagents:
        if reagent.amount.value == 0:
            substance = identify(reagent.name, reagent.smiles).substance
            lines.append(ReagentLine(f"{reagent.name}, none", reagent.name, substance, 0.0))
    return lines


def _mmol(recipe: ResolvedRecipe, line: ReagentLine, value: float, unit: str) -> float:
    """Return the mmol of a substance in so much of what its line measures out."""
    from ostwald.chemistry.amounts import measure_out
    from ostwald.chemistry.identified import Identified
    from ostwald.chemistry.identity import identify
    from ostwald.recipes.amount import Amount

    amount = Amount.model_validate(f"{value!r} {unit}")
    if amount.unit not in AMOUNTS or amount.strength is not None:
        raise InputError(f"{unit!r} is no unit of an amount", hint="use mmol, mg, g, uL or mL")
    written = _as_written(recipe, line)
    if written is not None and written.value and written.unit == amount.unit:
        return line.amount_mmol * amount.value / written.value
    if amount.unit == "mmol":
        return amount.value
    if written is not None and written.strength is not None:
        raise InputError(f"{line.given!r} is a solution", hint="vary it in mL or in mmol")

    def no_solvent(*_: object) -> Substance:
        raise InputError(f"{line.name!r} is a solution", hint="vary it in mmol")

    same = not line.is_solvent_of_stock and not line.is_seeds
    found = identify(line.name) if same else Identified(line.substance)
    if found.substance.identity != line.substance.identity:
        found = Identified(line.substance)
    return measure_out(found, amount, no_solvent).amount_mmol


def _as_written(recipe: ResolvedRecipe, line: ReagentLine) -> Amount | None:
    """Return the amount that a line was written with; None for the solvent of a stock."""
    if recipe.recipe is None or line.is_solvent_of_stock:
        return None
    for reagent in recipe.recipe.reagents:
        if f"{reagent.name}, {reagent.amount.as_written}" == line.given:
            return reagent.amount
    return None


def flask_at(recipe: ResolvedRecipe, axes: Sequence[Axis], at: Sequence[int]) -> ResolvedRecipe:
    """Return the flask at one point of a sweep.

    Solvents of a stock go with what was dissolved in them. An injection temperature that was only
    assumed to be the reaction temperature goes with it.

    Args:
        recipe: What is swept.
        axes: What is varied.
        at: The place on each axis.

    Returns:
        The flask; its chemicals stand in the recipe's order.
    """
    fields: dict[str, float] = {}
    added: dict[str, ResolvedReagent] = {one.substance.identity: one for one in recipe.reagents}
    batch = 1.0
    for axis, k in zip(axes, at, strict=True):
        value = float(axis.values[k])
        if axis.condition is not None:
            fields[axis.condition.field] = value
            if axis.condition is REACTION_TEMPERATURE and follows_reaction_temperature(recipe):
                fields.setdefault(INJECTION_TEMPERATURE.field, value)
        elif axis.line is not None and axis.mmol is not None:
            _set_line(recipe, axis.line, float(axis.mmol[k]), added)
        else:
            batch = value
    for axis, k in zip(axes, at, strict=True):
        if axis.condition is INJECTION_TEMPERATURE:
            fields[INJECTION_TEMPERATURE.field] = float(axis.values[k])
    reagents = tuple(
        ResolvedReagent(one.substance, one.amount_mmol * batch)
        for one in added.values()
        if one.amount_mmol > 0
    )
    return replace(recipe, reagents=reagents, lines=(), **fields)  # type: ignore[arg-type]


def _set_line(
    recipe: ResolvedRecipe, line: ReagentLine, mmol: float, added: dict[str, ResolvedReagent]
) -> None:
    _add(line, mmol - line.amount_mmol, added)
    if line.is_solvent_of_stock or not line.amount_mmol:
        return
    for other in recipe.lines:
        if other.is_solvent_of_stock and other.given == line.given:
            _add(other, other.amount_mmol * (mmol / line.amount_mmol - 1.0), added)


def _add(line: ReagentLine, mmol: float, added: dict[str, ResolvedReagent]) -> None:
    held = added.get(line.substance.identity)
    total = mmol + (held.amount_mmol if held else 0.0)
    # What is left by rounding when a line is taken out is nothing.
    total = 0.0 if abs(total) < 1e-9 * max(abs(mmol), 1e-9) else max(total, 0.0)
    added[line.substance.identity] = ResolvedReagent(line.substance, total)
