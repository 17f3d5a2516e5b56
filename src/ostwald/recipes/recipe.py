"""A synthesis: what is made, from what, and under which conditions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, model_validator

from ostwald.errors import InputError
from ostwald.recipes.base import RecipeModel, clean_text, validator
from ostwald.recipes.limits import (
    HEATING_RATE,
    MAX_NAME_LENGTH,
    MAX_PRODUCT_LENGTH,
    MAX_REAGENTS,
    TEMPERATURE,
    TIME,
    QuantityKind,
)
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.units import read_quantity

ROOM_TEMPERATURE_C = 25.0


def _quantity(kind: QuantityKind) -> BeforeValidator:
    return BeforeValidator(validator(lambda written: read_quantity(written, kind)))


def _optional_quantity(kind: QuantityKind) -> BeforeValidator:
    return BeforeValidator(
        validator(lambda written: None if written is None else read_quantity(written, kind))
    )


def _identifier(value: object) -> str | None:
    return None if value is None else clean_text(value, "the id", MAX_NAME_LENGTH)


def _product(value: object) -> str:
    return clean_text(value, "the product", MAX_PRODUCT_LENGTH)


def _quietly(written: object, kind: QuantityKind) -> float | None:
    try:
        return read_quantity(written, kind)
    except InputError:
        return None


def check_reagents(reagents: Sequence[Reagent]) -> Sequence[Reagent]:
    """Return the reagents if their number makes sense.

    Args:
        reagents: What goes into the flask.

    Returns:
        The same.

    Raises:
        InputError: There are none, or more than `MAX_REAGENTS`.
    """
    if not reagents:
        raise InputError("there are no reagents", hint="give at least one, with its amount")
    if len(reagents) > MAX_REAGENTS:
        raise InputError(f"there are {len(reagents)} reagents; {MAX_REAGENTS} is the most")
    return reagents


class Recipe(RecipeModel):
    """One synthesis of colloidal nanocrystals.

    Attributes:
        id: Name of the recipe, unique in its file; None if it has none.
        product: Formula of the product; a polymorph suffix such as ``CdSe-1`` is allowed.
        reagents: What goes in, at least one.
        injection_temperature_c: Temperature at which the last component meets the rest, in
            degC. If it is not given: the reaction temperature, or 25 degC when a heating
            rate above zero says that the whole mixture is heated up.
        reaction_temperature_c: Temperature at which the crystals grow, in degC.
        reaction_time_min: Time at that temperature, in min.
        heating_rate_c_per_min: Rate of heating from the one temperature to the other, in
            degC/min; 0 for a hot injection, None if it is not known.
    """

    id: Annotated[str | None, BeforeValidator(validator(_identifier))] = None
    product: Annotated[str, BeforeValidator(validator(_product))]
    reagents: Annotated[tuple[Reagent, ...], AfterValidator(validator(check_reagents))]
    injection_temperature_c: Annotated[float, _quantity(TEMPERATURE)]
    reaction_temperature_c: Annotated[float, _quantity(TEMPERATURE)]
    reaction_time_min: Annotated[float, _quantity(TIME)]
    heating_rate_c_per_min: Annotated[float | None, _optional_quantity(HEATING_RATE)] = None

    @model_validator(mode="before")
    @classmethod
    def _fill_injection_temperature(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("injection_temperature_c") is not None:
            return data
        rate = _quietly(data.get("heating_rate_c_per_min"), HEATING_RATE)
        reaction = _quietly(data.get("reaction_temperature_c"), TEMPERATURE)
        # If the reaction temperature is wrong, that is reported, and once is enough.
        start = ROOM_TEMPERATURE_C if rate or reaction is None else reaction
        return {**data, "injection_temperature_c": start}

    @classmethod
    def from_yaml(cls, source: str | Path) -> Recipe:
        """Read one recipe from a file or from text in the recipe file format.

        Args:
            source: A path, the text of a path ending in .yaml, .yml or .json, or YAML text.

        Returns:
            The recipe.

        Raises:
            InputError: It cannot be read, is not one recipe, or the recipe is not valid.
        """
        from ostwald.recipes.recipe_file import read_one_recipe

        return read_one_recipe(source)

    def to_yaml(self) -> str:
        """Return the recipe as the text of a recipe file, which reads back equal."""
        from ostwald.recipes.recipe_file import recipe_to_yaml

        return recipe_to_yaml(self)

    def __str__(self) -> str:
        """Return the recipe in one line, as a chemist would note it."""
        name = f"{self.id}: " if self.id else ""
        parts = ", ".join(str(reagent) for reagent in self.reagents)
        return f"{name}{self.product} from {parts}; {self._conditions}"

    def __repr__(self) -> str:
        """Return the recipe in short."""
        name = f"{self.id!r}, " if self.id else ""
        return f"Recipe({name}{self.product!r}, {len(self.reagents)} reagents, {self._conditions})"

    @property
    def _conditions(self) -> str:
        return (
            f"{self.injection_temperature_c:g} to {self.reaction_temperature_c:g} °C, "
            f"{self.reaction_time_min:.3g} min"
        )
