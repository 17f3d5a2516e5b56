from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.baselines.tree_arrays import Tree, TreeArrays

STUMP = Tree(
    feature=np.array([1]),
    threshold=np.array([0.5]),
    left=np.array([~0]),
    right=np.array([~1]),
    leaf_values=np.array([[1.0, 0.0], [3.0, 1.0]]),
)
NO_SPLIT = Tree(
    feature=np.array([], int),
    threshold=np.array([]),
    left=np.array([], int),
    right=np.array([], int),
    leaf_values=np.array([[7.0, 0.5]]),
)
TWO_LEVELS = Tree(
    feature=np.array([0, 1]),
    threshold=np.array([0.0, 2.0]),
    left=np.array([~0, ~1]),
    right=np.array([1, ~2]),
    leaf_values=np.array([[10.0, 0.0], [20.0, 0.0], [30.0, 1.0]]),
)
X = np.array([[-1.0, 0.5], [1.0, 0.6], [1.0, 9.0]], np.float32)


def test_walks_every_tree() -> None:
    outputs = TreeArrays.join([STUMP, NO_SPLIT, TWO_LEVELS]).outputs(X)
    assert outputs[:, :, 0].tolist() == [[1.0, 7.0, 10.0], [3.0, 7.0, 20.0], [3.0, 7.0, 30.0]]


def test_moments_are_mean_and_spread_over_trees() -> None:
    mean, spread = TreeArrays.join([STUMP, TWO_LEVELS]).moments(X)
    assert mean[:, 0].tolist() == [5.5, 11.5, 16.5]
    assert mean[2, 1] == 1.0
    assert spread.tolist() == [4.5, 8.5, 13.5]


def test_arrays_bring_the_trees_back() -> None:
    trees = TreeArrays.join([NO_SPLIT, STUMP, TWO_LEVELS, NO_SPLIT])
    again = TreeArrays.from_arrays(trees.to_arrays())
    assert np.array_equal(trees.outputs(X), again.outputs(X))
    assert np.array_equal(trees.children, again.children)


def test_thresholds_keep_float32_values_on_their_side() -> None:
    value = np.float32(0.1)
    just_below = np.nextafter(float(value), 0.0)
    tree = Tree(
        np.array([0]),
        np.array([just_below]),
        np.array([~0]),
        np.array([~1]),
        np.array([[1.0], [2.0]]),
    )
    assert TreeArrays.join([tree]).outputs(np.array([[value]]))[0, 0, 0] == 2.0


@pytest.mark.parametrize("n", [0, 1, 513])
def test_any_number_of_rows(n: int) -> None:
    assert TreeArrays.join([STUMP, TWO_LEVELS]).mean(np.zeros((n, 2), np.float32)).shape == (n, 2)


def test_same_as_scikit_learn() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    from ostwald.models.baselines.sklearn_trees import read_sklearn_tree

    rng = np.random.default_rng(0)
    features = rng.normal(size=(300, 6)).astype(np.float32)
    targets = rng.normal(size=(300, 3))
    forest = ensemble.ExtraTreesRegressor(10, random_state=0).fit(features, targets)
    trees = TreeArrays.join([read_sklearn_tree(e.tree_) for e in forest.estimators_])
    fresh = rng.normal(size=(100, 6)).astype(np.float32)
    assert np.allclose(trees.mean(fresh), forest.predict(fresh), atol=1e-5)


def test_same_as_lightgbm() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    from ostwald.models.baselines.lightgbm import read_booster

    rng = np.random.default_rng(0)
    features = rng.normal(size=(300, 6)).astype(np.float32)
    target = features[:, 0] + rng.normal(0, 0.1, 300)
    booster = lightgbm.train(
        {"verbosity": -1, "num_threads": 1}, lightgbm.Dataset(features, target), 20
    )
    total = read_booster(booster).outputs(features)[:, :, 0].sum(axis=1)
    assert np.allclose(total, booster.predict(features), atol=1e-5)
