"""Where liquids boil and melt."""

from __future__ import annotations

import pytest

from ostwald.chemistry.boiling import (
    boiling_point_c,
    is_liquid,
    melting_point_c,
    phase_change,
)
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.tables import reagents


@pytest.mark.parametrize(
    ("name", "smiles", "expected"),
    [
        ("hexane", None, 69),
        ("water", None, 100),
        ("ODE", None, 316),
        ("oleylamine", None, 350),
        ("toluene", None, 111),
        ("TOPO", None, 411),
        ("trioctylamine", None, 366),
        ("HNO3", None, 121),
        ("anisole", "COc1ccccc1", 154),
        ("some amine", "CCCCCCCCN(C)C", 192),
    ],
)
def test_boiling_points_are_those_of_the_handbook(
    name: str, smiles: str | None, expected: float
) -> None:
    found = boiling_point_c(find_reagent(name, smiles))
    assert found == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("name", ["CdO", "PbAc2", "CTAB", "NaBH4", "sulfur", "PVP"])
def test_salts_and_solids_have_no_boiling_point(name: str) -> None:
    assert boiling_point_c(find_reagent(name)) is None


def test_every_solvent_and_liquid_ligand_of_the_table_has_a_boiling_point() -> None:
    ionic = {"BMIM-Tf2N", "EMIMES", "CYPHOS104", "PEG"}
    missing = [
        s.abbreviation
        for s in reagents()
        if s.roles[:1] == ("solvent",) and boiling_point_c(s) is None
    ]
    assert set(missing) <= ionic


def test_each_number_says_where_it_is_from() -> None:
    known = [phase_change(s) for s in reagents()]
    assert all(p.source for p in known if p.boiling_point_c is not None)
    assert all(
        p.melting_point_c < p.boiling_point_c
        for p in known
        if p.boiling_point_c is not None and p.melting_point_c is not None
    )


@pytest.mark.parametrize(
    ("name", "temperature_c", "liquid"),
    [
        ("TOPO", 25, False),
        ("TOPO", 300, True),
        ("hexadecylamine", 25, False),
        ("hexadecylamine", 120, True),
        ("ODE", 25, True),
        ("ODE", -100, False),
        ("toluene", -80, True),
        ("selenium", 260, False),
        ("CdO", 300, False),
        ("trioctylphosphine", 25, True),
        ("oleic acid", 90, True),
    ],
)
def test_what_melts_is_a_liquid_from_there_on(
    name: str, temperature_c: float, liquid: bool
) -> None:
    assert is_liquid(find_reagent(name), temperature_c) is liquid


def test_a_name_of_another_chemical_decides_nothing() -> None:
    ligand = find_reagent("toluene sulfonyl thing", "CCCCCCCCCCCCOCCOCCOCCOC(F)(F)CCCCCCCN(CC)CC")
    assert boiling_point_c(ligand) is None


def test_melting_points_of_waxes() -> None:
    assert melting_point_c(find_reagent("TOPO")) == pytest.approx(51, abs=2)
