from __future__ import annotations

import pytest

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates.fragments import fragment_composition, fragments, metal_salt
from ostwald.chemistry.substance import Substance
from ostwald.chemistry.tables import reagents


def ions(name: str, smiles: str | None = None) -> dict[str, int]:
    return {f.smiles: f.count for f in fragments(find_reagent(name, smiles))}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("PbO", {"[Pb+2]": 1, "[O-2]": 1}),
        ("HAuCl4", {"[H+]": 1, "[Au+3]": 1, "[Cl-]": 4}),
        ("FeO(OH)", {"[Fe+3]": 1, "[O-2]": 1, "[OH-]": 1}),
        ("Cs3Bi2Br9", {"[Cs+]": 3, "[Bi+3]": 2, "[Br-]": 9}),
        ("Ho(CH3COO)3", {"[Ho+3]": 1, "CC(=O)[O-]": 3}),
        ("Fe3O4", {}),  # two charges of iron
        ("S8", {}),
    ],
)
def test_ions_from_a_formula(formula: str, expected: dict[str, int]) -> None:
    assert {f.smiles: f.count for f in fragments(Substance("x", "x", formula=formula))} == expected


def test_bonds_of_a_metal_are_broken() -> None:
    assert ions("tin, mine", "Cl[Sn](Cl)(Cl)Cl") == {"[Sn+4]": 1, "[Cl-]": 4}
    assert ions("ZnEt2") == {"[Zn+2]": 1, "[CH2-]C": 2}
    assert ions("Al-DIBU") == {"[Al+3]": 1, "[CH2-]C(C)C": 2, "[H-]": 1}


def test_bonds_that_hold_are_kept() -> None:
    assert ions("SnPh4").keys() == {f.smiles for f in fragments(find_reagent("SnPh4"))}
    assert len(ions("Pb(Et)4")) == 1  # tin and lead alkyls do not fall apart


def test_counter_ions_are_not_the_metal() -> None:
    salt = metal_salt(find_reagent("K2PtCl4"))
    assert salt is not None
    assert (salt.metal, salt.charge, salt.count) == ("Pt", 2, 1)
    assert [c.smiles for c in salt.counters] == ["[K+]"]
    assert not salt.is_simple


def test_molecules_and_elements_are_no_salts() -> None:
    for name in ("OA", "TOP", "Se", "SeO2", "HBr", "CTAB", "Fe(CO)5", "PVP"):
        assert metal_salt(find_reagent(name)) is None


def test_fragments_hold_all_atoms_of_every_chemical() -> None:
    for substance in reagents():
        found = fragments(substance)
        total: dict[str, float] = {}
        for fragment in found:
            for symbol, count in fragment_composition(fragment.smiles).items():
                total[symbol] = total.get(symbol, 0.0) + count * fragment.count
        assert not found or total == dict(substance.composition), substance.abbreviation
        assert sum(f.charge * f.count for f in found) == 0, substance.abbreviation
