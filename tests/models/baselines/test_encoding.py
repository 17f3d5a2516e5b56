from __future__ import annotations

import numpy as np
import pytest

from models.conftest import make_recipe
from ostwald.models.baselines.encoding import CONDITIONS, RecipeEncoder


def test_amounts_conditions_and_composition_stand_in_their_blocks() -> None:
    recipes = [make_recipe(180, 20, PbO=4, OA=5), make_recipe(200, 1, "PbS", PbO=2)]
    encoder = RecipeEncoder().fit(recipes)
    encoded = encoder.transform(recipes)
    assert len(set(encoded.names)) == len(encoded.names)
    column = {name: encoded.values[:, i].tolist() for i, name in enumerate(encoded.names)}
    assert column["PbO_mmol"] == [4, 2]
    assert column["OA_mmol"] == [5, 0]
    assert column["Se_fraction"] == [0.5, 0]
    assert column["makes_PbS"] == [0, 1]
    assert column["reaction_temperature_c"] == [180, 200]
    assert column["log_reaction_time_min"][1] == pytest.approx(0.0)
    assert encoded.block("conditions").shape == (2, len(CONDITIONS))
    assert sum(stop - start for start, stop in encoded.blocks.values()) == len(encoded.names)


def test_commonest_reagent_comes_first_whatever_the_order() -> None:
    recipes = [make_recipe(180, 20, OA=5, PbO=4), make_recipe(180, 20, PbO=4)]
    assert RecipeEncoder().fit(recipes).reagents_ == ["PbO", "OA"]
    assert RecipeEncoder().fit(recipes[::-1]).reagents_ == ["PbO", "OA"]


def test_reagents_and_products_never_seen_are_ignored() -> None:
    encoder = RecipeEncoder().fit([make_recipe(180, 20, PbO=4)])
    encoded = encoder.transform([make_recipe(180, 20, "ZnO", PbO=1, TOP=3)])
    assert encoded.block("amounts").tolist() == [[1.0]]
    assert encoded.block("composition").sum() == 0
    assert np.isfinite(encoded.values).all()


def test_state_brings_the_encoder_back() -> None:
    recipes = [make_recipe(180, 20, PbO=4, OA=5), make_recipe(200, 1, "PbS", PbO=2)]
    encoder = RecipeEncoder().fit(recipes)
    again = RecipeEncoder.from_state(encoder.to_state())
    assert np.array_equal(again.transform(recipes).values, encoder.transform(recipes).values)


def test_time_of_zero_stays_finite() -> None:
    recipes = [make_recipe(180, 0.0, PbO=4)]
    assert np.isfinite(RecipeEncoder().fit(recipes).transform(recipes).values).all()
