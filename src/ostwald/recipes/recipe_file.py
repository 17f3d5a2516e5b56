"""The recipe file: YAML or JSON, one recipe or several. See ``docs/recipe-format.md``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ostwald.errors import InputError
from ostwald.progress import track
from ostwald.recipes.base import RecipeModel, clean_text, placed, validator
from ostwald.recipes.limits import (
    HEATING_RATE,
    MAX_NAME_LENGTH,
    MAX_PRODUCT_LENGTH,
    MAX_REAGENTS,
    TEMPERATURE,
    TIME,
    QuantityKind,
    format_number,
)
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.procedure import MAX_STEPS, Step, conditions_of
from ostwald.recipes.reading import MAX_RECIPE_FILE_BYTES, decode_text, read_bytes
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import (
    Pressure,
    Recipe,
    check_reagents,
    read_atmosphere,
    read_ph,
    read_pressure,
)
from ostwald.recipes.safe_yaml import Entry, dump_yaml, load_json, load_yaml
from ostwald.recipes.table import RECIPE_FILE_SUFFIXES, RecipeTable
from ostwald.recipes.units import read_quantity

_MANY = 1000  # recipes that take long enough to read for a progress bar


def _checked(kind: QuantityKind) -> BeforeValidator:
    """Check a quantity and leave it as it was written, for the recipe to read."""

    def check(written: Any) -> Any:
        read_quantity(written, kind)
        return written

    return BeforeValidator(validator(check))


def _schema(kind: QuantityKind) -> WithJsonSchema:
    example, low, high = kind.example, kind.low, kind.high
    types = ["number", "string"]
    return WithJsonSchema(
        {"type": types, "examples": [example], "minimum": low, "maximum": high}, mode="validation"
    )


def _text(what: str, most: int) -> BeforeValidator:
    return BeforeValidator(validator(lambda value: clean_text(value, what, most)))


Temperature = Annotated[float | str, _checked(TEMPERATURE), _schema(TEMPERATURE)]
Time = Annotated[float | str, _checked(TIME), _schema(TIME)]
HeatingRate = Annotated[float | str, _checked(HEATING_RATE), _schema(HEATING_RATE)]


class RecipeEntry(RecipeModel):
    """One recipe as a recipe file has it."""

    format_version: Literal[1, 2] = Field(
        default=2, description="Version of this format; may be left out."
    )
    id: Annotated[str, _text("the id", MAX_NAME_LENGTH)] | None = Field(
        default=None, description="Name of the recipe, unique in its file."
    )
    product: Annotated[str, _text("the product", MAX_PRODUCT_LENGTH)] = Field(
        description="Formula of the product; a polymorph suffix such as CdSe-1 is allowed.",
        min_length=1,
        max_length=MAX_PRODUCT_LENGTH,
    )
    reagents: Annotated[list[Reagent], AfterValidator(validator(check_reagents))] = Field(
        description="What goes into the flask.",
        json_schema_extra={"minItems": 1, "maxItems": MAX_REAGENTS},
    )
    injection_temperature: Temperature | None = Field(
        default=None,
        description="Temperature at which the last component meets the rest, in degC if bare. "
        "If left out: the reaction temperature, or 25 degC if there is a heating rate.",
    )
    reaction_temperature: Temperature | None = Field(
        default=None,
        description="Temperature at which the crystals grow, in degC if bare; needed unless the "
        "procedure tells it.",
    )
    reaction_time: Time | None = Field(
        default=None,
        description="Time at the reaction temperature, in min if bare; needed unless the "
        "procedure tells it.",
    )
    heating_rate: HeatingRate | None = Field(
        default=None, description="Rate of heating, in degC/min if bare; 0 for hot injection."
    )
    procedure: list[Step] = Field(
        default=[], description="The steps in the order of doing.", max_length=MAX_STEPS
    )
    atmosphere: Annotated[str | None, BeforeValidator(validator(read_atmosphere))] = Field(
        default=None, description="Gas above the flask, such as nitrogen or air."
    )
    pH: Annotated[float | None, BeforeValidator(validator(read_ph))] = Field(  # noqa: N815
        default=None, description="pH of the mixture."
    )
    pressure: Annotated[Pressure | None, BeforeValidator(validator(read_pressure))] = Field(
        default=None, description="open or autoclave."
    )

    @model_validator(mode="after")
    def _has_conditions(self) -> Self:
        told = conditions_of(self.procedure) if self.procedure else None
        missing = [
            name
            for name, derived in (
                ("reaction_temperature", told and told.reaction_temperature_c),
                ("reaction_time", told and told.reaction_time_min),
            )
            if getattr(self, name) is None and derived is None
        ]
        if missing:
            verb = "is" if len(missing) == 1 else "are"
            tells = "add it" if len(missing) == 1 else "add them"
            context = {
                "problem": f"{' and '.join(missing)} {verb} missing"
                + (", and the procedure does not tell" if told else ""),
                "hint": f"{tells}, or a step of the procedure that holds",
            }
            raise PydanticCustomError("ostwald", "{problem}", context)
        return self

    def to_recipe(self) -> Recipe:
        """Return the recipe that the entry describes."""
        return Recipe.model_validate(
            {
                "id": self.id,
                "product": self.product,
                "reagents": tuple(self.reagents),
                "injection_temperature_c": self.injection_temperature,
                "reaction_temperature_c": self.reaction_temperature,
                "reaction_time_min": self.reaction_time,
                "heating_rate_c_per_min": self.heating_rate,
                "procedure": tuple(self.procedure),
                "atmosphere": self.atmosphere,
                "ph": self.pH,
                "pressure": self.pressure,
            }
        )


def read_recipe_file(path: str | Path) -> RecipeTable:
    """Read a recipe file.

    Args:
        path: A .yaml, .yml or .json file of at most 5 MB.

    Returns:
        The valid recipes, with empty outcomes and their 0-based places in the file; what is
        wrong with the others is in `problems`.

    Raises:
        InputError: The file cannot be read, is not YAML or JSON, or holds no recipe.
    """
    path = Path(path)
    decoded = decode_text(read_bytes(path, MAX_RECIPE_FILE_BYTES), str(path))
    load = load_json if path.suffix.lower() == ".json" else load_yaml
    try:
        entries = load(decoded.text)
    except InputError as error:
        raise placed(error, str(path)) from error
    table = _table(entries, str(path))
    table.remarks += [f"{path}: {decoded.remark}"] if decoded.remark else []
    return table


def parse_recipes(text: str) -> RecipeTable:
    """Read the text of a YAML recipe file (JSON is YAML too).

    Args:
        text: The text, of at most 5 million characters.

    Returns:
        As from `read_recipe_file`.

    Raises:
        InputError: It is not YAML, or holds no recipe.
    """
    if len(text) > MAX_RECIPE_FILE_BYTES:
        raise InputError(f"the text has {len(text)} characters, more than 5 million")
    return _table(load_yaml(text), None)


def read_one_recipe(source: str | Path) -> Recipe:
    """Read the one recipe of a file or of a text.

    Args:
        source: A path, the text of a path with a recipe file's suffix, or YAML text.

    Returns:
        The recipe.

    Raises:
        InputError: It cannot be read, is not one recipe, or the recipe is not valid.
    """
    is_path = isinstance(source, Path) or (
        "\n" not in source and source.lower().endswith(RECIPE_FILE_SUFFIXES)
    )
    table = read_recipe_file(source) if is_path else parse_recipes(str(source))
    if len(table) + len(table.problems) > 1:
        raise InputError(
            f"there are {len(table) + len(table.problems)} recipes where one is expected",
            where=str(source) if is_path else None,
            hint="use ostwald.recipes.read_recipes for files of several",
        )
    if table.problems:
        raise table.problems[0]
    return table.recipes[0]


def recipe_to_yaml(recipe: Recipe) -> str:
    """Return a recipe as the text of a recipe file.

    Args:
        recipe: The recipe.

    Returns:
        YAML that reads back as an equal recipe.
    """
    return dump_yaml(_as_mapping(recipe))


def write_recipe_file(path: str | Path, recipes: list[Recipe]) -> None:
    """Write recipes to a YAML file, one document each.

    Args:
        path: The file; it is replaced only when all is written.
        recipes: What to write.

    Raises:
        InputError: The file cannot be written.
    """
    from ostwald._files import write_text

    write_text(Path(path), "---\n".join(recipe_to_yaml(recipe) for recipe in recipes))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a recipe file: one recipe, or a list of them."""
    entry = RecipeEntry.model_json_schema(ref_template="#/$defs/{model}")
    definitions = entry.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ostwald recipe file, format version 2",
        "anyOf": [
            {"$ref": "#/$defs/RecipeEntry"},
            {"type": "array", "items": {"$ref": "#/$defs/RecipeEntry"}, "minItems": 1},
        ],
        "$defs": {**definitions, "RecipeEntry": entry},
    }


