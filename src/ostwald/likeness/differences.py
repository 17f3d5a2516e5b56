"""What another recipe does differently, in the words of the bench."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.likeness.substances import likeness


@dataclass(frozen=True)
class _Least:
    """How large a difference must be to be named, and with how many digits it then is.

    Attributes:
        celsius: Of a temperature.
        factor: Between two amounts, or two times.
        celsius_per_min: Of a heating rate.
        digits: Significant digits of what is named.
    """

    celsius: float
    factor: float
    celsius_per_min: float
    digits: int

    @property
    def log_factor(self) -> float:
        """Natural logarithm of the factor."""
        return math.log(self.factor)


WORTH_A_WORD = _Least(celsius=3.0, factor=1.2, celsius_per_min=1.0, digits=2)
# What a balance, a clock and a thermometer can tell apart.
AT_ALL = _Least(celsius=0.5, factor=1.01, celsius_per_min=0.1, digits=3)
# From this likeness on, or with the same usual role, a chemical stands in for another one.
LEAST_LIKENESS = 0.25
SHORTEST_TIME_MIN = 1.0 / 60.0


@dataclass(frozen=True)
class _Difference:
    """A phrase, and how much it matters."""

    text: str
    weight: float


def describe_differences(
    recipe: ResolvedRecipe, other: ResolvedRecipe, most: int | None = None
) -> tuple[str, ...]:
    """Say what another recipe does differently.

    Args:
        recipe: The recipe asked about.
        other: The recipe to compare with it.
        most: How many differences to name at most; all when left out.

    Returns:
        Phrases such as ``+40 degC``, ``no OLA``, ``2x OA``, ``TOP instead of TBP``, seen from
        ``recipe``; those that matter most first. Small differences, such as ``0.86x TOP``, are
        named where there are no others. Empty where the recipes agree in all that they tell.
    """
    found = _found(recipe, other, WORTH_A_WORD) or _found(recipe, other, AT_ALL)
    found.sort(key=lambda difference: -difference.weight)
    return tuple(difference.text for difference in found[:most])


def _found(recipe: ResolvedRecipe, other: ResolvedRecipe, least: _Least) -> list[_Difference]:
    return [
        *_product(recipe, other),
        *_temperatures(recipe, other, least),
        *_time(recipe, other, least),
        *_heating_rate(recipe, other, least),
        *_chemicals(recipe, other, least),
    ]


def _product(recipe: ResolvedRecipe, other: ResolvedRecipe) -> list[_Difference]:
    ours, theirs = recipe.product, other.product
    if ours.label == theirs.label:
        return []
    weight = 10.0 if ours.formula != theirs.formula else 0.5
    return [_Difference(f"{theirs.label} instead of {ours.label}", weight)]


def _temperatures(
    recipe: ResolvedRecipe, other: ResolvedRecipe, least: _Least
) -> list[_Difference]:
    """Name the reaction temperature, and that of injection where it differs by another step."""
    reaction = other.reaction_temperature_c - recipe.reaction_temperature_c
    injection = other.injection_temperature_c - recipe.injection_temperature_c
    found = []
    if abs(reaction) >= least.celsius:
        found.append(_Difference(f"{_celsius(reaction)} degC", abs(reaction) / 20.0))
    if abs(injection) >= least.celsius and abs(injection - reaction) >= least.celsius:
        found.append(_Difference(f"{_celsius(injection)} degC at injection", abs(injection) / 40.0))
    return found


def _time(recipe: ResolvedRecipe, other: ResolvedRecipe, least: _Least) -> list[_Difference]:
    ours = max(recipe.reaction_time_min, SHORTEST_TIME_MIN)
    theirs = max(other.reaction_time_min, SHORTEST_TIME_MIN)
    size = abs(math.log(theirs / ours))
    if size < least.log_factor:
        return []
    there, here = (_minutes(one.reaction_time_min, least.digits) for one in (other, recipe))
    text = f"{there} instead of {here}"
    return [_Difference(text, size)]


def _heating_rate(
    recipe: ResolvedRecipe, other: ResolvedRecipe, least: _Least
) -> list[_Difference]:
    """Name the heating rates; that only one is told is a difference too."""
    ours, theirs = recipe.heating_rate_c_per_min, other.heating_rate_c_per_min
    if ours is None and theirs is None:
        return []
    if ours is None:
        return [_Difference(f"{theirs:g} degC/min, not told here", 0.4)]
    if theirs is None:
        return [_Difference(f"heating rate not told, {ours:g} degC/min here", 0.4)]
    if abs(ours - theirs) < least.celsius_per_min:
        return []
    return [_Difference(f"{theirs:g} instead of {ours:g} degC/min", 0.4)]


def _chemicals(recipe: ResolvedRecipe, other: ResolvedRecipe, least: _Least) -> list[_Difference]:
    ours = {reagent.substance.identity: reagent for reagent in recipe.reagents}
    theirs = {reagent.substance.identity: reagent for reagent in other.reagents}
    gone = [reagent for key, reagent in ours.items() if key not in theirs]
    new = [reagent for key, reagent in theirs.items() if key not in ours]
    ratios = [
        (reagent.substance.abbreviation, theirs[key].amount_mmol / reagent.amount_mmol)
        for key, reagent in ours.items()
        if key in theirs and reagent.amount_mmol > 0 and theirs[key].amount_mmol > 0
    ]
    scale = _scale([ratio for _, ratio in ratios], least.log_factor)
    found = []
    if abs(math.log(scale)) >= least.log_factor:
        found.append(_Difference(f"{_factor(scale, least.digits)} the scale", 0.3))
    for name, ratio in ratios:
        size = abs(math.log(ratio / scale))
        if size >= least.log_factor:
            found.append(_Difference(f"{_factor(ratio / scale, least.digits)} {name}", size))
    return found + _swaps(gone, new)


def _swaps(gone: list[ResolvedReagent], new: list[ResolvedReagent]) -> list[_Difference]:
    """Pair what is gone with what stands in for it, the most alike first."""
    pairs = sorted(
        (
            (-likeness(old.substance, fresh.substance), i, j)
            for i, old in enumerate(gone)
            for j, fresh in enumerate(new)
        ),
    )
    paired: dict[int, int] = {}
    for negative, i, j in pairs:
        if i in paired or j in paired.values():
            continue
        if -negative >= LEAST_LIKENESS or _same_role(gone[i], new[j]):
            paired[i] = j
    found = []
    for i, old in enumerate(gone):
        name = old.substance.abbreviation
        if i in paired:
            fresh = new[paired[i]].substance
            weight = 3.0 * (1.0 - likeness(old.substance, fresh))
            found.append(_Difference(f"{fresh.abbreviation} instead of {name}", weight))
        else:
            found.append(_Difference(f"no {name}", 3.0))
    found += [
        _Difference(f"also {fresh.substance.abbreviation}", 3.0)
        for j, fresh in enumerate(new)
        if j not in paired.values()
    ]
    return found


def _same_role(one: ResolvedReagent, other: ResolvedReagent) -> bool:
    """Tell whether both usually do the same in a flask."""
    return bool(one.substance.roles[:1]) and one.substance.roles[:1] == other.substance.roles[:1]


def _scale(ratios: Sequence[float], hardly: float) -> float:
    """Return the factor by which most amounts differ; 1 unless another one explains more."""
    logs = [math.log(ratio) for ratio in ratios]
    best, explained = 0.0, max(_near(logs, 0.0, hardly), 1)
    if 2 * explained < len(logs) or explained == 1:
        for log in logs:
            count = _near(logs, log, hardly)
            if count > explained:
                best, explained = log, count
    return math.exp(best)


def _near(logs: Sequence[float], centre: float, hardly: float) -> int:
    """Return how many logarithms of factors are hardly apart from one."""
    return sum([abs(log - centre) < hardly for log in logs])


def _celsius(difference: float) -> str:
    """Write a difference of temperature: whole degrees, but for less than two of them."""
    return f"{difference:+.0f}" if abs(difference) >= 2.0 else f"{difference:+.2g}"


def _factor(ratio: float, digits: int) -> str:
    """Write a factor with a few digits: ``2x``, ``0.5x``, ``13x``."""
    return f"{float(f'{ratio:.{digits}g}'):g}x"


def _minutes(minutes: float, digits: int) -> str:
    """Write a time in the unit that a chemist would use."""
    if minutes < 1.0:
        return f"{minutes * 60.0:.0f} s"
    if minutes >= 120.0:
        return f"{float(f'{minutes / 60.0:.{digits}g}'):g} h"
    return f"{float(f'{minutes:.{digits}g}'):g} min"
