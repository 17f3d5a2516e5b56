"""A chemical that goes into the flask."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from ostwald.recipes.amount import Amount
from ostwald.recipes.base import RecipeModel, clean_text, validator
from ostwald.recipes.limits import (
    MAX_NAME_LENGTH,
    MAX_PRODUCT_LENGTH,
    MAX_SMILES_LENGTH,
    SEED_SIZE,
)
from ostwald.recipes.units import read_quantity

_EXAMPLES = ["4 mmol", "250 mg", "3 mL", "2 mL of 1 M in toluene", "2 equiv to Pb", 4]


def _name(value: object) -> str:
    return clean_text(value, "the reagent's name", MAX_NAME_LENGTH)


def _smiles(value: object) -> str | None:
    return None if value is None else clean_text(value, "the SMILES", MAX_SMILES_LENGTH)


def _size(value: object) -> float:
    return read_quantity(value, SEED_SIZE)


def _product(value: object) -> str:
    return clean_text(value, "the product of the seeds", MAX_PRODUCT_LENGTH)


class Seeds(RecipeModel):
    """Nanocrystals that go in, to grow.

    Attributes:
        product: What they are, as the product of a recipe is written.
        size_nm: Their equal-area diameter in nm; None if it is not known.
    """

    product: Annotated[str, BeforeValidator(validator(_product))]
    size_nm: Annotated[
        float | None,
        BeforeValidator(validator(lambda value: None if value is None else _size(value))),
        WithJsonSchema({"type": ["number", "string"], "examples": ["3 nm"]}),
    ] = Field(default=None, alias="size")

    model_config = ConfigDict(populate_by_name=True)


class Reagent(RecipeModel):
    """A chemical and how much of it goes in.

    Attributes:
        name: Abbreviation, formula, full name or synonym.
        amount: Moles, mass or volume; texts such as ``"3 mL"`` are read.
        smiles: The structure, for a chemical that the program does not know.
        seeds: For nanocrystals as a reagent: what they are; the amount is that of the metal.
    """

    model_config = ConfigDict(
        json_schema_extra={"description": "A chemical and how much of it goes in."}
    )

    name: Annotated[str, BeforeValidator(validator(_name))] = Field(
        description="Abbreviation, formula, full name or synonym of the chemical.",
        min_length=1,
        max_length=MAX_NAME_LENGTH,
    )
    amount: Annotated[
        Amount,
        WithJsonSchema({"type": ["number", "string"], "examples": _EXAMPLES}),
    ] = Field(
        description="Moles, mass, volume, part of a solution or equivalents; a bare number is "
        "in mmol."
    )
    smiles: Annotated[str | None, BeforeValidator(validator(_smiles))] = Field(
        default=None,
        description="Structure as SMILES, for a chemical that ostwald does not know by name.",
        max_length=MAX_SMILES_LENGTH,
    )
    seeds: Seeds | None = Field(
        default=None, description="For nanocrystals as a reagent: their product and size."
    )

    def __str__(self) -> str:
        """Return the reagent in a few words, such as ``4 mmol PbO``."""
        return f"{self.amount} {self.name}"

    def __repr__(self) -> str:
        """Return the reagent in short."""
        smiles = f", smiles={self.smiles!r}" if self.smiles else ""
        return f"Reagent({self.name!r}, {str(self.amount)!r}{smiles})"
