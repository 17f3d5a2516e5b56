from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.base import Outcomes
from ostwald.models.encoding import RecipeEncoder
from ostwald.models.gaussian_process import (
    GaussianProcessModel,
    held_out_predictions,
    learning_rows,
    loneliness,
    noise_basis,
)
from ostwald.models.spread import inner_folds

from .conftest import make_recipe


def test_held_out_predictions_equal_refits_without_the_fold() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 2))
    kernel = np.exp(-((x[:, None] - x[None]) ** 2).sum(axis=2))
    covariance = kernel + 0.1 * np.eye(40)
    targets = rng.normal(size=(40, 2))
    parts = [held for _, held in inner_folds(40, seed=4)]
    predictions = held_out_predictions(np.linalg.inv(covariance), targets, parts)
    for train, held in inner_folds(40, seed=4):
        solved = np.linalg.solve(covariance[np.ix_(train, train)], targets[train])
        assert np.allclose(predictions[held], kernel[np.ix_(held, train)] @ solved, atol=1e-8)


def test_held_out_rows_have_no_say_in_their_own_prediction(training) -> None:
    recipes, outcomes = training
    encoded = RecipeEncoder().fit(recipes).transform(recipes)
    parts = [held for _, held in inner_folds(len(recipes), seed=1)]
    size, shape = outcomes.size_nm.copy(), outcomes.shape.copy()
    size[parts[0]], shape[parts[0]] = size[parts[0]][::-1], shape[parts[0]][::-1]
    changed = Outcomes(size, shape, outcomes.particles_counted, outcomes.doi)
    model = GaussianProcessModel(max_iterations=5)
    one = model.predict_held_out(encoded, outcomes, parts)
    other = model.predict_held_out(encoded, changed, parts)
    assert np.allclose(one.size_nm[parts[0]], other.size_nm[parts[0]], rtol=1e-6)
    assert not np.allclose(one.size_nm[parts[1]], other.size_nm[parts[1]], rtol=1e-6)


def test_kernel_is_learnt_from_whole_series() -> None:
    recipes = [make_recipe(150 + i, 5, "PbSe", PbO=1.0 + i) for i in range(6)]
    recipes += [make_recipe(150 + i, 5, "PbSe", PbO=1.0 + i, OA=2.0) for i in range(6)]
    encoded = RecipeEncoder().fit(recipes).transform(recipes)
    rows = learning_rows(encoded, most=6, seed=0)
    assert sorted(rows.tolist()) in ([0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11])
    assert learning_rows(encoded, most=12, seed=0).tolist() == list(range(12))


def test_unknown_and_small_counts_have_their_own_noise() -> None:
    outcomes = Outcomes(
        np.ones(3), np.zeros(3, int), np.array([np.nan, 50.0, 1000.0]), np.full(3, None, object)
    )
    basis = noise_basis(outcomes)
    assert basis[:, 2].tolist() == [1, 0, 0]
    assert basis[0, 1] == 0
    assert basis[1, 1] > basis[2, 1] > 0


def test_spread_grows_away_from_the_training_rows(training) -> None:
    model = GaussianProcessModel(max_iterations=10).fit(*training)
    near, far = training[0][:20], [make_recipe(20, 5000, "ZnO", Se=900.0)]
    assert model.predict(far).log_size_std[0] > model.predict(near).log_size_std.max()


def test_loneliness_is_between_zero_and_one() -> None:
    assert loneliness(np.array([1.0, 0.0])).tolist() == [0.0, 1.0]
    assert loneliness(np.array([0.6]))[0] == pytest.approx(0.8)
