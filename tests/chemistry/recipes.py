"""Recipes written in a line, for tests of whole flasks."""

from __future__ import annotations

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.recipes.amount import parse_amount
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe


def flask(
    product: str,
    reagents: str,
    injection_c: float,
    reaction_c: float | None = None,
    minutes: float = 10.0,
    rate: float | None = None,
) -> ResolvedRecipe:
    """Return a resolved recipe of ``"CdO 0.4 mmol; ODE 11 mL"`` at some temperatures."""
    parts = [part.split() for part in reagents.split(";")]
    return resolve_recipe(
        Recipe(
            product=product,
            reagents=tuple(
                Reagent(name=" ".join(words[:-2]), amount=parse_amount(" ".join(words[-2:])))
                for words in parts
            ),
            injection_temperature_c=injection_c,
            reaction_temperature_c=injection_c if reaction_c is None else reaction_c,
            reaction_time_min=minutes,
            heating_rate_c_per_min=rate,
        )
    )
