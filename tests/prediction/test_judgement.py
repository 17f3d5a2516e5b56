from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.baselines.median import MedianModel
from ostwald.prediction.judgement import judge, likely_shapes, size_intervals
from ostwald.prediction.predictor import Predictor
from ostwald.uncertainty.calibrated import CalibratedModel
from ostwald.uncertainty.domain import DomainModel
from recipes_for_tests import resolved
from uncertain_models_for_tests import MeanOfProduct, lab_reports


@pytest.fixture(scope="module")
def plain() -> MedianModel:
    return MedianModel().fit(*lab_reports(papers=10, rows=3))


@pytest.fixture(scope="module")
def calibrated() -> CalibratedModel:
    reports = lab_reports(papers=40, rows=3)
    return CalibratedModel().calibrate(MeanOfProduct().fit(*reports), *reports)


def test_a_plain_model_has_intervals_of_its_spread(plain: MedianModel) -> None:
    asked = [resolved()]
    output = plain.predict(asked)
    ((lower, upper),) = size_intervals(plain, asked, output, 0.9)
    assert np.log(upper / lower) == pytest.approx(2 * 1.645 * output.log_size_std[0], rel=1e-3)
    assert likely_shapes(plain, output, 0.9) == [()]


def test_a_calibrated_model_is_asked_itself(calibrated: CalibratedModel) -> None:
    asked = [resolved(), resolved(product="PbS")]
    output = calibrated.predict(asked)
    ends = size_intervals(calibrated, asked, output, 0.8)
    assert ends == list(
        zip(*map(np.ndarray.tolist, calibrated.predict_interval(asked, 0.8)), strict=True)
    )
    for shapes in likely_shapes(calibrated, output, 0.8):
        assert 0 in shapes
    assert judge(calibrated, None, asked)[0].composition == pytest.approx(1.0, abs=1e-4)


def test_a_given_domain_goes_first(calibrated: CalibratedModel) -> None:
    verdicts = judge(calibrated, DomainModel(), [resolved()])
    assert verdicts[0].reasons[0] == "no recipe for PbSe was seen"


def test_without_any_domain_it_cannot_be_judged(plain: MedianModel) -> None:
    with pytest.raises(TypeError, match="cannot judge"):
        Predictor(plain).predict_resolved([resolved()])


def test_a_calibrated_prediction_says_more(calibrated: CalibratedModel) -> None:
    said = Predictor(calibrated).predict_resolved([resolved()], nearest=0)[0].to_json()
    assert set(said["domain"]["parts"]) == {"composition", "chemicals", "conditions"}
    assert said["shape"]["likely"][0] == said["shape"]["label"]
