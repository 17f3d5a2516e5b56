from __future__ import annotations

import numpy as np
import pytest

from ostwald.evaluation.interval_metrics import constant_width_metrics

TRUE = np.array([2.0, 4.0, 10.0, 20.0])
PREDICTED = np.array([2.5, 3.0, 12.0, 26.0])


def test_it_holds_as_many_rows_as_the_models_own() -> None:
    lower, upper = PREDICTED * 0.8, PREDICTED * 1.25  # misses 4.0 and 20.0, holds the others
    metrics = constant_width_metrics(TRUE, PREDICTED, lower, upper)
    assert metrics["constant_width_nm"] == pytest.approx(2.0)  # errors of 0.5 and 1.0 fit
    own = float(np.mean(upper - lower))
    assert metrics["narrower_than_constant"] == pytest.approx(1 - own / 2.0)


def test_cutting_at_zero_makes_the_constant_narrower() -> None:
    lower, upper = np.zeros(4), np.full(4, 100.0)
    metrics = constant_width_metrics(TRUE, PREDICTED, lower, upper)
    assert metrics["constant_width_nm"] == pytest.approx(12.0)
    assert metrics["constant_width_above_zero_nm"] == pytest.approx((8.5 + 9.0 + 12.0 + 12.0) / 4)


def test_intervals_that_grow_with_the_error_are_narrower_than_constant_ones() -> None:
    generator = np.random.default_rng(1)
    predicted = np.exp(generator.uniform(np.log(2), np.log(20), 2000))
    true = predicted * np.exp(0.1 * generator.normal(size=2000))
    metrics = constant_width_metrics(true, predicted, predicted * 0.85, predicted * 1.18)
    assert metrics["narrower_than_constant"] > 0.08


def test_nothing_inside() -> None:
    metrics = constant_width_metrics(TRUE, PREDICTED, TRUE + 1, TRUE + 2)
    assert metrics["constant_width_nm"] == 0.0
    assert np.isnan(metrics["narrower_than_constant"])
