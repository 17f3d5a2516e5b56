from __future__ import annotations

import numpy as np
import pytest

from ostwald.evaluation.protocols.base import shuffled_kfold


@pytest.mark.parametrize(("n", "folds"), [(617, 5), (10, 3), (7, 7)])
def test_folds_are_those_of_scikit_learn(n: int, folds: int) -> None:
    selection = pytest.importorskip("sklearn.model_selection")
    theirs = selection.KFold(folds, shuffle=True, random_state=0).split(np.zeros((n, 1)))
    for (train, test), (their_train, their_test) in zip(
        shuffled_kfold(n, folds, seed=0), theirs, strict=True
    ):
        np.testing.assert_array_equal(test, their_test)
        np.testing.assert_array_equal(train, their_train)


def test_every_row_is_tested_once() -> None:
    tested = np.concatenate([test for _, test in shuffled_kfold(23, 4, seed=5)])
    assert sorted(tested.tolist()) == list(range(23))
