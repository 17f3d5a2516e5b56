"""Flasks in which parts are swapped for those of other published flasks, each in its own role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.explain.categories import (
    ADDITIVE,
    ANION,
    CATION,
    CHEMICALS,
    COMPOSITION,
    HEATING_RATE,
    LIGAND,
    SOLVENT,
    TEMPERATURE,
    TIME,
    categories_of,
)
from ostwald.explain.typical import metal_mmol

_FIELDS = {
    TEMPERATURE: ("injection_temperature_c", "reaction_temperature_c"),
    TIME: ("reaction_time_min",),
    HEATING_RATE: ("heating_rate_c_per_min",),
}


@dataclass(frozen=True)
class Donors:
    """Where the parts of a flask are swapped from.

    Attributes:
        alike: Another recipe of the same product: its ligands, solvents, additives, conditions,
            and precursors.
        other: A recipe of another product: with the composition, its product and precursors come.
        other_alike: One more of that other product: its precursors come when both composition
            and precursors are swapped.
    """

    alike: ResolvedRecipe
    other: ResolvedRecipe
    other_alike: ResolvedRecipe


class DonorPool:
    """Published recipes to swap parts from.

    Args:
        recipes: n recipes.
        papers: The paper of each; donors come from other papers where there are any.
    """

    def __init__(self, recipes: Sequence[ResolvedRecipe], papers: Sequence[str]) -> None:
        self._recipes = list(recipes)
        self._papers = np.array(papers, dtype=object)
        self._of: dict[str, list[int]] = defaultdict(list)
        for k, recipe in enumerate(recipes):
            self._of[recipe.product.formula].append(k)

    def draw(
        self, recipe: ResolvedRecipe, paper: str, generator: np.random.Generator
    ) -> Donors | None:
        """Return donors for a recipe; None where no other recipe of its product is known."""
        formula = recipe.product.formula
        alike = self._draw(formula, paper, recipe, generator)
        formulas = [other for other in self._of if other != formula]
        if alike is None or not formulas:
            return None
        # Recipes are drawn, not products, so that what is often made is often drawn.
        others = np.array([len(self._of[other]) for other in formulas], dtype=float)
        chosen = formulas[int(generator.choice(len(formulas), p=others / others.sum()))]
        first = self._recipes[int(generator.choice(self._of[chosen]))]
        second = self._draw(chosen, paper, first, generator) or first
        return Donors(alike, first, second)

    def _draw(
        self, formula: str, paper: str, recipe: ResolvedRecipe, generator: np.random.Generator
    ) -> ResolvedRecipe | None:
        rows = np.array(self._of.get(formula, ()), dtype=int)
        elsewhere = rows[self._papers[rows] != paper] if len(rows) else rows
        for some in (elsewhere, rows):
            found = [k for k in some.tolist() if self._recipes[k] is not recipe]
            if found:
                return self._recipes[int(generator.choice(found))]
        return None


def swapped(recipe: ResolvedRecipe, donors: Donors, categories: Collection[str]) -> ResolvedRecipe:
    """Return a flask with some of its parts swapped.

    Amounts of a donor are brought to the recipe's batch, per mmol of the product's metals.

    Args:
        recipe: The flask.
        donors: Where parts come from.
        categories: Which parts, of ``CATEGORIES``.

    Returns:
        The flask, its chemicals added up.
    """
    new_product = COMPOSITION in categories
    source = {
        category: donors.alike if category in categories else recipe
        for category in (LIGAND, SOLVENT, ADDITIVE)
    }
    for category in (CATION, ANION):
        also = category in categories
        if new_product:
            source[category] = donors.other_alike if also else donors.other
        else:
            source[category] = donors.alike if also else recipe
    amounts: dict[str, ResolvedReagent] = {}
    scale = metal_mmol(recipe)
    for category in CHEMICALS:
        flask = source[category]
        factor = scale / metal_mmol(flask) if flask is not recipe else 1.0
        for one in _part(flask, category):
            held = amounts.get(one.substance.identity)
            total = one.amount_mmol * factor + (held.amount_mmol if held else 0.0)
            amounts[one.substance.identity] = ResolvedReagent(one.substance, total)
    fields: dict[str, Any] = {}
    for category, names in _FIELDS.items():
        if category in categories:
            fields |= {name: getattr(donors.alike, name) for name in names}
    product = donors.other.product if new_product else recipe.product
    return replace(recipe, product=product, reagents=tuple(amounts.values()), lines=(), **fields)


def _part(flask: ResolvedRecipe, category: str) -> list[ResolvedReagent]:
    return [
        one for of, one in zip(categories_of(flask), flask.reagents, strict=True) if of == category
    ]
