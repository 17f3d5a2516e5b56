from __future__ import annotations

import numpy as np
import pytest

from ostwald.chemistry.identity import find_reagent
from ostwald.likeness.substances import WIDTH, likeness, shared_matrix, shared_part


def alike(one: str, other: str) -> float:
    return likeness(find_reagent(one), find_reagent(other))


@pytest.mark.parametrize(
    ("chemical", "relative", "stranger"),
    [
        ("oleic acid", "stearic acid", "trioctylphosphine"),
        ("oleic acid", "stearic acid", "oleylamine"),
        ("TOP", "TBP", "TOPO"),
        ("OLA", "HDA", "OA"),
        ("ODE", "octadecane", "diphenyl ether"),
        ("PbO", "lead acetate", "SnO"),
        ("Fe(acac)3", "Fe(CO)5", "Cs2CO3"),
        ("Se", "TOPSe", "ODE"),
    ],
)
def test_relatives_are_more_alike_than_strangers(
    chemical: str, relative: str, stranger: str
) -> None:
    assert 1.0 > alike(chemical, relative) > alike(chemical, stranger) >= 0.0


def test_likeness_is_mutual_and_one_with_itself() -> None:
    assert alike("OA", "OLA") == pytest.approx(alike("OLA", "OA"))
    assert alike("OA", "oleic acid") == 1.0


def test_a_chemical_nobody_has_used_has_relatives() -> None:
    new = find_reagent("my acid", smiles="CCCCCCCCCCCCCCCCCCCCCCC(=O)O")
    assert likeness(new, find_reagent("stearic acid")) > likeness(new, find_reagent("TOP")) + 0.2


def test_every_vector_has_length_one_with_its_own_part() -> None:
    names = ["OA", "TOP", "PbO", "Se", "Fe(acac)3", "NaCl", "H2O", "ODE", "(TMS)3P"]
    shared, own = shared_matrix([find_reagent(name) for name in names])
    assert shared.shape == (len(names), WIDTH)
    np.testing.assert_allclose((shared**2).sum(axis=1) + own**2, 1.0, atol=1e-5)
    assert np.all(own > 0.3)  # no two chemicals are ever quite the same
    assert not shared_part(find_reagent("OA"))[0].flags.writeable
