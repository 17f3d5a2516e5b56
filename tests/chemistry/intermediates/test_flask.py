from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import (
    apply,
    apply_all,
    find_reactions,
    react,
    without_gases,
)
from ostwald.chemistry.products import find_product
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe, resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.errors import InputError

POOL = [
    "PbO", "Cs2CO3", "PbBr2", "CuCl2", "InAc3", "Zn(acac)2", "HAuCl4", "AgNO3", "Fe(CO)5",
    "OA", "OLA", "DT", "TOP", "ODE", "Se", "S", "SeO2", "(TMS)3P", "TMSCl", "NaBH4", "LAA", "TTA",
]  # fmt: skip


def recipe(amounts: dict[str, float], temperature_c: float = 180.0) -> ResolvedRecipe:
    return ResolvedRecipe(
        id="r",
        product=find_product("PbSe"),
        reagents=tuple(ResolvedReagent(find_reagent(n), a) for n, a in amounts.items()),
        injection_temperature_c=temperature_c,
        reaction_temperature_c=temperature_c - 20.0,
        reaction_time_min=5.0,
        heating_rate_c_per_min=None,
    )


def mass_mg(flask: ResolvedRecipe) -> float:
    # From the formulas: the masses of the tables are rounded.
    return sum(r.amount_mmol * molar_mass(r.substance.composition) for r in flask.reagents)


def amounts(flask: ResolvedRecipe) -> dict[str, float]:
    return {r.substance.abbreviation: r.amount_mmol for r in flask.reagents}


def test_limiting_reagent_is_used_up() -> None:
    start = recipe({"PbO": 4.0, "OA": 5.0, "ODE": 30.0})
    (dissolution,) = find_reactions(start)
    end = amounts(apply(start, dissolution, 1.0))
    assert "OA" not in end  # 5 mmol of acid dissolve 2.5 of the 4 mmol of oxide
    assert end == pytest.approx({"PbO": 1.5, "ODE": 30.0, "PbOA2": 2.5, "H2O": 2.5})


def test_half_the_extent_is_half_the_product() -> None:
    start = recipe({"Se": 1.0, "TOP": 4.0})
    (addition,) = find_reactions(start)
    assert amounts(apply(start, addition, 0.5)) == pytest.approx(
        {"Se": 0.5, "TOP": 3.5, "TOPSe": 0.5}
    )


def test_products_react_on() -> None:
    start = recipe({"PbO": 1.0, "OA": 2.0, "Se": 1.0, "TOP": 1.0})
    steps = [(r, 1.0) for r in find_reactions(start)]
    between = apply_all(start, steps)
    assert "PbOA2 + TOPSe -> PbSe + TOPO + OA anhydride" in {
        r.equation.replace("TOP=Se", "TOPSe") for r in find_reactions(between)
    }


def test_known_products_are_the_table_entries() -> None:
    start = recipe({"PbO": 1.0, "OA": 2.0})
    end = apply(start, find_reactions(start)[0], 1.0)
    assert {r.substance.identity for r in end.reagents} == {"#PbOA2", "#H2O"}
    assert not any(r.substance.is_new for r in end.reagents)


def test_apply_refuses_what_cannot_be() -> None:
    start = recipe({"PbO": 1.0, "OA": 2.0})
    reaction = find_reactions(start)[0]
    with pytest.raises(InputError, match="extent"):
        apply(start, reaction, 1.5)
    with pytest.raises(InputError, match="OA is not in the flask"):
        apply(recipe({"PbO": 1.0, "ODE": 2.0}), reaction, 0.5)


@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(st.sampled_from(POOL), min_size=2, max_size=8, unique=True),
    millimoles=st.lists(st.floats(1e-4, 100.0), min_size=8, max_size=8),
    temperature_c=st.floats(0.0, 350.0),
    seed=st.integers(0, 2**32 - 1),
)
def test_mass_is_conserved(
    names: list[str], millimoles: list[float], temperature_c: float, seed: int
) -> None:
    start = recipe(dict(zip(names, millimoles, strict=False)), temperature_c)
    end = react(start, np.random.default_rng(seed))
    assert mass_mg(end) == pytest.approx(mass_mg(start), rel=1e-9)
    assert all(r.amount_mmol > 0 for r in end.reagents)
    identities = [r.substance.identity for r in end.reagents]
    assert len(identities) == len(set(identities))
    assert all(identities)


def test_react_is_determined_by_the_generator() -> None:
    start = recipe({"PbO": 1.0, "OA": 3.0, "OLA": 3.0, "S": 2.0, "TOP": 2.0, "ODE": 20.0})
    ends = [amounts(react(start, np.random.default_rng(7))) for _ in range(2)]
    assert ends[0] == ends[1]
    others = [amounts(react(start, np.random.default_rng(s))) for s in range(20)]
    assert len({tuple(sorted(o)) for o in others}) > 3


def test_an_inert_recipe_comes_back_itself() -> None:
    start = recipe({"ODE": 10.0, "toluene": 5.0})
    assert react(start, np.random.default_rng(0)) is start


def test_conditions_and_source_are_kept() -> None:
    start = recipe({"PbO": 1.0, "OA": 3.0})
    end = react(start, np.random.default_rng(1))
    assert (end.id, end.product, end.reaction_temperature_c) == ("r", start.product, 160.0)


def test_gases_leave_and_solvents_stay() -> None:
    start = recipe({"Cs2CO3": 1.0, "OA": 4.0, "ODE": 10.0})
    dissolution = next(r for r in find_reactions(start) if r.family == "proton exchange")
    end = apply(start, dissolution, 1.0)
    assert {"CO2", "H2O"} <= set(amounts(end))
    assert set(amounts(without_gases(end))) == {"OA", "ODE", "CsOA"}


def test_most_published_recipes_react(data_dir: Path) -> None:
    table = read_gu2025_training(data_dir)
    found = [find_reactions(resolve_recipe(r)) for r in table.recipes[::20]]
    share = sum(bool(reactions) for reactions in found) / len(found)
    assert share > 0.94
    assert all(r.imbalance() == {} for reactions in found for r in reactions)
