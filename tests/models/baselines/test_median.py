from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.base import Outcomes
from ostwald.models.baselines.median import MedianModel


def test_predicts_the_median_and_the_commonest_shape(training, fresh) -> None:
    recipes, outcomes = training
    output = MedianModel().fit(recipes, outcomes).predict(fresh[0])
    assert np.allclose(output.size_nm, np.median(outcomes.size_nm), rtol=0.02)
    common = np.bincount(outcomes.shape).argmax()
    assert (output.shape_probabilities.argmax(axis=1) == common).all()
    assert np.allclose(output.shape_probabilities.sum(axis=1), 1.0)
    assert (output.log_size_std > 0).all()


def test_unknown_sizes_are_left_out(training) -> None:
    recipes, _ = training
    outcomes = Outcomes(
        np.array([4.0, 5.0, 6.0, np.nan]),
        np.array([-1, -1, -1, 2]),
        np.full(4, np.nan),
        np.full(4, None, object),
    )
    output = MedianModel().fit(recipes[:4], outcomes).predict(recipes[:1])
    assert output.size_nm[0] == pytest.approx(5.0)


def test_unfitted_model_says_so(training) -> None:
    with pytest.raises(RuntimeError, match="not fitted"):
        MedianModel().predict(training[0])
