import json

import numpy as np
import pytest
from scipy import stats

from ostwald.microscopy.measure.statistics import shape_fractions, size_statistics, two_groups


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


def test_two_groups_are_told():
    rng = np.random.default_rng(1)
    sizes = np.concatenate([rng.lognormal(np.log(80), 0.15, 20), rng.lognormal(np.log(9), 0.2, 90)])
    larger, large, small = two_groups(sizes)
    assert larger.tolist() == [True] * 20 + [False] * 90
    assert large == pytest.approx(sizes[:20].mean())
    assert small == pytest.approx(sizes[20:].mean())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("spread", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("count", [4, 12, 300])
def test_one_group_is_not_cut_in_two(seed, spread, count):
    sizes = np.random.default_rng(seed).lognormal(2, spread, count)
    assert two_groups(sizes) is None


def test_a_few_odd_particles_are_no_group():
    assert two_groups(np.array([80.0, 82, *np.linspace(8, 10, 90)])) is None
    assert two_groups(np.full(9, 8.0)) is None
    assert two_groups(np.zeros(0)) is None
