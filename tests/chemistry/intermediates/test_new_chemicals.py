"""Chemicals that no table has, recognised by their structure or formula alone."""

from __future__ import annotations

import pytest

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import find_reactions
from ostwald.chemistry.structures import read_structure
from ostwald.chemistry.substance import Substance


def equations(*substances: Substance) -> list[str]:
    return [r.equation for r in find_reactions(substances)]


def test_new_acid() -> None:
    acid = find_reagent("my acid", "CCCCCC(C)CC(=O)O")
    assert acid.is_new
    assert "PbO + 2 my acid -> Pb(my acid)2 + H2O" in equations(find_reagent("PbO"), acid)


def test_new_amine_and_new_phosphine() -> None:
    amine = find_reagent("my amine", "CCCCCCCCCCCN")
    phosphine = find_reagent("my phosphine", "CCCP(CCC)CCC")
    assert "Se + my phosphine -> my phosphine=Se" in equations(find_reagent("Se"), phosphine)
    assert "PbBr2 + 2 my amine -> PbBr2(my amine)2" in equations(find_reagent("PbBr2"), amine)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("TlOH", "TlOH + OA -> Tl(OA) + H2O"),
        ("Sm2O3", "Sm2O3 + 6 OA -> 2 Sm(OA)3 + 3 H2O"),
        ("Ho(CH3COO)3", "Ho(CH3COO)3 + 3 OA -> Ho(OA)3 + 3 HAc"),
        ("SrCO3", "SrCO3 + 2 OA -> Sr(OA)2 + CO2 + H2O"),
    ],
)
def test_new_salt_by_formula(formula: str, expected: str) -> None:
    salt = find_reagent(formula)
    assert salt.is_new
    assert expected in equations(salt, find_reagent("OA"))


def test_new_salt_by_ionic_or_covalent_smiles() -> None:
    acid = find_reagent("OA")
    for smiles in ("[Ba+2].CC(=O)[O-].CC(=O)[O-]", "CC(=O)O[Ba]OC(C)=O"):
        salt = find_reagent("barium acetate, mine", smiles)
        assert equations(salt, acid) == ["barium acetate, mine + 2 OA -> Ba(OA)2 + 2 HAc"]


def test_product_has_structure_formula_and_mass() -> None:
    acid = find_reagent("my acid", "CCCCCC(C)CC(=O)O")
    (reaction,) = find_reactions([find_reagent("PbO"), acid])
    product = reaction.products[0].substance
    assert product.is_new
    assert product.smiles is not None
    assert read_structure(product.smiles).smiles == product.smiles
    assert product.formula == "Pb(C9H17O2)2"
    assert product.roles == ("cation_precursor",)
    assert product.molar_mass_g_per_mol == pytest.approx(207.2 + 2 * 157.23, abs=0.1)


def test_a_polymer_or_a_mixture_reacts_with_nothing() -> None:
    for name in ("PVP", "PAA", "PL"):
        assert equations(find_reagent(name), find_reagent("AgNO3")) == []


def test_an_odd_structure_does_not_stop_the_search() -> None:
    odd = find_reagent("odd", "OC(=O)CC[P+](CC)(CC)CC.[Cl-]")
    assert isinstance(equations(odd, find_reagent("PbO"), find_reagent("OLA")), list)
