from __future__ import annotations

import pytest

from models_for_tests import ConstantModel, small_split
from ostwald.errors import InputError
from ostwald.evaluation.runner import evaluate
from ostwald.optics.expected import size_from_peak
from ostwald.recipes.outcome import SHAPES, Outcome


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


def test_a_row_known_by_its_peak_is_tested_by_the_size_it_means() -> None:
    split = small_split((4.0, None, 8.0, 9.0))
    split.outcomes[1] = Outcome(absorption_peak_nm=1600)
    result = evaluate(split, ConstantModel, model_name="c", seed=0)
    assert result.rows[1].row_id == 11
    assert result.rows[1].true_size_nm == pytest.approx(size_from_peak("PbSe", 1600).size_nm)


def test_a_peak_that_tells_no_size_is_refused_with_its_row() -> None:
    split = small_split((4.0, None, 8.0, 9.0))
    split.outcomes[1] = Outcome(absorption_peak_nm=600)
    with pytest.raises(InputError, match="row 11, absorption_peak_nm"):
        evaluate(split, ConstantModel, model_name="c", seed=0)
