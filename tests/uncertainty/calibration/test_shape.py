from __future__ import annotations

import json

import numpy as np
import pytest

from ostwald.evaluation.shape_metrics import calibration_metrics
from ostwald.uncertainty.calibration.shape import ShapeCalibrator


def _rows(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A model far too sure of itself, the more so the newer the recipe; some shapes just happen."""
    rng = np.random.default_rng(seed)
    novelty = rng.uniform(0, 1, n)
    logits = rng.normal(0, 2.0, (n, 4))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    shape = np.array([rng.choice(4, p=0.85 * row + 0.15 / 4) for row in true])
    claimed = np.exp(logits * (1.5 + 2.0 * novelty[:, None]))
    claimed /= claimed.sum(axis=1, keepdims=True)
    return shape, claimed, np.arange(n).astype(str), novelty


def _ece(probabilities: np.ndarray, shape: np.ndarray) -> float:
    right = probabilities.argmax(axis=1) == shape
    of_truth = probabilities[np.arange(len(shape)), shape]
    return calibration_metrics(probabilities.max(axis=1), right, of_truth)["ece"]


@pytest.fixture(scope="module")
def calibrator() -> ShapeCalibrator:
    return ShapeCalibrator().fit(*_rows(3000, 0))


def test_an_overconfident_model_is_taken_down(calibrator: ShapeCalibrator) -> None:
    shape, claimed, _, novelty = _rows(3000, 1)
    calibrated = calibrator.calibrate(claimed, novelty)
    assert _ece(claimed, shape) > 0.1
    assert _ece(calibrated, shape) < 0.05
    assert np.allclose(calibrated.sum(axis=1), 1.0)


def test_the_likeliest_shape_stays_the_likeliest(calibrator: ShapeCalibrator) -> None:
    _, claimed, _, novelty = _rows(500, 2)
    calibrated = calibrator.calibrate(claimed, novelty)
    assert np.array_equal(calibrated.argmax(axis=1), claimed.argmax(axis=1))


def test_new_recipes_are_believed_less(calibrator: ShapeCalibrator) -> None:
    claimed = np.tile([0.9, 0.05, 0.03, 0.02], (2, 1))
    known, new = calibrator.calibrate(claimed, np.array([0.0, 1.0])).max(axis=1)
    assert known > new


@pytest.mark.parametrize("coverage", [0.6, 0.8, 0.9, 0.95])
def test_sets_hold_the_true_shape(calibrator: ShapeCalibrator, coverage: float) -> None:
    shape, claimed, _, novelty = _rows(3000, 3)
    sets = calibrator.sets(calibrator.calibrate(claimed, novelty), coverage)
    holds = sets[np.arange(len(shape)), shape].mean()
    # The likeliest shape is always a member, so that low coverages are exceeded.
    assert coverage - 0.02 <= holds <= max(coverage + 0.02, 0.75)
    assert sets.any(axis=1).all()


def test_unknown_shapes_are_passed_over() -> None:
    shape, claimed, groups, novelty = _rows(400, 4)
    kept = ShapeCalibrator().fit(shape[:300], claimed[:300], groups[:300], novelty[:300])
    shape[300:] = -1
    assert ShapeCalibrator().fit(shape, claimed, groups, novelty).power_ == kept.power_


def test_with_few_rows_nothing_is_scaled() -> None:
    shape, claimed, groups, novelty = _rows(5, 5)
    calibrator = ShapeCalibrator().fit(shape, claimed, groups, novelty)
    assert np.abs(calibrator.calibrate(claimed, novelty) - claimed).max() < 0.08


def test_it_survives_being_written(calibrator: ShapeCalibrator) -> None:
    again = ShapeCalibrator.from_json(json.loads(json.dumps(calibrator.to_json())))
    _, claimed, _, novelty = _rows(50, 6)
    calibrated = calibrator.calibrate(claimed, novelty)
    assert np.array_equal(again.calibrate(claimed, novelty), calibrated)
    assert np.array_equal(again.sets(calibrated, 0.9), calibrator.sets(calibrated, 0.9))
