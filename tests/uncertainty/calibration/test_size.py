from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from ostwald.uncertainty.calibration.size import COVERAGES, SizeCalibrator


def _rows(n: int, seed: int) -> dict[str, np.ndarray]:
    """Skewed errors, four times as large for new compositions as the model believes."""
    rng = np.random.default_rng(seed)
    novelty, predicted = rng.uniform(0, 1, n), rng.normal(2.0, 0.4, n)
    std = rng.uniform(0.1, 0.3, n)
    error = std * (1.0 + 3.0 * novelty) * (rng.exponential(1.0, n) - 0.69)
    return {
        "log_size_true": predicted + error,
        "log_size_predicted": predicted,
        "log_size_std": std,
        "groups": rng.integers(0, n // 4, n).astype(str),
        "novelty": novelty,
    }


@pytest.fixture(scope="module")
def calibrator() -> SizeCalibrator:
    return SizeCalibrator().fit(**_rows(4000, 0))


def _holds(calibrator: SizeCalibrator, rows: dict[str, np.ndarray], coverage: float) -> np.ndarray:
    lower, upper = calibrator.interval(
        rows["log_size_predicted"], rows["log_size_std"], rows["novelty"], coverage
    )
    true = np.exp(rows["log_size_true"])
    return (lower <= true) & (true <= upper)


@pytest.mark.parametrize("coverage", [0.5, 0.73, 0.9, 0.95, 0.99])
def test_intervals_hold_as_often_as_they_say(calibrator: SizeCalibrator, coverage: float) -> None:
    holds = _holds(calibrator, _rows(4000, 1), coverage)
    assert holds.mean() == pytest.approx(coverage, abs=0.02)


def test_they_hold_for_old_and_new_alike(calibrator: SizeCalibrator) -> None:
    rows = _rows(4000, 2)
    holds, new = _holds(calibrator, rows, 0.9), rows["novelty"] > 0.7
    assert holds[new].mean() == pytest.approx(0.9, abs=0.03)
    assert holds[~new].mean() == pytest.approx(0.9, abs=0.04)


def test_they_are_wider_for_new_compositions_and_not_symmetric(calibrator: SizeCalibrator) -> None:
    same = np.full(2, 2.0)
    lower, upper = calibrator.interval(same, np.full(2, 0.2), np.array([0.05, 0.95]), 0.9)
    assert np.log(upper / lower)[1] > 1.8 * np.log(upper / lower)[0]
    assert np.log(upper[1]) - 2.0 > 1.5 * (2.0 - np.log(lower[1]))


def test_they_are_nested_and_above_zero(calibrator: SizeCalibrator) -> None:
    rows = _rows(300, 3)
    place = rows["log_size_predicted"], np.full(300, 2.5), rows["novelty"]
    ends = [calibrator.interval(*place, coverage) for coverage in (0.3, 0.5, 0.77, 0.9, 0.995)]
    for (low, high), (lower, higher) in pairwise(ends):
        assert np.all(lower <= low)
        assert np.all(high <= higher)
    assert np.all(ends[-1][0] > 0)
    assert np.all(ends[0][0] <= np.exp(place[0]))
    assert np.all(np.exp(place[0]) <= ends[0][1])


def test_one_long_precise_series_does_not_narrow_the_others() -> None:
    rng = np.random.default_rng(4)
    error = np.concatenate([rng.normal(0, 0.01, 2000), rng.normal(0, 0.5, 200)])
    groups = np.array(["series"] * 2000 + [f"p{k}" for k in range(200)])
    calibrator = SizeCalibrator().fit(
        2.0 + error, np.full(2200, 2.0), np.ones(2200), groups, np.zeros(2200)
    )
    lower, upper = calibrator.interval(np.array([2.0]), np.ones(1), np.zeros(1), 0.9)
    assert np.log(upper / lower)[0] > 1.2


def test_measurements_that_are_not_trusted_count_for_little() -> None:
    rng = np.random.default_rng(8)
    error = np.concatenate([rng.normal(0, 0.1, 500), rng.normal(0, 1.0, 500)])
    groups, ones = np.arange(1000).astype(str), np.ones(1000)
    trust = np.concatenate([np.ones(500), np.full(500, 0.01)])
    widths = []
    for given in (None, trust):
        calibrator = SizeCalibrator().fit(2 + error, 2 * ones, ones, groups, 0 * ones, given)
        lower, upper = calibrator.interval(np.array([2.0]), np.ones(1), np.zeros(1), 0.9)
        widths.append(float(np.log(upper / lower)[0]))
    assert widths[1] < 0.5 * widths[0]


def test_with_few_rows_the_normal_distribution_stands_in() -> None:
    rows = {name: values[:5] for name, values in _rows(40, 5).items()}
    calibrator = SizeCalibrator().fit(**rows)
    lower, upper = calibrator.interval(np.zeros(1), np.ones(1), np.zeros(1), 0.9)
    assert np.log([lower[0], upper[0]]) == pytest.approx([-1.645, 1.645], abs=1e-3)


@pytest.mark.parametrize("coverage", [0.0, 1.0, -1.0, float("nan")])
def test_a_coverage_out_of_range_is_refused(calibrator: SizeCalibrator, coverage: float) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        calibrator.interval(np.zeros(1), np.ones(1), np.zeros(1), coverage)


def test_it_survives_being_written(calibrator: SizeCalibrator) -> None:
    again = SizeCalibrator.from_json(json.loads(json.dumps(calibrator.to_json())))
    rows = _rows(50, 6)
    place = rows["log_size_predicted"], rows["log_size_std"], rows["novelty"]
    for coverage in (*COVERAGES[1:], 0.62):
        assert np.array_equal(
            again.interval(*place, coverage), calibrator.interval(*place, coverage)
        )
