"""What another recipe does differently, in the words of the bench."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.likeness.substances import likeness

# Smaller differences are not worth a word.
LEAST_TEMPERATURE_C = 3.0
LEAST_FACTOR = 1.2
LOG_LEAST_FACTOR = math.log(LEAST_FACTOR)
LEAST_RATE_C_PER_MIN = 1.0
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
        ``recipe``; those that matter most first. Empty where the recipes agree.
    """
    found = [
        *_product(recipe, other),
        *_temperatures(recipe, other),
        *_time(recipe, other),
        *_heating_rate(recipe, other),
        *_chemicals(recipe, other),
    ]
    found.sort(key=lambda difference: -difference.weight)
    return tuple(difference.text for difference in found[:most])


def _product(recipe: ResolvedRecipe, other: ResolvedRecipe) -> list[_Difference]:
    ours, theirs = recipe.product, other.product
    if ours.label == theirs.label:
        return []
    weight = 10.0 if ours.formula != theirs.formula else 0.5
    return [_Difference(f"{theirs.label} instead of {ours.label}", weight)]


def _temperatures(recipe: ResolvedRecipe, other: ResolvedRecipe) -> list[_Difference]:
    """Name the reaction temperature, and that of injection where it differs by another step."""
    reaction = other.reaction_temperature_c - recipe.reaction_temperature_c
    injection = other.injection_temperature_c - recipe.injection_temperature_c
    found = []
    if abs(reaction) >= LEAST_TEMPERATURE_C:
        found.append(_Difference(f"{reaction:+.0f} degC", abs(reaction) / 20.0))
    if abs(injection) >= LEAST_TEMPERATURE_C and abs(injection - reaction) >= LEAST_TEMPERATURE_C:
        found.append(_Difference(f"{injection:+.0f} degC at injection", abs(injection) / 40.0))
    return found


def _time(recipe: ResolvedRecipe, other: ResolvedRecipe) -> list[_Difference]:
    ours = max(recipe.reaction_time_min, SHORTEST_TIME_MIN)
    theirs = max(other.reaction_time_min, SHORTEST_TIME_MIN)
    size = abs(math.log(theirs / ours))
    if size < LOG_LEAST_FACTOR:
        return []
    text = f"{_minutes(other.reaction_time_min)} instead of {_minutes(recipe.reaction_time_min)}"
    return [_Difference(text, size)]


def _heating_rate(recipe: ResolvedRecipe, other: ResolvedRecipe) -> list[_Difference]:
    """Name the heating rates where both are known."""
    ours, theirs = recipe.heating_rate_c_per_min, other.heating_rate_c_per_min
    if ours is None or theirs is None or abs(ours - theirs) < LEAST_RATE_C_PER_MIN:
        return []
    return [_Difference(f"{theirs:g} instead of {ours:g} degC/min", 0.4)]


def _chemicals(recipe: ResolvedRecipe, other: ResolvedRecipe) -> list[_Difference]:
    ours = {reagent.substance.identity: reagent for reagent in recipe.reagents}
    theirs = {reagent.substance.identity: reagent for reagent in other.reagents}
    gone = [reagent for key, reagent in ours.items() if key not in theirs]
    new = [reagent for key, reagent in theirs.items() if key not in ours]
    ratios = {
        reagent.substance.abbreviation: theirs[key].amount_mmol / reagent.amount_mmol
        for key, reagent in ours.items()
        if key in theirs and reagent.amount_mmol > 0 and theirs[key].amount_mmol > 0
    }
    scale = _scale(list(ratios.values()))
    found = []
    if _factor_size(scale) > 0:
        found.append(_Difference(f"{_factor(scale)} the scale", 0.3))
    for name, ratio in ratios.items():
        size = _factor_size(ratio / scale)
        if size > 0:
            found.append(_Difference(f"{_factor(ratio / scale)} {name}", size))
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


def _scale(ratios: Sequence[float]) -> float:
    """Return the factor by which most amounts differ; 1 unless another one explains more."""
    logs = [math.log(ratio) for ratio in ratios]
    best, explained = 0.0, max(_near(logs, 0.0), 1)
    if 2 * explained < len(logs) or explained == 1:
        for log in logs:
            count = _near(logs, log)
            if count > explained:
                best, explained = log, count
    return math.exp(best)


def _near(logs: Sequence[float], centre: float) -> int:
    """Return how many logarithms of factors are hardly apart from one."""
    return sum([abs(log - centre) < LOG_LEAST_FACTOR for log in logs])


def _factor_size(ratio: float) -> float:
    """Return how far a factor is from 1 in powers of e, 0 where it is hardly one."""
    size = abs(math.log(ratio))
    return size if size >= LOG_LEAST_FACTOR else 0.0


def _factor(ratio: float) -> str:
    """Write a factor with two digits: ``2x``, ``0.5x``, ``13x``."""
    return f"{float(f'{ratio:.2g}'):g}x"


def _minutes(minutes: float) -> str:
    """Write a time in the unit that a chemist would use."""
    if minutes < 1.0:
        return f"{minutes * 60.0:.0f} s"
    if minutes >= 120.0:
        return f"{float(f'{minutes / 60.0:.2g}'):g} h"
    return f"{float(f'{minutes:.2g}'):g} min"
