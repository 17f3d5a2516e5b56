"""Recipes whose chemicals are known and whose amounts are all in mmol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.lines import FlaskLines, ReagentLine, read_lines
from ostwald.chemistry.products import find_product
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.errors import InputError, OstwaldError, raise_all

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
        lines: What was written, line by line, then the solvents of stocks.
        assumptions: What was read into the recipe, in words.
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
    lines: tuple[ReagentLine, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know beside any result: warnings, assumptions, notes on lines."""
        notes = (
            f"{line.name}: {note}"
            for line in self.lines
            if not line.is_solvent_of_stock
            for note in line.notes
        )
        return tuple(dict.fromkeys((*self.warnings, *self.assumptions, *notes)))


def resolve_recipe(recipe: Recipe) -> ResolvedRecipe:
    """Find out what every chemical of a recipe is, and how many mmol of it there are.

    Args:
        recipe: The recipe as it was written.

    Returns:
        The recipe with substances in the place of names.

    Raises:
        InputError: A chemical or the product is unknown, or an amount cannot be turned into
            mmol; all that is wrong at once, ``where`` names the reagent.
    """
    product, flask = _product_and_lines(recipe)
    _check_additions(recipe, flask)
    reagents, merged = _merged(flask.lines)
    warnings = [*_product_warnings(product), *merged]
    warnings += [f"{line.name}: {doubt}" for line in flask.lines for doubt in line.doubts]
    left_out = [f"{name} is left out: its amount is zero" for name in flask.left_out]
    return ResolvedRecipe(
        id=recipe.id,
        product=product,
        reagents=reagents,
        injection_temperature_c=recipe.injection_temperature_c,
        reaction_temperature_c=recipe.reaction_temperature_c,
        reaction_time_min=recipe.reaction_time_min,
        heating_rate_c_per_min=recipe.heating_rate_c_per_min,
        warnings=tuple(dict.fromkeys(warnings)),
        recipe=recipe,
        lines=flask.lines,
        assumptions=(*_product_assumptions(recipe, product), *recipe.assumptions, *left_out),
    )


def _product_and_lines(recipe: Recipe) -> tuple[ProductIdentity, FlaskLines]:
    errors: list[OstwaldError] = []
    product = None
    try:
        product = find_product(recipe.product)
    except OstwaldError as error:
        errors.append(error.at("product"))
    try:
        nothing = ProductIdentity(recipe.product, "")
        published = recipe.vocabulary == "published"
        lines = read_lines(recipe.reagents, product or nothing, published=published)
    except OstwaldError as error:
        errors += getattr(error, "errors", (error,))
    raise_all(errors)
    assert product is not None  # noqa: S101 - an unknown product is an error and was raised
    return product, lines


def _merged(lines: tuple[ReagentLine, ...]) -> tuple[tuple[ResolvedReagent, ...], list[str]]:
    """Return one reagent a chemical, and what a person should know of them."""
    amounts: dict[str, ResolvedReagent] = {}
    warnings: list[str] = []
    for line in lines:
        identity = line.substance.identity
        earlier = amounts.get(identity)
        if earlier is None:
            if line.amount_mmol > 0:
                amounts[identity] = ResolvedReagent(line.substance, line.amount_mmol)
            warnings += [] if line.is_seeds else _reagent_warnings(line.substance)
            continue
        total = earlier.amount_mmol + line.amount_mmol
        amounts[identity] = ResolvedReagent(earlier.substance, total)
        if not line.is_solvent_of_stock:
            warnings.append(
                f"{line.substance.label} is named more than once; the amounts are added up"
            )
    return tuple(amounts.values()), warnings


def _check_additions(recipe: Recipe, flask: FlaskLines) -> None:
    """Raise an error where the procedure adds what is no reagent."""
    names = {reagent.name.casefold() for reagent in recipe.reagents}
    identities = {line.substance.identity for line in flask.lines}
    errors = []
    for number, step in enumerate(recipe.procedure, start=1):
        for name in step.add or ():
            if name.casefold() in names or _identity(name) in identities:
                continue
            known = ", ".join(reagent.name for reagent in recipe.reagents)
            errors.append(
                InputError(
                    f"it adds {name!r}, which is no reagent of the recipe",
                    where=f"procedure, step {number}",
                    hint=f"the reagents are {known}",
                )
            )
    raise_all(errors)


def _identity(name: str) -> str | None:
    try:
        return find_reagent(name).identity
    except InputError:
        return None


def _product_assumptions(recipe: Recipe, product: ProductIdentity) -> list[str]:
    """Return what a product written in another way than the table's was taken for."""
    if recipe.product == product.label or product.is_new:
        return []
    note = f": {product.note}" if product.note else ""
    return [f"the product {recipe.product} is taken for {product.label}{note}"]


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
