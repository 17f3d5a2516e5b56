"""The identity tables that ship with the package: every reagent and product of the data set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from ostwald.chemistry.substance import ProductIdentity, Substance

REAGENT_TABLES = ("molecules.csv", "precursors.csv", "bench.csv")
PRODUCT_TABLE = "products.csv"


@cache
def reagents() -> tuple[Substance, ...]:
    """Return every reagent of the tables, in their order."""
    return tuple(_reagent(row) for name in REAGENT_TABLES for row in rows(name))


@cache
def cas_numbers() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return CAS numbers by abbreviation, each with the molecules of water it counts.

    The first one of a reagent is that of the substance without water, where it is known.
    """
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for row in rows("cas.csv"):
        pair = (row["cas"], float(row["waters"]))
        found[row["abbreviation"]] = (*found.get(row["abbreviation"], ()), pair)
    return found


@cache
def products() -> tuple[ProductIdentity, ...]:
    """Return every product of the table, in its order."""
    return tuple(_product(row) for row in rows(PRODUCT_TABLE))


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table that ships with the room.

    Args:
        name: Its file name.

    Yields:
        The cells by column.
    """
    table = files("ostwald.chemistry").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(table, newline=""))


def _reagent(row: dict[str, str]) -> Substance:
    return Substance(
        abbreviation=row["abbreviation"],
        name=row["name"],
        synonyms=_several(row["synonyms"]),
        kind=row["kind"],
        formula=row["formula"] or None,
        smiles=row["smiles"] or None,
        roles=_several(row["roles"]),
        density_g_per_ml=_number(row["density_g_per_ml"]),
        status=row["status"],
        note=row["note"],
        table_molar_mass_g_per_mol=_number(row["molar_mass_g_per_mol"]),
        cas=_dry_number(row["abbreviation"]),
    )


def _product(row: dict[str, str]) -> ProductIdentity:
    return ProductIdentity(
        label=row["label"],
        formula=row["formula"],
        name=row["name"],
        synonyms=_several(row["synonyms"]),
        polymorph=row["polymorph"] or None,
        materials_class=row["materials_class"] or None,
        materials_project_id=row["materials_project_id"] or None,
        status=row["status"],
        note=row["note"],
    )


def _dry_number(abbreviation: str) -> str | None:
    dry = [number for number, waters in cas_numbers().get(abbreviation, ()) if not waters]
    return dry[0] if dry else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _number(text: str) -> float | None:
    return float(text) if text else None
