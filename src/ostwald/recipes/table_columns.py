"""The columns of a recipe table: which there are, and where they stand in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ostwald.errors import InputError
from ostwald.recipes.base import near_match
from ostwald.recipes.limits import MAX_REAGENTS

# Recipe fields by column; those whose name has no unit hold texts with one ("453 K").
RECIPE_COLUMNS = {
    "id": "id",
    "product": "product",
    "injection_temperature_c": "injection_temperature_c",
    "reaction_temperature_c": "reaction_temperature_c",
    "reaction_time_min": "reaction_time_min",
    "heating_rate_c_per_min": "heating_rate_c_per_min",
    "injection_temperature": "injection_temperature_c",
    "reaction_temperature": "reaction_temperature_c",
    "reaction_time": "reaction_time_min",
    "heating_rate": "heating_rate_c_per_min",
    "atmosphere": "atmosphere",
    "ph": "ph",
    "pressure": "pressure",
}
TEXT_COLUMNS = frozenset(
    {"id", "product", "shape", "doi", "size_measure", "size_method", "collection"}
    | {"atmosphere", "pressure"}
    | {"injection_temperature", "reaction_temperature", "reaction_time", "heating_rate"}
)
OUTCOME_COLUMNS = (
    "size_nm",
    "size_distribution_percent",
    "shape",
    "particles_counted",
    "doi",
    "size_measure",
    "size_method",
    "absorption_peak_nm",
    "collection",
)
REQUIRED_FIELDS = ("product", "reaction_temperature_c", "reaction_time_min")

_SLOT = re.compile(r"(reagent|amount)_0*([1-9][0-9]?)(_mmol|_smiles)?")


@dataclass(slots=True)
class Slot:
    """The columns of one reagent: 0-based places, None for a column that is not there."""

    number: int
    name: int | None = None
    smiles: int | None = None
    amount_mmol: int | None = None
    amount: int | None = None


@dataclass
class Layout:
    """Where the columns of a table stand.

    Attributes:
        columns: Names of the columns that stand for a field, with their 0-based places.
        slots: The reagents' columns, in order of their numbers.
        ignored: The other columns, as they are named in the file.
    """

    columns: dict[str, int] = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def plain_name(name: object) -> str:
    """Return a column name in small letters, with underscores for blanks and hyphens."""
    return "_".join(str(name).strip().lower().replace("-", " ").replace("_", " ").split())


def is_known_column(name: str) -> bool:
    """Tell whether a column means something in a recipe table."""
    plain = plain_name(name)
    return plain in RECIPE_COLUMNS or plain in OUTCOME_COLUMNS or _slot_column(plain) is not None


def find_columns(header: Sequence[Any]) -> Layout:
    """Find the columns of a recipe table.

    Args:
        header: The column names of the file; None for blank ones.

    Returns:
        Where they stand.

    Raises:
        InputError: A column is missing, twice there, or a likely misspelling of another.
    """
    layout = Layout()
    slots: dict[int, Slot] = {}
    for place, name in enumerate(header):
        plain = "" if name is None else plain_name(name)
        if slot_column := _slot_column(plain):
            number, kind = slot_column
            slot = slots.setdefault(number, Slot(number))
            if getattr(slot, kind) is not None:
                raise _twice(plain)
            setattr(slot, kind, place)
        elif plain in RECIPE_COLUMNS or plain in OUTCOME_COLUMNS:
            if plain in layout.columns:
                raise _twice(plain)
            layout.columns[plain] = place
        elif plain:
            layout.ignored.append(str(name).strip())
    layout.slots = [slots[number] for number in sorted(slots)]
    _check(layout)
    return layout


def _slot_column(plain: str) -> tuple[int, str] | None:
    """Return number and kind of a reagent's column, or None if it is none."""
    match = _SLOT.fullmatch(plain)
    if match is None or int(match[2]) > MAX_REAGENTS:
        return None
    kind = {
        ("reagent", None): "name",
        ("reagent", "_smiles"): "smiles",
        ("amount", "_mmol"): "amount_mmol",
        ("amount", None): "amount",
    }.get((match[1], match[3]))
    return None if kind is None else (int(match[2]), kind)


def _twice(column: str) -> InputError:
    return InputError(f"the column {column} is there twice", where="row 1", hint="remove one")


def _check(layout: Layout) -> None:
    fields = [RECIPE_COLUMNS.get(column) for column in layout.columns]
    for name in fields:
        if name is not None and fields.count(name) > 1:
            raise InputError(
                f"{name} is there both with and without its unit", hint="remove one of the columns"
            )
    missing = [name for name in REQUIRED_FIELDS if name not in fields]
    missing += _missing_of_slots(layout.slots)
    if missing:
        raise _missing(missing, layout.ignored)
    suspects = [
        (name, meant)
        for name in layout.ignored
        if (meant := near_match(plain_name(name), _optional_columns(layout))) is not None
        and _is_typo(plain_name(name), meant)
    ]
    if suspects:
        written, meant = suspects[0]
        raise InputError(
            f"the column {written!r} is not known",
            where="row 1",
            hint=f"did you mean {meant}? Name it so, or give it a name unlike any known column",
        )


def _missing_of_slots(slots: list[Slot]) -> list[str]:
    if not slots:
        return ["reagent_1", "amount_1_mmol"]
    missing = []
    for slot in slots:
        if slot.name is None:
            missing.append(f"reagent_{slot.number}")
        if slot.amount_mmol is None and slot.amount is None:
            missing.append(f"amount_{slot.number}_mmol")
    return missing


def _missing(missing: list[str], ignored: list[str]) -> InputError:
    guesses = [
        f"{name!r} looks like {meant}"
        for name in ignored
        if (meant := near_match(plain_name(name), missing)) is not None
    ]
    columns = "column is" if len(missing) == 1 else "columns are"
    hint = f"rename it: {'; '.join(guesses[:5])}" if guesses else "add them, or check their names"
    return InputError(f"{columns} missing: {', '.join(missing)}", where="row 1", hint=hint)


def _optional_columns(layout: Layout) -> list[str]:
    known = [*RECIPE_COLUMNS, *OUTCOME_COLUMNS]
    return [name for name in known if name not in layout.columns]


def _is_typo(written: str, meant: str) -> bool:
    """Tell a slip ("heating_rate_c_permin") from another word that is merely alike."""
    return abs(len(written) - len(meant)) <= 2 and written[0] == meant[0] and len(meant) > 4
