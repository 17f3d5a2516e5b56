from __future__ import annotations

import pytest

from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import complete
from ostwald.chemistry.products import find_product
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe


def recipe(amounts: dict[str, float], temperature_c: float = 180.0) -> ResolvedRecipe:
    return ResolvedRecipe(
        id="r",
        product=find_product("PbSe"),
        reagents=tuple(ResolvedReagent(find_reagent(n), a) for n, a in amounts.items()),
        injection_temperature_c=temperature_c,
        reaction_temperature_c=temperature_c,
        reaction_time_min=5.0,
        heating_rate_c_per_min=None,
    )


def amounts(flask: ResolvedRecipe) -> dict[str, float]:
    return {r.substance.abbreviation: r.amount_mmol for r in flask.reagents}


def test_oxide_and_acid_become_the_carboxylate_and_the_water_boils_off() -> None:
    assert amounts(complete(recipe({"PbO": 1.0, "OA": 2.0, "ODE": 30.0}))) == pytest.approx(
        {"PbOA2": 1.0, "ODE": 30.0}
    )


def test_two_ways_to_lead_oleate_end_in_the_same_flask() -> None:
    made = complete(recipe({"PbO": 1.0, "OA": 2.0, "ODE": 30.0}))
    bought = complete(recipe({"PbOA2": 1.0, "ODE": 30.0}))
    assert amounts(made) == pytest.approx(amounts(bought))


def test_a_cold_flask_stays_as_it_is() -> None:
    cold = recipe({"PbO": 1.0, "OA": 2.0}, temperature_c=20.0)
    assert complete(cold) is cold


def test_it_is_the_same_every_time_and_makes_no_mass() -> None:
    start = recipe({"PbO": 4.0, "Se": 6.0, "TOP": 6.7, "OA": 5.0, "ODE": 37.5})
    first, second = complete(start), complete(start)
    assert amounts(first) == amounts(second)
    mass = sum(r.amount_mmol * molar_mass(r.substance.composition) for r in start.reagents)
    left = sum(r.amount_mmol * molar_mass(r.substance.composition) for r in first.reagents)
    assert 0.9 * mass < left <= mass * (1 + 1e-9)


def test_no_more_reactions_than_asked_for() -> None:
    start = recipe({"PbO": 4.0, "Se": 6.0, "TOP": 6.7, "OA": 10.0})
    assert complete(start, max_reactions=0) is start
