"""What makes a flask impossible, whatever a model has learnt."""

from __future__ import annotations

from collections.abc import Sequence

from ostwald.chemistry.descriptors.elemental import element_order
from ostwald.chemistry.descriptors.supply import needed_ions
from ostwald.chemistry.resolved import ResolvedRecipe


def impossible(recipe: ResolvedRecipe) -> tuple[str, ...]:
    """Name what makes a recipe impossible.

    Args:
        recipe: A resolved recipe.

    Returns:
        One sentence each; empty for a flask that can give its product.
    """
    cations, anions = needed_ions(recipe.product)
    present: set[str] = set()
    for reagent in recipe.reagents:
        present.update(reagent.substance.composition)
    lacking = [s for s, k in element_order().items() if (cations + anions)[k] > 0]
    return tuple(f"no reagent brings {s}" for s in _missing(lacking, present))


def _missing(wanted: Sequence[str], present: set[str]) -> list[str]:
    return [symbol for symbol in wanted if symbol not in present]
