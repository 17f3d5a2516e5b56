from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.models.base import Outcomes
from ostwald.models.combined import CombinedModel
from ostwald.models.median import MedianModel

from .test_registry import quick


def test_weights_sum_to_one_and_follow_the_members(training) -> None:
    model = quick("combined").fit(*training)
    assert sum(model.size_weights_) == pytest.approx(1.0)
    assert sum(model.shape_weights_) == pytest.approx(1.0)
    assert len(model.size_weights_) == len(model.members)


def test_prediction_lies_between_the_members(training, fresh) -> None:
    model = quick("combined").fit(*training)
    encoded = model.encoder_.transform(fresh[0])
    members = [member.predict_encoded(encoded).size_nm for member in model.members_]
    mixed = model.predict(fresh[0]).size_nm
    assert (mixed >= np.min(members, axis=0) * (1 - 1e-9)).all()
    assert (mixed <= np.max(members, axis=0) * (1 + 1e-9)).all()


def test_settings_reach_the_named_member() -> None:
    model = CombinedModel(member_params={"extra_trees": {"n_trees": 7}}, seed=3)
    assert model._make("extra_trees").get_params()["n_trees"] == 7
    assert model._make("extra_trees").get_params()["seed"] == 3
    assert model._make("gaussian_process").get_params()["seed"] == 3


def test_interpolates_within_published_series(data_dir: Path) -> None:
    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.recipes.published import read_gu2025_training

    table = read_gu2025_training(data_dir)
    rows = range(300)  # PbSe: series in time, temperature and amounts
    recipes = [resolve_recipe(table.recipes[row]) for row in rows]
    outcomes = Outcomes.from_outcomes([table.outcomes[row] for row in rows])
    held = np.arange(len(recipes)) % 3 == 0
    train = [recipe for recipe, out in zip(recipes, held, strict=True) if not out]
    test = [recipe for recipe, out in zip(recipes, held, strict=True) if out]
    truth = np.log(outcomes.size_nm[held])
    errors = {}
    for model in (quick("combined"), MedianModel()):
        output = model.fit(train, outcomes.take(~held)).predict(test)
        errors[model.kind] = np.abs(np.log(output.size_nm) - truth).mean()
    assert errors["combined"] < 0.85 * errors["median"]
