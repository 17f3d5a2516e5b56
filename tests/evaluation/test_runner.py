from __future__ import annotations

import pytest

from models_for_tests import ConstantModel, small_split
from ostwald.evaluation.runner import evaluate
from ostwald.recipes.outcome import SHAPES


def test_every_tested_row_once_with_truth_and_prediction() -> None:
    result = evaluate(small_split(), ConstantModel, model_name="constant", seed=3)
    assert (result.protocol, result.model, result.seed) == ("small", "constant", 3)
    assert [row.row_id for row in result.rows] == [10, 11, 12, 13]
    assert [row.fold for row in result.rows] == [0, 0, 1, 1]
    assert [row.true_size_nm for row in result.rows] == [4.0, 5.0, 8.0, 10.0]
    first = result.rows[0]
    assert first.predicted_size_nm == 5.0
    assert first.lower_nm < 5.0 < first.upper_nm
    assert (first.true_shape, first.predicted_shape) == ("cube", SHAPES[0])
    assert first.shape_confidence == pytest.approx(0.7)
    assert first.true_shape_probability == pytest.approx(0.7 if SHAPES[0] == "cube" else 0.03)
    assert first.paper == "10.1/0"


def test_the_domain_knows_only_the_training_rows() -> None:
    result = evaluate(small_split(), ConstantModel, model_name="constant", seed=0)
    # 150 to 160 degC was tested against 170 to 180 degC and the other way round.
    assert all(row.domain_score is not None and row.domain_score < 1.0 for row in result.rows)


def test_a_row_of_unknown_size_is_not_tested() -> None:
    result = evaluate(small_split((4.0, None, 8.0, 9.0)), ConstantModel, model_name="c", seed=0)
    assert [row.row_id for row in result.rows] == [10, 12, 13]
