"""What is in the flask after reactions have gone some way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from ostwald.chemistry.intermediates.base import Reaction
from ostwald.chemistry.intermediates.search import (
    highest_temperature_c,
    reactions_among,
    remember,
)
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError

Item = TypeVar("Item")
# Reactions by family that chemicals, given by identity, undergo at a temperature.
Finder = Callable[[tuple[str, ...], float], Mapping[str, tuple[Reaction, ...]]]
# What is left of a used-up reagent by rounding, as a share of what was there.
_ROUNDING = 1e-12

# Boiling points in degC of by-products that leave an open or evacuated flask; CRC Handbook of
# Chemistry and Physics, 97th ed. Hydrogen halides are not among them: amines hold them back.
BOILING_POINT_C = {
    "[H][H]": -253.0, "N#N": -196.0, "[C-]#[O+]": -192.0, "C": -162.0, "C=C": -104.0,
    "CC": -89.0, "O=C=O": -78.0, "FC(F)=C(F)F": -76.0, "S": -60.0, "O=C=S": -50.0, "[SeH2]": -41.0,
    "N": -33.0, "CCCC": -1.0, "CC(C)C": -12.0, "CNC": 7.0, "S=C=S": 46.0, "CCNCC": 56.0,
    "CO": 65.0, "CC#N": 82.0, "CC(C)O": 82.0, "O": 100.0, "CC(=O)O": 118.0,
    "C[Si](C)(C)N[Si](C)(C)C": 126.0, "CC(=O)CC(C)=O": 140.0,
}  # fmt: skip


class Flask:
    """Amounts of substances that reactions use up and form.

    Args:
        recipe: What goes in.
    """

    def __init__(self, recipe: ResolvedRecipe) -> None:
        self.recipe = recipe
        self.substances: dict[str, Substance] = {}
        self.amounts_mmol: dict[str, float] = {}
        for reagent in recipe.reagents:
            identity = remember(reagent.substance)
            self.substances[identity] = reagent.substance
            self.amounts_mmol[identity] = self.amounts_mmol.get(identity, 0.0) + reagent.amount_mmol

    def run(self, reaction: Reaction, extent: float) -> None:
        """Let a reaction go some way.

        Args:
            reaction: The reaction.
            extent: From 0 (nothing) to 1 (the limiting reagent is used up).
        """
        progress_mmol = extent * reaction.limit_mmol(self.amounts_mmol)
        if progress_mmol <= 0:
            return
        for identity, coefficient in reaction.consumed.items():
            before = self.amounts_mmol[identity]
            left = before - coefficient * progress_mmol
            if left > _ROUNDING * before:
                self.amounts_mmol[identity] = left
            else:
                del self.amounts_mmol[identity], self.substances[identity]
        for term in reaction.products:
            identity = remember(term.substance)
            self.substances[identity] = term.substance
            formed = term.coefficient * progress_mmol
            self.amounts_mmol[identity] = self.amounts_mmol.get(identity, 0.0) + formed

    def content(self) -> ResolvedRecipe:
        """Return the recipe with what is in the flask in the place of its reagents."""
        reagents = tuple(
            ResolvedReagent(self.substances[identity], amount)
            for identity, amount in self.amounts_mmol.items()
        )
        return replace(self.recipe, reagents=reagents)


def apply(recipe: ResolvedRecipe, reaction: Reaction, extent: float) -> ResolvedRecipe:
    """Return what is in the flask after one reaction.

    Args:
        recipe: What goes in, or what is there after an earlier reaction.
        reaction: One that `find_reactions` found for it.
        extent: From 0 (nothing) to 1 (the limiting reagent is used up).

    Returns:
        The recipe with the flask's content as its reagents; the mass is the same.

    Raises:
        InputError: The extent is not in 0-1, or a reactant is not in the flask.
    """
    if not 0.0 <= extent <= 1.0:
        raise InputError(f"an extent of {extent:g}", hint="give a number from 0 to 1")
    flask = Flask(recipe)
    missing = [t.label for t in reaction.reactants if t.substance.identity not in flask.substances]
    if missing:
        raise InputError(
            f"{', '.join(missing)} is not in the flask",
            where=reaction.equation,
            hint="choose a reaction that find_reactions returns for this recipe",
        )
    flask.run(reaction, extent)
    return flask.content()


def apply_all(recipe: ResolvedRecipe, steps: Iterable[tuple[Reaction, float]]) -> ResolvedRecipe:
    """Return what is in the flask after several reactions, one after the other.

    Args:
        recipe: What goes in.
        steps: Each reaction with its extent; see `apply`.

    Returns:
        The recipe with the flask's content as its reagents.

    Raises:
        InputError: As `apply` does.
    """
    for reaction, extent in steps:
        recipe = apply(recipe, reaction, extent)
    return recipe


@lru_cache(maxsize=20_000)
def chemical_reactions(
    identities: tuple[str, ...], temperature_c: float
) -> Mapping[str, tuple[Reaction, ...]]:
    """Return the reactions by rule that happen at a temperature, grouped by family.

    Args:
        identities: Substances that the search remembers.
        temperature_c: The temperature in degC.

    Returns:
        Reactions by the name of their family.
    """
    families: dict[str, list[Reaction]] = {}
    for reaction in reactions_among(identities):
        if reaction.happens_at(temperature_c):
            families.setdefault(reaction.family, []).append(reaction)
    return {family: tuple(reactions) for family, reactions in families.items()}


def react(
    recipe: ResolvedRecipe,
    rng: np.random.Generator,
    max_reactions: int = 3,
    finder: Finder = chemical_reactions,
) -> ResolvedRecipe:
    """Return a recipe's flask after up to some reactions, chosen at random, of random extents.

    A family is drawn first and then one of its reactions, so that a family of many reactions
    does not crowd out the others; products can react on.

    Args:
        recipe: What goes in.
        rng: Source of randomness; the same state gives the same flask.
        max_reactions: One to this many reactions run.
        finder: Which reactions there are; those by rule when left out.

    Returns:
        The recipe with the flask's content as its reagents; the recipe itself where nothing
        reacts.
    """
    flask = Flask(recipe)
    temperature_c = highest_temperature_c(recipe)
    draws = rng.random((1 + max_reactions, 3))
    done: set[Reaction] = set()
    for family_draw, reaction_draw, extent in draws[1 : 2 + int(draws[0, 0] * max_reactions)]:
        families = finder(tuple(sorted(flask.substances)), temperature_c)
        if not families:
            break
        reactions = _pick(tuple(families.values()), family_draw)
        reaction = _pick(reactions, reaction_draw)
        if reaction not in done:
            done.add(reaction)
            flask.run(reaction, float(extent))
    return flask.content() if done else recipe


def without_gases(recipe: ResolvedRecipe) -> ResolvedRecipe:
    """Return a flask without the by-products that boil off at its temperature.

    Args:
        recipe: A recipe as `react` returns it.

    Returns:
        The recipe without them; reagents of the original recipe stay.
    """
    temperature_c = highest_temperature_c(recipe)
    kept = tuple(r for r in recipe.reagents if not _boils_off(r.substance, temperature_c))
    return replace(recipe, reagents=kept) if len(kept) < len(recipe.reagents) else recipe


def _boils_off(substance: Substance, temperature_c: float) -> bool:
    boiling_point = BOILING_POINT_C.get(substance.smiles or "")
    return boiling_point is not None and boiling_point < temperature_c


def _pick(items: tuple[Item, ...], draw: float) -> Item:
    return items[int(draw * len(items))]
