from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.chemistry.descriptors.elemental import (
    PROPERTIES,
    composition_vector,
    element_order,
    ionic_radius_pm,
    oxidation_states,
    property_matrix,
    split_ions,
    statistics,
    statistics_names,
)
from ostwald.chemistry.formula import parse_formula
from ostwald.chemistry.tables import products


@pytest.mark.parametrize(
    ("formula", "states"),
    [
        ("PbSe", {"Pb": 2}),
        ("CsPbBr3", {"Cs": 1, "Pb": 2}),
        ("Fe2O3", {"Fe": 3}),
        ("CuInS2", {"Cu": 1, "In": 3}),
        ("Cs2AgBiBr6", {"Cs": 1, "Ag": 1, "Bi": 3}),
        ("CH6NPbI3", {"Pb": 2}),
        ("InP", {"In": 3}),
        ("InSb", {"In": 3}),
        ("SnS2", {"Sn": 4}),
        ("FePt", {"Fe": 0, "Pt": 0}),
        ("Au", {"Au": 0}),
    ],
)
def test_oxidation_states(formula: str, states: dict[str, float]) -> None:
    found, left = oxidation_states(parse_formula(formula))
    assert found == states
    assert left == 0


def test_a_formula_that_does_not_balance_says_so() -> None:
    _, left = oxidation_states(parse_formula("Cs3PbBr3"))
    assert left == pytest.approx(2 / 4)


def test_many_metals_do_not_explode() -> None:
    states, _ = oxidation_states(parse_formula("FeCoNiCuMnCrVTiMoWPdPtSnPbBiInO30"))
    assert len(states) == 16


def test_split_ions() -> None:
    assert split_ions(parse_formula("CH6NPbBr3")) == ({"Pb": 1}, {"Br": 3})
    assert split_ions(parse_formula("InSb")) == ({"In": 1}, {"Sb": 1})
    assert split_ions(parse_formula("CuSbS2")) == ({"Cu": 1, "Sb": 1}, {"S": 2})
    assert split_ions(parse_formula("Ni3N")) == ({"Ni": 3}, {"N": 1})


def test_statistics_of_lead_selenide() -> None:
    values = dict(zip(statistics_names(), statistics(parse_formula("PbSe")), strict=True))
    assert values["pauling_electronegativity_mean"] == pytest.approx((1.8 + 2.55) / 2)
    assert values["pauling_electronegativity_range"] == pytest.approx(0.75)
    assert values["group_max"] == 16


def test_gaps_of_the_table_are_filled() -> None:
    matrix = property_matrix()
    assert matrix.shape == (118, len(PROPERTIES))
    assert np.isfinite(matrix).all()
    europium = matrix[element_order()["Eu"], PROPERTIES.index("pauling_electronegativity")]
    assert 1.17 < europium < 1.20


@given(st.floats(0.01, 1000))
def test_statistics_do_not_depend_on_the_size_of_the_formula(times: float) -> None:
    one = parse_formula("Cu2ZnSnS4")
    many = {symbol: count * times for symbol, count in one.items()}
    assert statistics(many) == pytest.approx(statistics(one))
    assert composition_vector(many) == pytest.approx(times * composition_vector(one))


def test_ionic_radii() -> None:
    assert ionic_radius_pm("Pb", 2) == 119
    assert ionic_radius_pm("Se", -2) == 198
    assert ionic_radius_pm("Se", -1) == 198
    assert ionic_radius_pm("Au", 0) == 124


def test_most_products_of_the_table_balance() -> None:
    compounds = [p for p in products() if split_ions(p.composition)[1]]
    balanced = [p for p in compounds if abs(oxidation_states(p.composition)[1]) < 0.05]
    # the rest are phosphides, copper chalcogenides and the like, which no common states explain
    assert len(balanced) > 0.8 * len(compounds)
