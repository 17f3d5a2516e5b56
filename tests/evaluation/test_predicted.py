from __future__ import annotations

from dataclasses import replace

import pytest

from models_for_tests import ConstantModel, small_split
from ostwald.evaluation.predicted import Evaluation
from ostwald.evaluation.runner import evaluate


@pytest.fixture
def evaluation() -> Evaluation:
    return evaluate(small_split(), ConstantModel, model_name="constant", seed=0)


def test_metrics_of_all_kinds(evaluation: Evaluation) -> None:
    metrics = evaluation.metrics()
    assert set(metrics) == {"size", "size_ratio", "shape", "interval", "domain"}
    assert metrics["size"]["mae_nm"] == pytest.approx((1 + 0 + 3 + 5) / 4)
    assert metrics["size_ratio"]["within_2"] == 1.0
    assert metrics["size_ratio"]["within_1_5"] == 0.5
    assert metrics["size_ratio"]["geometric_mean_fold_error"] == pytest.approx(
        (5 / 4 * 1 * 8 / 5 * 2) ** 0.25
    )
    assert metrics["shape"]["accuracy"] == 0.5
    assert metrics["shape"]["ece"] == pytest.approx(0.2)
    assert {"coverage", "mean_width_nm", "constant_width_nm"} <= set(metrics["interval"])


def test_rows_without_verdict_or_probabilities_have_no_such_metrics(
    evaluation: Evaluation,
) -> None:
    bare = [
        replace(row, in_domain=None, shape_confidence=None, true_shape_probability=None)
        for row in evaluation.rows
    ]
    metrics = Evaluation("small", "constant", 0, bare).metrics()
    assert "domain" not in metrics
    assert "ece" not in metrics["shape"]
    assert metrics["shape"]["accuracy"] == 0.5
