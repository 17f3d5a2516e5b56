"""What can differ between a flask and the typical one: each chemical and each condition.

A chemical meets the typical chemical of the same category: where the two differ, one replaces the
other; what only one of the flasks holds is there or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.sources import needed_elements
from ostwald.explain.categories import HEATING_RATE, TEMPERATURE, TIME, categories_of
from ostwald.explain.typical import TypicalFlask, metal_mmol
from ostwald.recipes.procedure import start_in_words

SAME = 5e-3
"""Relative difference below which two amounts or conditions are the same: medians are rounded."""

_IN_MOL = 999.5


@dataclass(frozen=True)
class Condition:
    """A condition of a recipe, under the names that people use.

    Attributes:
        name: What it is called.
        field: Where `ResolvedRecipe` has it.
        category: One of ``CONDITIONS``.
        unit: Its unit.
    """

    name: str
    field: str
    category: str
    unit: str


REACTION_TEMPERATURE = Condition(
    "reaction temperature", "reaction_temperature_c", TEMPERATURE, "degC"
)
INJECTION_TEMPERATURE = Condition(
    "injection temperature", "injection_temperature_c", TEMPERATURE, "degC"
)
REACTION_TIME = Condition("reaction time", "reaction_time_min", TIME, "min")
RATE = Condition("heating rate", "heating_rate_c_per_min", HEATING_RATE, "degC/min")
ALL_CONDITIONS = (REACTION_TEMPERATURE, INJECTION_TEMPERATURE, REACTION_TIME, RATE)


@dataclass(frozen=True)
class Player:
    """One thing that differs between this flask and the typical one.

    Attributes:
        what: The chemical, as the recipe names it, or the condition.
        category: Of ``CATEGORIES``.
        here: The chemicals or the values that this flask has.
        typically: Those of the typical flask.
    """

    what: str
    category: str
    here: tuple[ResolvedReagent, ...] | dict[str, float | None]
    typically: tuple[ResolvedReagent, ...] | dict[str, float | None]

    def in_words(self, *, here: bool) -> str:
        """Return the state of this flask, or the typical one, such as ``8 mmol``."""
        state = self.here if here else self.typically
        other = self.typically if here else self.here
        if isinstance(state, dict):
            units = {one.field: one.unit for one in ALL_CONDITIONS}
            field, value = next(iter(state.items()))
            return f"{value:g} {units[field]}" if value is not None else "not known"
        if not state:
            return "none"
        amount = amount_in_words(state[0].amount_mmol)
        alike = isinstance(other, tuple) and (
            not other or other[0].substance.identity == state[0].substance.identity
        )
        return amount if alike else f"{amount} {state[0].substance.abbreviation}"


def amount_in_words(mmol: float) -> str:
    """Return an amount with three digits, in mol where it is large, such as ``2.77 mol``."""
    return f"{mmol / 1000:.3g} mol" if mmol >= _IN_MOL else f"{mmol:.3g} mmol"


def follows_reaction_temperature(recipe: ResolvedRecipe) -> bool:
    """Tell whether the injection temperature was only assumed to be the reaction temperature."""
    return start_in_words(recipe.reaction_temperature_c) in recipe.assumptions and (
        recipe.injection_temperature_c == recipe.reaction_temperature_c
    )


def players_of(recipe: ResolvedRecipe, typical: TypicalFlask) -> list[Player]:
    """Return what differs between a flask and the typical one.

    Args:
        recipe: The flask.
        typical: The typical flask of its product.

    Returns:
        Chemicals in the order of the recipe, then those that only the typical flask has, then
        conditions.
    """
    return [*_chemicals(recipe, typical), *_conditions(recipe, typical)]


def _conditions(recipe: ResolvedRecipe, typical: TypicalFlask) -> list[Player]:
    together = follows_reaction_temperature(recipe)
    found = []
    for one in ALL_CONDITIONS:
        here, usual = getattr(recipe, one.field), typical.conditions.get(one.field)
        if here is None or usual is None or (together and one is INJECTION_TEMPERATURE):
            continue
        fields = [one.field]
        if together and one is REACTION_TEMPERATURE:
            fields.append(INJECTION_TEMPERATURE.field)
        if abs(here - usual) > SAME * max(abs(here), abs(usual), 1e-9):
            found.append(
                Player(
                    one.name,
                    one.category,
                    dict.fromkeys(fields, here),
                    dict.fromkeys(fields, usual),
                )
            )
    return found


def _chemicals(recipe: ResolvedRecipe, typical: TypicalFlask) -> list[Player]:
    usual = list(typical.reagents(metal_mmol(recipe)))
    categories = categories_of(recipe)
    compared = {category for category, _ in usual} if not typical.has_precursors else None
    partner: dict[int, ResolvedReagent] = {}
    for exact in (True, False):
        for k, (category, mine) in enumerate(zip(categories, recipe.reagents, strict=True)):
            if k in partner:
                continue
            matches = [o for o in usual if _match(category, mine, *o, recipe, exact=exact)]
            if matches:
                match = max(matches, key=lambda o: _elements_shared(mine, o[1]))
                usual.remove(match)
                partner[k] = match[1]
    found = []
    for k, (category, mine) in enumerate(zip(categories, recipe.reagents, strict=True)):
        if compared is not None and category not in compared:
            continue
        other = (partner[k],) if k in partner else ()
        if other and _same(mine, other[0]):
            continue
        found.append(Player(_name(recipe, mine), category, (mine,), other))
    for category, one in usual:
        found.append(Player(one.substance.name or one.substance.abbreviation, category, (), (one,)))
    return found


def _match(
    category: str,
    mine: ResolvedReagent,
    other_category: str,
    other: ResolvedReagent,
    recipe: ResolvedRecipe,
    *,
    exact: bool,
) -> bool:
    if exact:
        return mine.substance.identity == other.substance.identity
    if category != other_category:
        return False
    needed = needed_elements(recipe.product).keys()
    give = mine.substance.composition.keys() & needed
    gives = other.substance.composition.keys() & needed
    return bool(give & gives) or not category.endswith("precursor")


def _elements_shared(one: ResolvedReagent, other: ResolvedReagent) -> float:
    """Return how many elements two chemicals share, so that an acid meets an acid."""
    a, b = one.substance.composition.keys(), other.substance.composition.keys()
    return len(a & b) / max(len(a | b), 1)


def _same(one: ResolvedReagent, other: ResolvedReagent) -> bool:
    return (
        one.substance.identity == other.substance.identity
        and abs(one.amount_mmol - other.amount_mmol) <= SAME * one.amount_mmol
    )


def _name(recipe: ResolvedRecipe, reagent: ResolvedReagent) -> str:
    """Return the name that the recipe has for a chemical."""
    for line in recipe.lines:
        if line.substance.identity == reagent.substance.identity:
            return line.name
    return reagent.substance.name or reagent.substance.abbreviation


def flask_of(
    recipe: ResolvedRecipe, players: Sequence[Player], joined: NDArray[np.bool_]
) -> ResolvedRecipe:
    """Return the flask in which some players are as here, and the others as is typical.

    Args:
        recipe: The flask; what is no player stays.
        players: What differs.
        joined: (players,) who is as here.

    Returns:
        A flask; the recipe itself if all are.
    """
    if joined.all():
        return recipe
    fields: dict[str, float | None] = {}
    moved = {
        one.substance.identity
        for player in players
        if isinstance(player.here, tuple)
        for one in player.here
    }
    amounts = {
        one.substance.identity: one
        for one in recipe.reagents
        if one.substance.identity not in moved
    }
    for player, is_here in zip(players, joined.tolist(), strict=True):
        state = player.here if is_here else player.typically
        if isinstance(state, dict):
            fields.update(state)
            continue
        for one in state:
            held = amounts.get(one.substance.identity)
            total = one.amount_mmol + (held.amount_mmol if held else 0.0)
            amounts[one.substance.identity] = ResolvedReagent(one.substance, total)
    return replace(recipe, reagents=tuple(amounts.values()), lines=(), **fields)  # type: ignore[arg-type]
