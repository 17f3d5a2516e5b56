"""A recipe's flask once the precursors have reacted: what the crystals really grow from."""

from __future__ import annotations

from ostwald.chemistry.intermediates.base import Reaction
from ostwald.chemistry.intermediates.flask import Flask, chemical_reactions, without_gases
from ostwald.chemistry.intermediates.search import highest_temperature_c
from ostwald.chemistry.resolved import ResolvedRecipe

MAX_REACTIONS = 6
"""More than this many steps are side reactions of side products."""


def complete(
    recipe: ResolvedRecipe, max_reactions: int = MAX_REACTIONS, *, forms_product: bool = True
) -> ResolvedRecipe:
    """Return what is in the flask when reactions have gone to their end, one after the other.

    Reactions run in the order in which the rules find them, each until its limiting reagent is
    used up, then what has become possible; by-products that boil off are left out. Recipes that
    name their precursors differently (an oxide and an acid, or the carboxylate that they form)
    become alike, which is what lets a model carry over from one paper to another.

    Args:
        recipe: What goes in.
        max_reactions: Most reactions to run.
        forms_product: Whether reactions that make the product itself run as well; without
            them the flask is as it is just before the crystals form.

    Returns:
        The recipe with the flask's content as its reagents. Nothing in it is random.
    """
    flask = Flask(recipe)
    temperature_c = highest_temperature_c(recipe)
    done: set[Reaction] = set()
    for _ in range(max_reactions):
        reaction = _next_reaction(flask, temperature_c, done)
        if reaction is None:
            break
        done.add(reaction)
        if not forms_product and _makes(reaction, recipe):
            continue
        flask.run(reaction, 1.0)
    return without_gases(flask.content()) if done else recipe


def _next_reaction(flask: Flask, temperature_c: float, done: set[Reaction]) -> Reaction | None:
    families = chemical_reactions(tuple(sorted(flask.substances)), temperature_c)
    return next((r for reactions in families.values() for r in reactions if r not in done), None)


def _makes(reaction: Reaction, recipe: ResolvedRecipe) -> bool:
    """Tell whether a reaction makes a solid of the product's elements alone."""
    wanted = set(recipe.product.composition)
    return any(
        set(term.substance.composition) == wanted and len(wanted) > 1 for term in reaction.products
    )
