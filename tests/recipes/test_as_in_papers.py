"""Recipes as methods sections write them: everything is read without arithmetic by hand."""

from __future__ import annotations

import pytest

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.recipes.recipe_file import parse_recipes

RECIPES = """\
- id: hot injection with purities and amounts told twice
  product: CdSe
  reagents:
    - {name: CdO (99.99%), amount: 51.4 mg (0.4 mmol)}
    - {name: tetradecylphosphonic acid, amount: 223 mg}
    - {name: TOPO (99%), amount: 3.78 g}
    - {name: selenium powder, amount: 41.1 mg}
    - {name: tri-n-octylphosphine, amount: 2.4 mL}
  injection_temperature: 270 °C
  reaction_temperature: 250 °C
  reaction_time: 1 h 30 min
- id: two stocks in one solvent
  product: PbS
  reagents:
    - {name: Pb(oleate)2, amount: 10 mL of 0.1 M in ODE}
    - {name: TMS2S, amount: "0.2 M in ODE, 5 mL"}
  injection_temperature: 120
  reaction_temperature: 100
  reaction_time: 2 min
- id: citrate reduction in steps
  product: gold
  reagents:
    - {name: HAuCl4·3H2O, amount: 100 mL of 0.25 mM in water}
    - {name: trisodium citrate dihydrate, amount: 5 mL of 1 wt% in water}
  procedure: [{heat: 100 degC}, {add: trisodium citrate dihydrate}, {hold: 15 min}]
- id: seeded rods
  product: Au
  reagents:
    - {name: CTAB, amount: 5 mL of 0.2 M in water}
    - {name: AgNO3, amount: 0.25 mL of 4 mM in water}
    - {name: HAuCl4, amount: 5 mL of 1 mM in water}
    - {name: ascorbic acid, amount: 70 µL of 78.8 mM in water}
    - {name: seeds, seeds: {product: Au, size: 3 nm}, amount: 3 nmol}
  reaction_temperature: 28 degC
  reaction_time: 2 h
  pH: 3
- id: heat-up with ammonium fluoride in methanol
  product: "NaYF4:Yb,Er"
  reagents:
    - {name: YCl3·6H2O, amount: 0.78 mmol}
    - {name: YbCl3·6H2O, amount: 20 mol% to Y}
    - {name: oleic acid, amount: 6 mL}
    - {name: ODE, amount: 15 mL}
    - {name: NaOH, amount: 5 mL of 0.5 M in methanol}
    - {name: NH4F, amount: 4 mmol in 5 mL of methanol}
  procedure:
    - {heat: 160 degC, hold: 30 min}
    - {cool: 50 degC}
    - {add: [NaOH, NH4F], at: 50 degC}
    - {heat: 300 degC, rate: 10 °C/min, hold: 1.5 h}
- id: commercial acids and bases
  product: Fe3O4
  reagents:
    - {name: FeCl3·6H2O, amount: 5.2 g}
    - {name: FeCl2·4H2O, amount: 2 g}
    - {name: HCl, amount: 0.85 mL of 12.1 M}
    - {name: ammonium hydroxide (28-30%), amount: 5 mL}
    - {name: water, amount: 25 mL}
  reaction_temperature: rt
  reaction_time: 30 min
"""


@pytest.fixture(scope="module")
def resolved() -> dict[str, ResolvedRecipe]:
    table = parse_recipes(RECIPES)
    assert not table.problems
    return {recipe.id or "": resolve_recipe(recipe) for recipe in table.recipes}


@pytest.mark.parametrize(
    ("recipe", "mmol"),
    [
        (
            "hot injection with purities and amounts told twice",
            {"CdO": 0.4, "TDPA": 0.801, "TOPO": 9.78, "Se": 0.5205, "TOP": 5.38},
        ),
        ("two stocks in one solvent", {"PbOA2": 1, "(TMS)2S": 1, "ODE": 46.2}),
        ("citrate reduction in steps", {"HAuCl4": 0.025, "Na-CIT": 0.17, "H2O": 5807}),
        (
            "seeded rods",
            {"CTAB": 1, "AgNO3": 1e-3, "HAuCl4": 5e-3, "LAA": 5.516e-3, "Au": 3e-6},
        ),
        (
            "heat-up with ammonium fluoride in methanol",
            {"YCl3": 0.78, "YbCl3": 0.156, "NaOH": 2.5, "NH4F": 4, "methanol": 246.9},
        ),
        (
            "commercial acids and bases",
            {"FeCl3": 19.24, "FeCl2": 10.06, "HCl": 10.29, "NH3-H2O": 76.6},
        ),
    ],
)
def test_amounts_come_to_the_right_moles(resolved, recipe, mmol) -> None:
    found = {r.substance.abbreviation: r.amount_mmol for r in resolved[recipe].reagents}
    assert {name: found.get(name) for name in mmol} == pytest.approx(mmol, rel=0.02)


@pytest.mark.parametrize(
    ("recipe", "conditions"),
    [
        ("hot injection with purities and amounts told twice", (270, 250, 90, None)),
        ("citrate reduction in steps", (100, 100, 15, 0)),
        ("heat-up with ammonium fluoride in methanol", (50, 300, 90, 10)),
        ("commercial acids and bases", (25, 25, 30, None)),
    ],
)
def test_conditions_are_those_of_the_text(resolved, recipe, conditions) -> None:
    found = resolved[recipe]
    assert (
        found.injection_temperature_c,
        found.reaction_temperature_c,
        found.reaction_time_min,
        found.heating_rate_c_per_min,
    ) == conditions


def test_what_is_read_into_them_is_said(resolved) -> None:
    assert any("pH 3" in text for text in resolved["seeded rods"].assumptions)
    doped = resolved["heat-up with ammonium fluoride in methanol"]
    assert any("dopant" in text for text in (*doped.assumptions, *doped.warnings))
    acids = resolved["commercial acids and bases"]
    assert any("the middle of 28-30" in text for text in acids.remarks)
