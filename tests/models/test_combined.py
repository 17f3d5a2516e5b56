from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.models.base import Outcomes
from ostwald.models.baselines.median import MedianModel
from ostwald.models.combined import (
    DEEP_SHARES,
    FEWEST_WELL_COUNTED,
    CombinedModel,
    well_counted,
)

from .test_registry import quick


@pytest.fixture(scope="module")
def fitted(training) -> CombinedModel:
    recipes, outcomes = training
    papers = np.array([f"10.1/{k % 8}" for k in range(len(recipes))], dtype=object)
    labelled = Outcomes(outcomes.size_nm, outcomes.shape, outcomes.particles_counted, papers)
    return quick("combined").fit(recipes, labelled)


def test_weights_sum_to_one_and_follow_the_members(fitted: CombinedModel) -> None:
    for weights in (*fitted.size_weights_, *fitted.shape_weights_):
        assert sum(weights) == pytest.approx(1.0)
        assert len(weights) == len(fitted.members)


def test_prediction_lies_between_the_members(fitted: CombinedModel, fresh) -> None:
    encoded = fitted.encoder_.transform(fresh[0])
    members = [member.predict_encoded(encoded).size_nm for member in fitted.members_]
    mixed = fitted.predict(fresh[0]).size_nm
    assert (mixed >= np.min(members, axis=0) * (1 - 1e-9)).all()
    assert (mixed <= np.max(members, axis=0) * (1 + 1e-9)).all()


def test_held_out_predictions_are_of_every_training_row_and_honest(
    fitted: CombinedModel, training
) -> None:
    recipes, outcomes = training
    seen = np.abs(np.log(fitted.predict(recipes).size_nm / outcomes.size_nm)).mean()
    for output, folds in (
        (fitted.held_out_, fitted.held_out_folds_),
        (fitted.held_out_by_paper_, fitted.held_out_by_paper_folds_),
    ):
        assert len(output) == len(recipes)
        assert set(folds.tolist()) == set(range(5))
        assert np.abs(np.log(output.size_nm / outcomes.size_nm)).mean() > seen
    papers = np.array([k % 8 for k in range(len(recipes))])
    for paper in range(8):  # a paper is never split
        assert len(set(fitted.held_out_by_paper_folds_[papers == paper].tolist())) == 1


@pytest.mark.torch
def test_networks_join_in(training, fresh) -> None:
    model = quick("combined")
    tiny = {"members": 1, "width": 16, "epochs": 2, "pretraining_epochs": 0}
    model.set_params(deep=True, member_params={**model.member_params, "transformer": tiny})
    model.fit(*training)
    assert model.deep_ is not None
    alone = [m.predict_encoded(model.encoder_.transform(fresh[0])) for m in model.members_]
    without = model._mix(alone, None).size_nm
    deep = model.deep_.predict(fresh[0]).size_nm
    share = np.log(model.predict(fresh[0]).size_nm / without) / np.log(deep / without)
    assert share.min() > min(DEEP_SHARES) - 1e-6
    assert share.max() < max(DEEP_SHARES) + 1e-6
    state = model.to_state()
    again = CombinedModel.from_state(state)
    assert np.allclose(again.predict(fresh[0]).size_nm, model.predict(fresh[0]).size_nm, rtol=1e-5)


def test_settings_reach_the_named_member() -> None:
    model = CombinedModel(member_params={"extra_trees": {"n_trees": 7}}, seed=3)
    assert model._make("extra_trees").get_params()["n_trees"] == 7
    assert model._make("extra_trees").get_params()["seed"] == 3
    assert model._make("gaussian_process").get_params()["seed"] == 3


def test_interpolates_within_published_series(data_dir: Path) -> None:
    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.datasets.gu2025 import read_gu2025_training

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


def test_weights_among_familiar_recipes_are_found_on_well_counted_rows() -> None:
    n = 2 * FEWEST_WELL_COUNTED
    counted = np.where(np.arange(n) % 2, 1000.0, 50.0)
    outcomes = Outcomes(np.ones(n), np.zeros(n, int), counted, np.full(n, None, object))
    assert well_counted(outcomes).tolist() == list(range(1, n, 2))
    few = outcomes.take(np.arange(n - 2))
    assert len(well_counted(few)) == n - 2
