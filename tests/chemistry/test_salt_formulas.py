from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.chemistry.formula import parse_formula
from ostwald.chemistry.ions import cations, ligands
from ostwald.chemistry.salt_formulas import read_salt
from ostwald.chemistry.structures import read_molecule

METALS = [ion for ion in cations() if ion.is_monatomic and ion.formula != "H"]
ANIONS = [ion for ion in ligands() if ion.charge < 0 and ion.groups]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("Mn(St)2", "Mn(C18H35O2)2"),
        ("MnSt2", "Mn(C18H35O2)2"),
        ("Cd(Ol)2", "Cd(C18H33O2)2"),
        ("Zn(Ac)2", "Zn(C2H3O2)2"),
        ("Ti(OPr)4", "Ti(C3H7O)4"),
        ("In(Pa)3", "In(C16H31O2)3"),
        ("Pr(OAc)3", "Pr(C2H3O2)3"),
        ("Pd2(dba)3", "Pd2(C17H14O)3"),
        ("Fe3O4", "Fe3O4"),
        ("NaLaF4", "NaLaF4"),
        ("NiCl2(PPh3)2", "NiCl2(C18H15P)2"),
    ],
)
def test_groups_are_written_out(text: str, formula: str) -> None:
    found = read_salt(text)
    assert found is not None
    assert parse_formula(found.formula) == parse_formula(formula)


@pytest.mark.parametrize("text", ["CIS", "PBS", "PVP", "F127", "AuNP", "CuO3", "In(MA)2", ""])
def test_charges_must_add_up(text: str) -> None:
    assert read_salt(text) is None


@given(st.sampled_from(METALS), st.sampled_from(ANIONS), st.booleans())
def test_a_salt_written_with_a_group_reads_back(metal: object, anion: object, square: bool) -> None:
    common = math.gcd(metal.charge, -anion.charge)  # type: ignore[attr-defined]
    metals, anions = -anion.charge // common, metal.charge // common  # type: ignore[attr-defined]
    opening, closing = ("[", "]") if square else ("(", ")")
    times = f"{anions}" if anions > 1 else ""
    symbol = f"{metal.formula}{metals if metals > 1 else ''}"  # type: ignore[attr-defined]
    found = read_salt(f"{symbol}{opening}{anion.groups[0]}{closing}{times}")  # type: ignore[attr-defined]
    expected = parse_formula(f"{symbol}({anion.formula}){anions}")  # type: ignore[attr-defined]
    assert found is not None
    assert parse_formula(found.formula) == pytest.approx(expected)


def test_every_ion_has_the_formula_and_charge_of_its_structure() -> None:
    from collections import Counter

    from rdkit import Chem

    for ion in (*cations(), *ligands()):
        if ion.formula == "H":
            continue
        molecule = Chem.MolFromSmiles(ion.smiles)
        assert Chem.GetFormalCharge(molecule) == ion.charge, ion.name
        counts = Counter(atom.GetSymbol() for atom in molecule.GetAtoms())
        counts["H"] += sum(atom.GetTotalNumHs() for atom in molecule.GetAtoms())
        assert {k: float(v) for k, v in counts.items() if v} == parse_formula(ion.formula)


def test_the_structure_is_that_of_the_formula() -> None:
    found = read_salt("Zn(UN)2")
    assert found is not None
    assert found.smiles is not None
    assert read_molecule(found.smiles).GetNumAtoms() == 27
