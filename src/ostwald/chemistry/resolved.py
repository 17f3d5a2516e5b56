"""Recipes whose chemicals are known and whose amounts are all in mmol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ostwald.chemistry.amounts import amount_mmol
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.products import find_product
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.errors import InputError, OstwaldError

if TYPE_CHECKING:
    from ostwald.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class ResolvedReagent:
    """A chemical and how much of it goes in."""

    substance: Substance
    amount_mmol: float


@dataclass(frozen=True, slots=True)
class ResolvedRecipe:
    """A recipe that models can work with.

    Attributes:
        reagents: One a chemical, in the order of the recipe; a chemical that the recipe names
            twice stands once, with the sum.
        warnings: What a person should know: new, doubtful or merged chemicals.
        recipe: What it was made from.
    """

    id: str | None
    product: ProductIdentity
    reagents: tuple[ResolvedReagent, ...]
    injection_temperature_c: float
    reaction_temperature_c: float
    reaction_time_min: float
    heating_rate_c_per_min: float | None
    warnings: tuple[str, ...] = ()
    recipe: Recipe | None = None


def resolve_recipe(recipe: Recipe) -> ResolvedRecipe:
    """Find out what every chemical of a recipe is, and how many mmol of it there are.

    Args:
        recipe: The recipe as it was written.

    Returns:
        The recipe with substances in the place of names.

    Raises:
        InputError: A chemical or the product is unknown, or an amount cannot be turned into
            mmol; ``where`` names the reagent.
    """
    try:
        product = find_product(recipe.product)
    except OstwaldError as error:
        raise error.at("product") from error
    warnings = _product_warnings(product)
    amounts: dict[str, ResolvedReagent] = {}
    for number, reagent in enumerate(recipe.reagents, start=1):
        try:
            substance = find_reagent(reagent.name, reagent.smiles)
            mmol = amount_mmol(substance, reagent.amount, reagent.name)
        except InputError as error:
            raise error.at(f'reagent {number}, "{reagent.name}"') from error
        identity = substance.identity
        earlier = amounts.get(identity)
        if earlier is None:
            amounts[identity] = ResolvedReagent(substance, mmol)
            warnings += _reagent_warnings(substance)
        else:
            total = earlier.amount_mmol + mmol
            amounts[identity] = ResolvedReagent(earlier.substance, total)
            warnings.append(f"{substance.label} is named more than once; the amounts are added up")
    return ResolvedRecipe(
        id=recipe.id,
        product=product,
        reagents=tuple(amounts.values()),
        injection_temperature_c=recipe.injection_temperature_c,
        reaction_temperature_c=recipe.reaction_temperature_c,
        reaction_time_min=recipe.reaction_time_min,
        heating_rate_c_per_min=recipe.heating_rate_c_per_min,
        warnings=tuple(dict.fromkeys(warnings)),
        recipe=recipe,
    )


def _product_warnings(product: ProductIdentity) -> list[str]:
    if product.is_new:
        return [f"the product {product.label} is new to the program ({product.note})"]
    if product.status == "unidentified":
        return [f"the product {product.label} is not identified with confidence: {product.note}"]
    return []


def _reagent_warnings(substance: Substance) -> list[str]:
    if substance.is_new:
        return [f"{substance.abbreviation} is new to the program ({substance.note})"]
    if substance.status == "unidentified":
        return [f"{substance.label} is not identified with confidence: {substance.note}"]
    return []
