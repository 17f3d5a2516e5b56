"""Volumes, concentrations, ratios, limiting reagents and yields."""

from __future__ import annotations

import pytest

from chemistry.recipes import flask
from ostwald.chemistry.totals import supply_mmol, totals


def test_a_hot_injection_adds_up() -> None:
    recipe = flask("PbSe", "PbO 4 mmol; Se 6 mmol; TOP 3 mL; oleic acid 5 mmol; ODE 12 mL", 180)
    found = totals(recipe)
    assert found.volume_ml == pytest.approx(12 + 3 + 5 * 282.47 / 890, abs=0.01)
    assert found.metal_mmol_per_l == pytest.approx(4 / found.volume_ml * 1000)
    assert found.anion_to_cation == pytest.approx(1.5)
    assert found.limiting == "lead(II) oxide"
    assert found.theoretical_yield_mg == pytest.approx(4 * 286.16, rel=1e-3)
    assert found.ligand_to_metal == pytest.approx((5 + 3 * 831 / 370.65) / 4, rel=1e-3)


def test_stoichiometry_decides_what_runs_out() -> None:
    recipe = flask("Ag2S", "AgNO3 2 mmol; S 0.9 mmol; oleylamine 10 mL", 120)
    assert totals(recipe).limiting == "sulfur"
    assert totals(recipe).theoretical_yield_mg == pytest.approx(0.9 * 247.8, rel=1e-3)


def test_melts_count_as_liquids_and_it_is_said() -> None:
    found = totals(flask("CdSe", "CdO 0.4 mmol; TOPO 4 g; Se 0.2 mmol", 300))
    assert found.volume_ml == pytest.approx(4 / 0.85)
    assert any("TOPO" in note for note in found.notes)
    assert any("CdO" in note for note in found.notes)


def test_what_cannot_be_computed_is_none() -> None:
    dry = totals(flask("CdSe", "CdO 0.4 mmol; Se 0.2 mmol", 260))
    assert dry.volume_ml is None
    assert dry.metal_mmol_per_l is None
    without = totals(flask("CdSe", "TOPO 1 g; Se 0.2 mmol", 260))
    assert without.limiting is None
    assert without.theoretical_yield_mg is None


def test_json_has_the_written_fields() -> None:
    fields = totals(flask("Au", "HAuCl4 0.1 mmol; oleylamine 10 mL", 80)).as_json()
    assert list(fields) == [
        "volume_ml",
        "metal_mmol_per_l",
        "ligand_to_metal",
        "anion_to_cation",
        "limiting",
        "theoretical_yield_mg",
    ]
    assert fields["anion_to_cation"] is None


@pytest.mark.parametrize(
    ("product", "reagent", "element", "temperature_c", "gives"),
    [
        ("InP", "TOPO", "P", 300, False),
        ("InP", "(TMS)3P", "P", 100, True),
        ("InP", "tris(dimethylamino)phosphine", "P", 180, True),
        ("InP", "TOP", "P", 180, False),
        ("Ni2P", "TOP", "P", 320, True),
        ("Ni2P", "TOP", "P", 100, False),
        ("CdS", "DMSO", "S", 180, False),
        ("CdS", "dodecanethiol", "S", 180, True),
        ("CdS", "CdSO4", "S", 180, False),
        ("CdS", "Na2S2O3", "S", 90, True),
        ("CsPbCl3", "chlorobenzene", "Cl", 200, False),
        ("CsPbCl3", "benzoyl chloride", "Cl", 200, True),
        ("CsPbBr3", "PbBr2", "Br", 25, True),
        ("LaF3", "LaTFA", "F", 300, True),
        ("Cu3N", "Cu(NO3)2", "N", 240, False),
        ("Cu3N", "octadecylamine", "N", 240, True),
        ("SiO2", "TEOS", "Si", 25, True),
        ("Si", "TMSCl", "Si", 25, False),
    ],
)
def test_holding_an_element_is_not_giving_it(
    product: str, reagent: str, element: str, temperature_c: float, gives: bool
) -> None:
    recipe = flask(product, f"{reagent} 1 mmol; ODE 5 mL", temperature_c)
    assert (supply_mmol(recipe, element) > 0) is gives
