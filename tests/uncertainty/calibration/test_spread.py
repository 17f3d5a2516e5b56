from __future__ import annotations

import json

import numpy as np
import pytest

from ostwald.uncertainty.calibration.spread import SpreadCalibrator


def _rows(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    own, crowd = rng.uniform(0.1, 0.6, n), rng.uniform(0.0, 30.0, n)
    error = rng.normal(0.0, 2.0 * own / (1.0 + 0.05 * crowd))
    return error, own, crowd, np.arange(n).astype(str)


def test_it_learns_that_sure_and_crowded_means_small_errors() -> None:
    error, own, crowd, papers = _rows(2000)
    calibrator = SpreadCalibrator().fit(error, np.zeros(2000), own, crowd, papers)
    unsure, sure = calibrator.predict(np.array([0.6, 0.1]), np.array([5.0, 5.0]))
    alone, crowded = calibrator.predict(np.array([0.3, 0.3]), np.array([0.0, 30.0]))
    assert unsure > 2.0 * sure
    assert alone > 1.2 * crowded


def test_one_long_series_does_not_decide() -> None:
    rng = np.random.default_rng(1)
    small, large = rng.normal(0, 0.02, 1000), rng.normal(0, 0.5, 100)
    error = np.concatenate([small, large])
    papers = np.array(["series"] * 1000 + [f"p{k}" for k in range(100)])
    calibrator = SpreadCalibrator().fit(
        error, np.zeros(1100), np.full(1100, 0.3), np.ones(1100), papers
    )
    assert calibrator.predict(np.array([0.3]), np.array([1.0]))[0] > 0.2


def test_with_few_rows_it_is_cautious() -> None:
    error, own, crowd, papers = _rows(5)
    calibrator = SpreadCalibrator().fit(error, np.zeros(5), own, crowd, papers)
    assert calibrator.predict(np.array([0.01]), np.array([50.0]))[0] == pytest.approx(0.35)


def test_it_survives_being_written() -> None:
    error, own, crowd, papers = _rows(200)
    calibrator = SpreadCalibrator().fit(error, np.zeros(200), own, crowd, papers)
    again = SpreadCalibrator.from_json(json.loads(json.dumps(calibrator.to_json())))
    assert np.array_equal(again.predict(own, crowd), calibrator.predict(own, crowd))
