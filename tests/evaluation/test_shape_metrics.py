from __future__ import annotations

import numpy as np
import pytest

from ostwald.evaluation.shape_metrics import calibration_metrics, reliability_bins


def test_calibration_of_known_rows() -> None:
    confidence = np.array([0.9, 0.9, 0.5, 0.5])
    correct = np.array([True, False, True, False])
    metrics = calibration_metrics(confidence, correct, np.array([0.9, 0.05, 0.5, 0.25]))
    assert metrics["ece"] == pytest.approx(0.5 * 0.4)
    assert metrics["ece_equal_mass"] == pytest.approx(0.5 * 0.4)
    assert metrics["mean_confidence"] == pytest.approx(0.7)
    assert metrics["log_loss"] == pytest.approx(-np.log([0.9, 0.05, 0.5, 0.25]).mean())


def test_honest_confidence_has_hardly_an_error() -> None:
    generator = np.random.default_rng(0)
    confidence = generator.uniform(0.3, 1.0, 20_000)
    correct = generator.random(20_000) < confidence
    honest = calibration_metrics(confidence, correct, confidence)
    boastful = calibration_metrics(np.sqrt(confidence), correct, confidence)
    for name in ("ece", "ece_equal_mass"):
        assert honest[name] < 0.02 < 0.08 < boastful[name]


def test_one_confidence_for_all_is_one_bin_whatever_the_order() -> None:
    confidence = np.full(200, 0.6)
    correct = np.arange(200) < 120  # all hits first
    assert calibration_metrics(confidence, correct, confidence)["ece_equal_mass"] == pytest.approx(
        0.0, abs=1e-12
    )


def test_bins_hold_every_row_and_certainty_too() -> None:
    bins = reliability_bins(np.array([0.0, 0.33, 1.0, 1.0]), np.array([0, 0, 1, 1], bool))
    assert [part.n for part in bins] == [1, 1, 2]
    assert bins[-1].accuracy == bins[-1].mean_confidence == 1.0


def test_a_shape_that_was_ruled_out_costs_a_lot_but_not_infinity() -> None:
    metrics = calibration_metrics(np.ones(1), np.zeros(1, bool), np.zeros(1))
    assert 10 < metrics["log_loss"] < 20
