"""The identity tables that ship with the package: every reagent and product of the data set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ostwald.chemistry.names import folded_key
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


@dataclass(frozen=True, slots=True)
class ProductAlias:
    """A mineral's name or an abbreviation of a product.

    Attributes:
        formula: The solid.
        phase: Its polymorph, None where the name leaves it open.
        dopants: What it is doped with.
        note: What was assumed.
    """

    formula: str
    phase: str | None
    dopants: tuple[str, ...]
    note: str


@cache
def product_aliases() -> Mapping[str, ProductAlias]:
    """Return names that are no table entry of their own, by folded name."""
    found = {
        folded_key(name): ProductAlias(
            formula=row["formula"],
            phase=row["phase"] or None,
            dopants=_several(row["dopants"]),
            note=row["note"],
        )
        for row in rows("product_aliases.csv")
        for name in _several(row["names"])
    }
    bare: dict[str, set[str]] = {}
    for product in products():
        if product.name.endswith(")") and not product.name.endswith("oxide)"):
            bare.setdefault(product.name.rsplit(" (", 1)[0], set()).add(product.formula)
    for name, formulas in bare.items():
        if len(formulas) == 1:
            found.setdefault(folded_key(name), ProductAlias(formulas.pop(), None, (), ""))
    return found


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
