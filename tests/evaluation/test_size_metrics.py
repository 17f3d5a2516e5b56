from __future__ import annotations

import numpy as np
import pytest

from ostwald.evaluation.interval_metrics import interval_metrics
from ostwald.evaluation.shape_metrics import shape_metrics
from ostwald.evaluation.size_metrics import ratio_metrics, size_metrics


def test_size_metrics_of_known_errors() -> None:
    metrics = size_metrics(np.array([2.0, 4.0, 10.0]), np.array([3.0, 4.0, 8.0]))
    assert metrics["mae_nm"] == pytest.approx(1.0)
    assert metrics["rmse_nm"] == pytest.approx(np.sqrt(5 / 3))
    assert metrics["mape"] == pytest.approx((0.5 + 0.0 + 0.2) / 3)
    assert metrics["r2"] == pytest.approx(1 - 5 / np.sum((np.array([2, 4, 10]) - 16 / 3) ** 2))


def test_metrics_agree_with_scikit_learn() -> None:
    reference = pytest.importorskip("sklearn.metrics")
    generator = np.random.default_rng(3)
    truth = generator.choice(["sphere", "cube", "rod"], 200, p=[0.7, 0.2, 0.1])
    guess = np.where(generator.random(200) < 0.6, truth, generator.choice(["sphere", "cube"], 200))
    ours = shape_metrics(truth.tolist(), guess.tolist())
    assert ours["accuracy"] == pytest.approx(reference.accuracy_score(truth, guess))
    assert ours["balanced_accuracy"] == pytest.approx(
        reference.balanced_accuracy_score(truth, guess)
    )
    assert ours["macro_f1"] == pytest.approx(reference.f1_score(truth, guess, average="macro"))


def test_a_class_that_is_never_named_counts_as_missed() -> None:
    metrics = shape_metrics(["sphere", "sphere", "rod"], ["sphere", "sphere", "sphere"])
    assert metrics["balanced_accuracy"] == pytest.approx(0.5)


def test_interval_metrics() -> None:
    metrics = interval_metrics(np.array([1.0, 5.0]), np.array([0.5, 6.0]), np.array([2.0, 8.0]))
    assert metrics == {"coverage": 0.5, "mean_width_nm": 1.75}


def test_ratios_do_not_mind_the_direction() -> None:
    metrics = ratio_metrics(np.array([10.0, 10.0, 10.0]), np.array([5.0, 20.0, 12.0]))
    assert metrics["geometric_mean_fold_error"] == pytest.approx((2 * 2 * 1.2) ** (1 / 3))
    assert metrics["within_1_25"] == metrics["within_1_5"] == pytest.approx(1 / 3)
    assert metrics["within_2"] == 1.0
