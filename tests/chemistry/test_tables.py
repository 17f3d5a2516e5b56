"""The shipped identity tables, checked against themselves, RDKit and the published data."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from ostwald.chemistry.formula import molar_mass, parse_formula
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.names import name_key, tidy
from ostwald.chemistry.products import find_product, split_polymorph
from ostwald.chemistry.structures import read_structure
from ostwald.chemistry.substance import KINDS, ROLES, STATUSES
from ostwald.chemistry.tables import products, reagents

# RDKit's atomic masses and those of the table of elements differ by up to 0.015 %.
MASS_TOLERANCE = 5e-4


def test_the_tables_are_there() -> None:
    assert len(reagents()) > 550
    assert len(products()) > 340


def test_every_formula_and_mass_agree() -> None:
    wrong = {
        s.abbreviation: (molar_mass(s.composition), s.table_molar_mass_g_per_mol)
        for s in reagents()
        if s.formula
        and s.table_molar_mass_g_per_mol
        and molar_mass(s.composition)
        != pytest.approx(s.table_molar_mass_g_per_mol, rel=MASS_TOLERANCE)
    }
    assert wrong == {}


def test_every_smiles_parses_and_has_the_formula() -> None:
    wrong = {}
    for s in reagents():
        if s.smiles is not None:
            found = parse_formula(read_structure(s.smiles).formula)
            if found != dict(s.composition):
                wrong[s.abbreviation] = (s.formula, found)
    assert wrong == {}


@pytest.mark.parametrize("key", [tidy, name_key])
def test_no_name_points_to_two_reagents(key: Callable[[str], str]) -> None:
    owners = defaultdict(set)
    for s in reagents():
        for name in (s.abbreviation, s.name, *s.synonyms):
            owners[key(name)].add(s.abbreviation)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("key", [tidy, name_key])
def test_no_name_points_to_two_products(key: Callable[[str], str]) -> None:
    owners = defaultdict(set)
    for p in products():
        for name in (p.label, *p.synonyms):
            owners[key(name)].add(p.label)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_no_structure_stands_twice() -> None:
    owners = defaultdict(list)
    for s in reagents():
        if s.smiles is not None:
            owners[read_structure(s.smiles).smiles].append(s.abbreviation)
    assert [found for found in owners.values() if len(found) > 1] == []


def test_a_name_of_both_tables_is_the_same_solid() -> None:
    """A reagent and a product may share a name only if they are made of the same atoms."""
    names = {name_key(n): p for p in products() for n in (p.label, *p.synonyms)}
    clashes = {}
    for s in reagents():
        for name in (s.abbreviation, s.name, *s.synonyms):
            product = names.get(name_key(name))
            if product is not None and dict(product.composition) != dict(s.composition):
                clashes[name] = (s.label, product.label)
    assert clashes == {}


def test_every_entry_finds_itself() -> None:
    for s in reagents():
        for name in (s.abbreviation, s.name, *s.synonyms):
            assert find_reagent(name) is s
    for p in products():
        for name in (p.label, *p.synonyms):
            assert find_product(name) is p


def test_columns_hold_what_they_may() -> None:
    for s in reagents():
        assert s.kind in KINDS, s.abbreviation
        assert s.status in STATUSES, s.abbreviation
        assert s.roles, s.abbreviation
        assert set(s.roles) <= set(ROLES), s.abbreviation
        assert s.density_g_per_ml is None or 0.5 < s.density_g_per_ml < 4, s.abbreviation
        assert s.status == "identified" or s.note, s.abbreviation
    for p in products():
        assert p.status in STATUSES, p.label
        assert p.materials_class, p.label


def test_labels_of_products_are_their_formulas() -> None:
    for p in products():
        label = split_polymorph(p.label)[0].replace("-H2O", "·H2O")
        assert parse_formula(label) == dict(p.composition), p.label


def test_what_is_not_identified_has_no_structure() -> None:
    for s in reagents():
        if s.status == "unidentified":
            assert s.formula is None, s.abbreviation
            assert s.smiles is None, s.abbreviation


def test_every_name_of_the_training_table_resolves(data_dir: Path) -> None:
    reagent_names, product_names = set(), set()
    with (data_dir / "recipes/gu2025/training_table.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            reagent_names |= {row[f"{letter}2"] for letter in "ABCDEFGHIJKLM"}
            product_names.add(row["T2"])
    reagent_names -= {"PlaceHolder", ""}
    assert len(reagent_names) > 500
    assert [n for n in sorted(reagent_names) if find_reagent(n).is_new] == []
    assert [n for n in sorted(product_names) if find_product(n).is_new] == []


def test_every_name_of_the_nanoeql_split_resolves(data_dir: Path) -> None:
    for part in ("train", "test"):
        with (data_dir / f"recipes/nanoeql2026/{part}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                names = {row[f"reactant_{n}"] for n in range(1, 11)} - {""}
                assert not any(find_reagent(name).is_new for name in names)
                assert not find_product(row["product"]).is_new
