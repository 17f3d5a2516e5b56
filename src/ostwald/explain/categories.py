"""What a chemical does in one flask: the part of the recipe that it belongs to."""

from __future__ import annotations

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.sources import READY, needed_anions, needed_metals, source_of
from ostwald.chemistry.substance import ProductIdentity, Substance

COMPOSITION = "composition"
CATION = "cation precursor"
ANION = "anion precursor"
LIGAND = "ligand"
SOLVENT = "solvent"
ADDITIVE = "additive"
TEMPERATURE = "temperature"
TIME = "time"
HEATING_RATE = "heating rate"

CHEMICALS = (CATION, ANION, LIGAND, SOLVENT, ADDITIVE)
CONDITIONS = (TEMPERATURE, TIME, HEATING_RATE)
CATEGORIES = (COMPOSITION, *CHEMICALS, *CONDITIONS)

_OF_ROLE = {
    "cation_precursor": CATION,
    "anion_precursor": ANION,
    "ligand": LIGAND,
    "solvent": SOLVENT,
    "reducing_agent": ADDITIVE,
    "additive": ADDITIVE,
}


def categories_of(recipe: ResolvedRecipe) -> tuple[str, ...]:
    """Return the category of each chemical of a flask, in its order.

    A chemical that holds a metal of the product is a cation precursor, whatever else it brings;
    a metal salt of another metal is an additive. What else gives an element of the product is an
    anion precursor if that is its usual role, or if nothing else in the flask has that role.

    Args:
        recipe: The flask.

    Returns:
        One of `CHEMICALS` a reagent.
    """
    product = recipe.product
    first = [_usual(one.substance, product) for one in recipe.reagents]
    if needed_anions(product) and not any(
        category in (ANION, CATION) and _gives_anion(one.substance, product)
        for category, one in zip(first, recipe.reagents, strict=True)
    ):
        first = [
            ANION
            if category in (LIGAND, ADDITIVE)
            and "anion_precursor" in one.substance.roles
            and _gives_anion(one.substance, product)
            else category
            for category, one in zip(first, recipe.reagents, strict=True)
        ]
    return tuple(first)


def _usual(substance: Substance, product: ProductIdentity) -> str:
    """Return what a chemical is by its usual role and by what the product is made of."""
    if substance.composition.keys() & needed_metals(product).keys():
        return CATION
    roles = [role for role in substance.roles if role != "cation_precursor"]
    if not roles:
        return ADDITIVE
    if roles[0] == "anion_precursor" and not _gives_anion(substance, product):
        roles = [*roles[1:], "additive"]
    return _OF_ROLE[roles[0]]


def _gives_anion(substance: Substance, product: ProductIdentity) -> bool:
    return any(
        (source := source_of(substance, element, product)) is not None
        and (source is READY or not source.never)
        for element in needed_anions(product)
    )