def json_schema_text() -> str:
    """Return the JSON Schema as the text of ``docs/recipe.schema.json``."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _table(entries: list[Entry], file: str | None) -> RecipeTable:
    if not entries:
        raise InputError("there is no recipe in it", where=file, hint="write at least one recipe")
    table = RecipeTable()
    ids: dict[str, int] = {}
    shown = track(entries, "Reading recipes") if len(entries) > _MANY else entries
    for number, entry in enumerate(shown, start=1):
        try:
            table.add(_recipe(entry, number, ids), Outcome(), number - 1)
        except InputError as error:
            table.problems.append(placed(error, _place(entry, number, len(entries), file)))
    return table


def _recipe(entry: Entry, number: int, ids: dict[str, int]) -> Recipe:
    if entry.error is not None:
        raise entry.error
    recipe = RecipeEntry.model_validate(entry.data).to_recipe()
    if recipe.id is not None and (first := ids.setdefault(recipe.id, number)) != number:
        problem = f"the id {recipe.id!r} is already that of recipe {first}"
        raise InputError(problem, hint="give every recipe its own id")
    return recipe


def _place(entry: Entry, number: int, total: int, file: str | None) -> str:
    identifier = entry.data.get("id") if isinstance(entry.data, dict) else None
    parts = [file] if file else []
    if total > 1 or not parts:
        name = f"recipe {number}" if total > 1 else "recipe"
        extras = [str(identifier)[:60]] if identifier is not None else []
        extras += [f"line {entry.line}"] if entry.line else []
        parts.append(name + (f" ({', '.join(extras)})" if extras else ""))
    return ", ".join(parts)


def _as_mapping(recipe: Recipe) -> dict[str, Any]:
    mapping: dict[str, Any] = {"id": recipe.id} if recipe.id is not None else {}
    mapping["product"] = recipe.product
    mapping["reagents"] = [_reagent_mapping(reagent) for reagent in recipe.reagents]
    mapping["injection_temperature"] = _written(recipe.injection_temperature_c, TEMPERATURE)
    mapping["reaction_temperature"] = _written(recipe.reaction_temperature_c, TEMPERATURE)
    mapping["reaction_time"] = _written(recipe.reaction_time_min, TIME)
    if recipe.heating_rate_c_per_min is not None:
        mapping["heating_rate"] = _written(recipe.heating_rate_c_per_min, HEATING_RATE)
    told = {"atmosphere": recipe.atmosphere, "pH": recipe.ph, "pressure": recipe.pressure}
    mapping.update({name: value for name, value in told.items() if value is not None})
    if recipe.procedure:
        mapping["procedure"] = [step.as_mapping() for step in recipe.procedure]
    return mapping


def _reagent_mapping(reagent: Reagent) -> dict[str, Any]:
    mapping: dict[str, Any] = {"name": reagent.name}
    if reagent.smiles is not None:
        mapping["smiles"] = reagent.smiles
    if reagent.seeds is not None:
        mapping["seeds"] = {"product": reagent.seeds.product}
        if reagent.seeds.size_nm is not None:
            mapping["seeds"]["size"] = f"{format_number(reagent.seeds.size_nm)} nm"
    return {**mapping, "amount": str(reagent.amount)}


def _written(value: float, kind: QuantityKind) -> str:
    return f"{format_number(value)} {kind.unit}"
