from __future__ import annotations

import math

import numpy as np
import pytest

from ostwald.evaluation.noise_floor import (
    OTHER_PAPER,
    SAME_PAPER,
    RepeatedPair,
    noise_floor,
    repeated_pairs,
)
from ostwald.recipes.outcome import Outcome
from recipes_for_tests import reagents, resolved

BASE = (("PbO", "4 mmol"), ("Se", "6 mmol"), ("OA", "5 mmol"))


def pair(first: int, second: int, tolerance: str = "near", scope: str = SAME_PAPER) -> RepeatedPair:
    return RepeatedPair(first, second, tolerance, scope, group="g")


def test_pairs_and_their_strictest_tolerance() -> None:
    recipes = [
        resolved(reagents=reagents(*BASE)),
        resolved(reagents=reagents(*BASE)),
        resolved(reagents=reagents(*BASE[:2], ("OA", "5.4 mmol")), reaction_temperature_c=184.0),
        resolved(reagents=reagents(*BASE), reaction_time_min=28.0),
        resolved(reagents=reagents(*BASE), reaction_time_min=35.0),
        resolved(reagents=reagents(*BASE), reaction_time_min=90.0),
    ]
    found = {(p.first, p.second): p.tolerance for p in repeated_pairs(recipes, ["a"] * 6)}
    assert found[0, 1] == "identical"
    assert found[0, 2] == "near"
    assert found[0, 3] == "loose"
    assert found[0, 4] == "similar"
    assert not any(5 in both for both in found)


def test_other_products_and_other_chemicals_are_no_repeats() -> None:
    recipes = [
        resolved(reagents=reagents(*BASE)),
        resolved(reagents=reagents(*BASE), product="PbTe"),
        resolved(reagents=reagents(*BASE, ("ODE", "1 mmol"))),
    ]
    assert repeated_pairs(recipes, ["a", "b", "c"]) == []


def test_the_order_of_the_reagents_does_not_matter_and_papers_are_told_apart() -> None:
    recipes = [resolved(reagents=reagents(*BASE)), resolved(reagents=reagents(*reversed(BASE)))]
    (found,) = repeated_pairs(recipes, ["a", "b"])
    assert (found.tolerance, found.scope) == ("identical", OTHER_PAPER)


def test_an_unknown_heating_rate_agrees_with_any_and_a_known_one_does_not() -> None:
    recipes = [
        resolved(reagents=reagents(*BASE), heating_rate_c_per_min=rate)
        for rate in (None, 5.0, 20.0)
    ]
    found = {(p.first, p.second) for p in repeated_pairs(recipes, ["a"] * 3)}
    assert found == {(0, 1), (0, 2)}


def test_the_floor_is_that_of_a_predictor_who_knows_the_mean() -> None:
    generator = np.random.default_rng(0)
    sizes = 10.0 + generator.normal(size=(20_000, 2))
    outcomes = [Outcome(size_nm=float(size), shape="sphere") for size in sizes.ravel()]
    pairs = [pair(2 * k, 2 * k + 1) for k in range(len(sizes))]
    entry = noise_floor(pairs, outcomes)[3]
    assert (entry["tolerance"], entry["scope"]) == ("near", SAME_PAPER)
    perfect = np.abs(sizes - 10.0).mean()
    assert entry["floor_mae_nm"] == pytest.approx(perfect, rel=0.02)
    assert entry["floor_fold_error"] == pytest.approx(
        math.exp(np.abs(np.log(sizes / 10.0)).mean()), rel=0.01
    )


def test_looser_levels_take_the_stricter_ones_in_and_groups_weigh_alike() -> None:
    outcomes = [
        Outcome(size_nm=s, shape=shape) for s, shape in ((5, "cube"), (6, "cube"), (9, "rod"))
    ]
    pairs = [
        RepeatedPair(0, 1, "near", SAME_PAPER, "a"),
        RepeatedPair(0, 1, "near", SAME_PAPER, "a"),
        RepeatedPair(0, 2, "loose", OTHER_PAPER, "b"),
    ]
    entries = {(e["tolerance"], e["scope"]): e for e in noise_floor(pairs, outcomes)}
    assert entries["identical", "both"] == {
        "tolerance": "identical",
        "scope": "both",
        "pairs": 0,
        "rows": 0,
        "groups": 0,
    }
    assert entries["near", OTHER_PAPER]["pairs"] == 0
    both = entries["loose", "both"]
    assert (both["pairs"], both["rows"], both["groups"]) == (3, 3, 2)
    assert both["mean_difference_nm"] == pytest.approx(2.0)
    assert both["mean_difference_nm_by_group"] == pytest.approx(2.5)
    assert both["shape_agreement"] == pytest.approx(2 / 3)


def test_a_pair_without_a_size_is_left_out() -> None:
    outcomes = [Outcome(size_nm=5.0), Outcome()]
    assert noise_floor([pair(0, 1)], outcomes)[3]["pairs"] == 0
