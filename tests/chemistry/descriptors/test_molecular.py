from __future__ import annotations

import numpy as np
import pytest

from ostwald.chemistry.descriptors.functional_groups import GROUPS, count_groups
from ostwald.chemistry.descriptors.molecular import (
    MolecularDescriptors,
    boiling_point_proxy_c,
    carbon_chains,
)
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.structures import read_molecule
from ostwald.chemistry.substance import Substance
from ostwald.chemistry.tables import reagents


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OA", {"carboxylic_acid": 1, "alkene": 1}),
        ("OLA", {"primary_amine": 1, "alkene": 1}),
        ("TOP", {"phosphine": 1}),
        ("TOPO", {"phosphine_oxide": 1}),
        ("DT", {"thiol": 1}),
        ("ODE", {"alkene": 1}),
        ("TOA", {"tertiary_amine": 1}),
        ("DOA", {"secondary_amine": 1}),
        ("TDPA", {"phosphonic_acid": 1}),
        ("HDD", {"alcohol": 2}),
        ("DBE", {"ether": 1}),
        ("EAC", {"ester": 1}),
        ("DMF", {"amide": 1}),
        ("CTAB", {"ammonium": 1, "halide_ion": 1}),
        ("(TMS)3P", {"silyl": 3}),
        ("TMSCl", {"silyl": 1, "silyl_halide": 1}),
        ("BC", {"acyl_halide": 1}),
        ("(NEt2)3P", {"aminophosphine": 3}),
        ("PbOA2", {"carboxylic_acid": 2, "alkene": 2}),
        ("Fe(acac)3", {"diketonate": 3}),
        ("Cu(S2CNEt2)2", {"dithiocarbamate": 2}),
        ("Thiourea", {"thiocarbonyl": 1}),
        ("DPDS", {"organoselenium": 2, "disulfide": 1}),
        ("HYD", {"hydrazine": 1}),
    ],
)
def test_functional_groups(name: str, expected: dict[str, int]) -> None:
    smiles = find_reagent(name).smiles
    assert smiles is not None
    counts = dict(zip(GROUPS, count_groups(read_molecule(smiles)), strict=True))
    watched = {*expected, "carboxylic_acid", "primary_amine", "thiol", "phosphine", "alcohol"}
    watched |= {"secondary_amine", "tertiary_amine", "phosphine_oxide", "ether", "ester"}
    found = {group: count for group, count in counts.items() if group in watched and count}
    assert found == expected


@pytest.mark.parametrize(
    ("smiles", "lengths"),
    [
        ("CCCCCCCC/C=C\\CCCCCCCC(=O)O", [18]),
        ("CCCCCCCCP(CCCCCCCC)CCCCCCCC", [8, 8, 8]),
        ("CCCCC(CC)COC", [1, 7]),
        ("CC(C)(C)C", [3]),
        ("c1ccccc1", []),
        ("O", []),
    ],
)
def test_carbon_chains(smiles: str, lengths: list[int]) -> None:
    assert sorted(carbon_chains(read_molecule(smiles))) == lengths


def test_boiling_points_of_alkanes() -> None:
    # octane 399 K and octadecane 589 K
    assert boiling_point_proxy_c(8, 0) + 273.15 == pytest.approx(399, abs=2)
    assert boiling_point_proxy_c(18, 0) + 273.15 == pytest.approx(589, abs=2)
    assert boiling_point_proxy_c(500, 0) == 500


def test_every_table_substance_has_finite_descriptors() -> None:
    matrix = MolecularDescriptors().matrix(reagents())
    assert matrix.shape[0] == len(reagents())
    assert np.isfinite(matrix).all()


def test_a_substance_without_structure_is_zero_and_flagged() -> None:
    descriptors = MolecularDescriptors()
    vector = descriptors.vector(find_reagent("PbO"))
    assert not vector.any()
    assert descriptors.names[0] == "has_structure"


def test_vectors_follow_the_structure_and_not_the_name() -> None:
    descriptors = MolecularDescriptors()
    one = Substance("x", "x", smiles="CCCCCCCCN", formula="C8H19N")
    known = find_reagent("OCT")
    assert np.array_equal(descriptors.vector(one), descriptors.vector(known))


def test_vectors_are_remembered_and_read_only() -> None:
    descriptors = MolecularDescriptors()
    vector = descriptors.vector(find_reagent("OA"))
    assert descriptors.vector(find_reagent("oleic acid")) is vector
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 5
