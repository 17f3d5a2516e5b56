from __future__ import annotations

import numpy as np
import pytest

from ostwald.evaluation.size_metrics import grouped_bootstrap, paired_bootstrap


def test_a_clear_gain_excludes_zero() -> None:
    generator = np.random.default_rng(0)
    true = generator.uniform(3, 15, 300)
    noise = generator.normal(size=300)
    result = paired_bootstrap(true, true + 0.5 * noise, true + 1.0 * noise, draws=2000)
    assert result.upper_nm < 0
    assert result.difference_nm == pytest.approx(-0.5 * np.abs(noise).mean())
    assert result.lower_nm < result.difference_nm < result.upper_nm


def test_the_same_predictions_do_not_differ() -> None:
    true = np.array([1.0, 2.0, 3.0])
    result = paired_bootstrap(true, true + 1, true - 1, draws=500)
    assert (result.difference_nm, result.lower_nm, result.upper_nm) == (0.0, 0.0, 0.0)
    assert result.n == 3


def test_a_mean_of_few_papers_is_less_certain_than_one_of_many() -> None:
    generator = np.random.default_rng(0)
    error = np.repeat(generator.uniform(0, 4, 20), 10)
    rows = np.array([str(k) for k in range(200)], dtype=object)
    papers = np.array([str(k // 10) for k in range(200)], dtype=object)
    narrow, wide = grouped_bootstrap(error, rows), grouped_bootstrap(error, papers)
    assert narrow[0] < error.mean() < narrow[1]
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])
