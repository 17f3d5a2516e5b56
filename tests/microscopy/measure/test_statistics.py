import json

import numpy as np
import pytest
from scipy import stats

from ostwald.microscopy.measure.statistics import shape_fractions, size_statistics


def test_statistics():
    sample = np.array([7.0, 8.0, 9.0, 8.5])
    found = size_statistics(sample)
    assert (found.count, found.mean, found.median) == (4, 8.125, 8.25)
    assert found.std == pytest.approx(np.std(sample, ddof=1))
    assert found.distribution_percent == pytest.approx(100 * found.std / 8.125)
    expected = stats.t.interval(0.95, 3, loc=8.125, scale=found.std / 2)
    assert found.mean_ci95 == pytest.approx(expected)


def test_interval_covers_the_mean_as_often_as_promised():
    rng = np.random.default_rng(0)
    intervals = [size_statistics(rng.lognormal(2, 0.15, 30)).mean_ci95 for _ in range(600)]
    truth = np.exp(2 + 0.15**2 / 2)
    assert np.mean([low <= truth <= high for low, high in intervals]) == pytest.approx(
        0.95, abs=0.03
    )


def test_one_and_no_particle():
    assert size_statistics(np.array([])) is None
    one = size_statistics(np.array([5.0]))
    assert (one.mean, one.std, one.mean_ci95) == (5.0, None, None)
    json.dumps(one.to_json())


def test_fractions():
    fractions = shape_fractions(["cube", "sphere", "sphere", "rod"])
    assert next(iter(fractions)) == "sphere"
    assert fractions == {"sphere": 0.5, "cube": 0.25, "rod": 0.25}
