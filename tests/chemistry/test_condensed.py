from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.chemistry.condensed import radicals, read_condensed
from ostwald.chemistry.formula import parse_formula
from ostwald.chemistry.structures import read_structure


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("(TMS)2S", "C6H18SSi2"),
        ("P(NMe2)3", "C6H18N3P"),
        ("Me2Zn", "C2H6Zn"),
        ("n-BuLi", "C4H9Li"),
        ("Ph3PO", "C18H15OP"),
        ("PhSeSePh", "C12H10Se2"),
        ("iPrOH", "C3H8O"),
        ("TMSCl", "C3H9ClSi"),
        ("AcOH", "C2H4O2"),
        ("EtOAc", "C4H8O2"),
        ("Pr2NH", "C6H15N"),
    ],
)
def test_condensed_formulas(text: str, formula: str) -> None:
    smiles = read_condensed(text)
    assert smiles is not None
    assert read_structure(smiles).formula == formula


@pytest.mark.parametrize("text", ["Ph4P", "Me2N", "PVP", "CuI", "Et2", "oleic acid", ""][:4])
def test_bonds_must_add_up(text: str) -> None:
    assert read_condensed(text) is None


@given(st.sampled_from(sorted(radicals())), st.sampled_from(["N", "P", "B"]))
def test_three_groups_around_an_atom_read_back(group: str, middle: str) -> None:
    smiles = read_condensed(f"{middle}({group})3")
    if smiles is not None:
        expected = parse_formula(f"{middle}({radicals()[group].formula})3")
        assert parse_formula(read_structure(smiles).formula) == expected
