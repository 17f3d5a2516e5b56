from __future__ import annotations

import numpy as np
import pytest

from ostwald.uncertainty.calibration.weights import conformal_quantile, paper_weights


def test_a_long_series_weighs_no_more_than_ten_rows() -> None:
    papers = np.array(["long"] * 100 + ["short"] * 4, dtype=object)
    weights = paper_weights(papers)
    assert weights[papers == "long"].sum() == pytest.approx(10.0)
    assert weights[papers == "short"].tolist() == [1.0] * 4


def test_trust_multiplies() -> None:
    papers = np.array(["a", "a", "b"])
    assert paper_weights(papers, np.array([1.0, 0.5, 0.7])).tolist() == [1.0, 0.5, 0.7]


def test_the_quantile_leaves_room_for_a_new_row() -> None:
    values = np.arange(1.0, 10.0)  # nine values: the ninth is exceeded in one case of ten
    levels = np.array([0.5, 0.9, 0.99])
    assert conformal_quantile(values, np.ones(9), levels).tolist() == [5.0, 9.0, 9.0]


def test_weights_count() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([8.0, 1.0, 1.0])
    assert conformal_quantile(values, weights, np.array([0.1, 0.3]))[1] == 3.0
