from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.conftest import make_recipe
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.resolved import ResolvedReagent
from ostwald.models.deep.augmentation import Augmentation


def names(recipe) -> set[str]:
    return {reagent.substance.abbreviation for reagent in recipe.reagents}


def test_same_seed_same_copies() -> None:
    recipes = [make_recipe(180, 20, PbO=4, OA=5, Se=6, TOP=7)] * 5
    first, again = (Augmentation().copies(recipes, seed=3) for _ in range(2))
    assert first == again
    assert Augmentation().copies(recipes, seed=4) != first


def test_something_reacts_by_rule_and_nothing_without() -> None:
    recipes = [make_recipe(180, 20, PbO=4, OA=5, Se=6, TOP=7)] * 20
    reacted = Augmentation("rules", react_share=1.0).copies(recipes, seed=0)
    assert all(names(copy) != names(recipes[0]) for copy in reacted)
    still = Augmentation("none").copies(recipes, seed=0)
    assert all(names(copy) == names(recipes[0]) for copy in still)


def test_noise_is_small_and_temperatures_move_together() -> None:
    recipe = make_recipe(180, 20, PbO=4, OA=5)
    for copy in Augmentation("none").copies([recipe] * 50, seed=0):
        assert copy.injection_temperature_c == copy.reaction_temperature_c
        assert abs(copy.reaction_temperature_c - 180) < 12
        ratio = copy.reagents[0].amount_mmol / 4
        assert abs(np.log(ratio)) < 0.2


def test_published_pairs_react(data_dir: Path) -> None:
    plain = make_recipe(180, 20, PbO=4)
    named = tuple(ResolvedReagent(find_reagent(name), 4.0) for name in ("PbO", "OA", "Se", "TOP"))
    recipes = [replace(plain, reagents=named)] * 20
    copies = Augmentation("paper", react_share=1.0, data_folder=data_dir).copies(recipes, seed=0)
    if not any("@" in name for copy in copies for name in names(copy)):
        pytest.fail("no pair of the published list was formed")
