"""A synthesis: what is made, from what, and under which conditions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from ostwald.errors import InputError
from ostwald.recipes.base import RecipeModel, clean_text, validator
from ostwald.recipes.limits import (
    HEATING_RATE,
    MAX_NAME_LENGTH,
    MAX_PRODUCT_LENGTH,
    MAX_REAGENTS,
    PH,
    TEMPERATURE,
    TIME,
    QuantityKind,
    check_range,
    format_number,
)
from ostwald.recipes.procedure import MAX_STEPS, Conditions, Step, conditions_of, start_in_words
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.units import ROOM_TEMPERATURE_C, is_room_temperature, read_quantity

Pressure = Literal["open", "autoclave"]

_PRESSURES: dict[str, Pressure] = {
    **dict.fromkeys(("open", "ambient", "atmospheric", "1 atm", "1 bar", "reflux"), "open"),
    **dict.fromkeys(
        ("autoclave", "sealed", "closed", "hydrothermal", "solvothermal", "pressure vessel"),
        "autoclave",
    ),
}
_GASES = {
    "n2": "nitrogen",
    "ar": "argon",
    "h2": "hydrogen",
    "o2": "oxygen",
    "co": "carbon monoxide",
}
_WITHOUT_UNIT = {
    "injection_temperature_c": "injection temperature",
    "reaction_temperature_c": "reaction temperature",
    "reaction_time_min": "reaction time",
    "heating_rate_c_per_min": "heating rate",
}
_CONDITIONS = (
    ("injection_temperature_c", TEMPERATURE),
    ("reaction_temperature_c", TEMPERATURE),
    ("reaction_time_min", TIME),
    ("heating_rate_c_per_min", HEATING_RATE),
)


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


def read_pressure(value: object) -> Pressure | None:
    """Read whether the flask is open or an autoclave.

    Args:
        value: ``open``, ``autoclave`` or a common word for one of them; None if it is not said.

    Returns:
        One of the two, or None.

    Raises:
        InputError: Another word.
    """
    if value is None:
        return None
    word = clean_text(value, "the pressure", 60)
    if word.lower() not in _PRESSURES:
        hint = "write open (the solvent can boil off) or autoclave (it cannot)"
        raise InputError(f"the pressure {word!r} is not understood", hint=hint)
    return _PRESSURES[word.lower()]


def read_atmosphere(value: object) -> str | None:
    """Read the gas above the flask, such as ``nitrogen`` or ``N2``; None if it is not said."""
    if value is None:
        return None
    word = clean_text(value, "the atmosphere", 60)
    return _GASES.get(word.lower(), word)


def read_ph(value: object) -> float | None:
    """Read a pH; None if it is not said.

    Raises:
        InputError: It is not a number, or none between -2 and 16.
    """
    if value is None:
        return None
    try:
        number = float(str(value)) if not isinstance(value, bool) else math.nan
    except ValueError:
        raise InputError(f"the pH {value!r} is not a number", hint=PH.hint) from None
    return check_range(number, PH, str(value))


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
        procedure: The steps in the order of doing; what it tells of the conditions above is
            taken from it. Empty if none was given.
        atmosphere: Gas above the flask; None if it is not said.
        ph: None if it is not said.
        pressure: ``open`` or ``autoclave``; None if it is not said.
        assumptions: What was read into the recipe, in words.
        vocabulary: Whose abbreviations the names are: ``bench``, where some mean different
            things in different groups, or ``published``, where each means one.
    """

    not_compared: ClassVar[frozenset[str]] = frozenset({"assumptions", "vocabulary"})

    id: Annotated[str | None, BeforeValidator(validator(_identifier))] = None
    product: Annotated[str, BeforeValidator(validator(_product))]
    reagents: Annotated[tuple[Reagent, ...], AfterValidator(validator(check_reagents))]
    injection_temperature_c: Annotated[float, _quantity(TEMPERATURE)]
    reaction_temperature_c: Annotated[float, _quantity(TEMPERATURE)]
    reaction_time_min: Annotated[float, _quantity(TIME)]
    heating_rate_c_per_min: Annotated[float | None, _optional_quantity(HEATING_RATE)] = None
    procedure: Annotated[tuple[Step, ...], Field(max_length=MAX_STEPS)] = ()
    atmosphere: Annotated[str | None, BeforeValidator(validator(read_atmosphere))] = None
    ph: Annotated[float | None, BeforeValidator(validator(read_ph))] = None
    pressure: Annotated[Pressure | None, BeforeValidator(validator(read_pressure))] = None
    assumptions: tuple[str, ...] = Field(default=(), repr=False)
    vocabulary: Literal["bench", "published"] = Field(default="bench", repr=False)

    @model_validator(mode="before")
    @classmethod
    def _fill_conditions(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        assumed = list(data.get("assumptions") or ())
        assumed += [
            f"room temperature is {ROOM_TEMPERATURE_C:g} degC"
            for name, kind in _CONDITIONS
            if kind is TEMPERATURE and is_room_temperature(data.get(name))
        ]
        steps = _steps(data.get("procedure"))
        filled = dict(data)
        unused: tuple[str, ...] = ()
        if steps:
            conditions = conditions_of(steps)
            unused = conditions.unused
            assumed += _fill_from(conditions, filled)
        if filled.get("injection_temperature_c") is None:
            filled["injection_temperature_c"], how = _start(filled)
            assumed += how
        unused = tuple(_without_model(filled)) + unused
        if unused:
            assumed.append(f"the models do not know: {', '.join(unused)}")
        filled["assumptions"] = tuple(dict.fromkeys(assumed))
        return filled

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


def _steps(written: object) -> tuple[Step, ...]:
    """Return the steps of a procedure; none if one is wrong, which its own field reports."""
    if not isinstance(written, list | tuple) or len(written) > MAX_STEPS:
        return ()
    try:
        return tuple(
            step if isinstance(step, Step) else Step.model_validate(step) for step in written
        )
    except InputError:
        return ()


def _fill_from(conditions: Conditions, filled: dict[str, Any]) -> list[str]:
    """Put what a procedure tells into the fields, and return what was assumed.

    Raises:
        PydanticCustomError: A field that was given says something else.
    """
    derived = False
    for name, kind in _CONDITIONS:
        told = getattr(conditions, name)
        given = filled.get(name)
        if told is None:
            continue
        if given is None:
            filled[name], derived = told, True
            continue
        value = _quietly(given, kind)
        if value is not None and not math.isclose(value, told, rel_tol=1e-6, abs_tol=1e-6):
            what = _WITHOUT_UNIT[name]
            problem = (
                f"the {what} is {format_number(value)} {kind.unit}, "
                "and the procedure says "
                f"{format_number(told)} {kind.unit}"
            )
            hint = "leave one of the two out"
            raise PydanticCustomError("ostwald", "{problem}", {"problem": problem, "hint": hint})
    return list(conditions.assumptions) if derived else []


def _start(filled: dict[str, Any]) -> tuple[float, list[str]]:
    """Return the injection temperature of a recipe that names none, and what that assumes."""
    rate = _quietly(filled.get("heating_rate_c_per_min"), HEATING_RATE)
    reaction = _quietly(filled.get("reaction_temperature_c"), TEMPERATURE)
    # If the reaction temperature is wrong, that is reported, and once is enough.
    if reaction is None:
        return ROOM_TEMPERATURE_C, []
    if rate:
        how = f"everything is heated up together from {ROOM_TEMPERATURE_C:g} degC"
        return ROOM_TEMPERATURE_C, [how]
    return reaction, [start_in_words(reaction)]


def _without_model(filled: dict[str, Any]) -> list[str]:
    """Return what a recipe tells and no model takes in."""
    told = []
    if filled.get("atmosphere") is not None:
        told.append(f"the atmosphere ({filled['atmosphere']})")
    if filled.get("ph") is not None:
        told.append(f"pH {filled['ph']}".removesuffix(".0"))
    if filled.get("pressure") is not None:
        told.append(f"the pressure ({filled['pressure']})")
    return told
