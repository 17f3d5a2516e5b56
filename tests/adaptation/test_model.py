from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.adaptation import AdaptedModel, adapt
from ostwald.adaptation.model import MOST_ROWS
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.errors import InputError
from ostwald.models.base import Outcomes
from ostwald.models.baselines.median import MedianModel
from ostwald.models.storage import load_model, save_model
from ostwald.uncertainty.calibrated import CalibratedModel
from recipes_for_tests import reagents, resolved
from uncertain_models_for_tests import MeanOfProduct, lab_reports

FAR = resolved(product="Au", reagents=reagents(("HAuCl4", "1 mmol"), ("OLA", "10 mL")))


def outcomes(*sizes_nm: float, shape: int = -1) -> Outcomes:
    n = len(sizes_nm)
    return Outcomes(
        np.array(sizes_nm, float),
        np.full(n, shape),
        np.full(n, np.nan),
        np.array([None] * n, dtype=object),
    )


def series(*temperatures_c: float) -> list[ResolvedRecipe]:
    return [resolved(injection_temperature_c=t, reaction_temperature_c=t) for t in temperatures_c]


@pytest.fixture(scope="module")
def base() -> MedianModel:
    return MedianModel().fit(*lab_reports(papers=10, rows=3))


@pytest.fixture(scope="module")
def calibrated() -> CalibratedModel:
    reports = lab_reports(papers=60, rows=3)
    return CalibratedModel().calibrate(MeanOfProduct().fit(*reports), *reports)


def test_it_moves_to_own_results_and_is_surer_there(base: MedianModel) -> None:
    before = base.predict(series(180))
    own = outcomes(15.0, 15.5, 16.0)
    after = adapt(base, series(160, 180, 200), own).predict(series(185))
    assert abs(after.size_nm[0] - 15.6) < 1.0 < abs(before.size_nm[0] - 15.6)
    assert after.log_size_std[0] < 0.6 * before.log_size_std[0]


def test_it_follows_a_trend(base: MedianModel) -> None:
    temperatures = (140, 160, 180, 200, 220)
    adapted = adapt(base, series(*temperatures), outcomes(4.0, 6.0, 8.0, 10.0, 12.0))
    cold, hot = adapted.predict(series(150, 210)).size_nm
    assert cold == pytest.approx(5.0, abs=0.7)
    assert hot == pytest.approx(11.0, abs=0.7)


def test_nothing_is_forgotten_far_away(base: MedianModel) -> None:
    adapted = adapt(base, series(160, 180, 200), outcomes(30.0, 31.0, 29.0, shape=3))
    before, after = base.predict([FAR]), adapted.predict([FAR])
    assert after.size_nm[0] == before.size_nm[0]
    assert after.log_size_std[0] == before.log_size_std[0]
    assert np.allclose(after.shape_probabilities, before.shape_probabilities)


def test_the_base_is_left_as_it_was(base: MedianModel) -> None:
    before = base.predict(series(180)).size_nm[0]
    adapt(base, series(180), outcomes(40.0))
    assert base.predict(series(180)).size_nm[0] == before


def test_contradictory_results_claim_no_certainty(base: MedianModel) -> None:
    ask = series(180)
    agreeing = adapt(base, series(180, 180, 180), outcomes(8.0, 8.0, 8.0)).predict(ask)
    contradictory = adapt(base, series(180, 180, 180), outcomes(3.0, 9.0, 27.0)).predict(ask)
    assert contradictory.log_size_std[0] > 2.0 * agreeing.log_size_std[0]
    lower, upper = adapt(base, series(180, 180, 180), outcomes(3.0, 9.0, 27.0)).predict_interval(
        ask, 0.9
    )
    assert lower[0] < 5.0
    assert upper[0] > 15.0


def test_constant_results_are_no_trouble(base: MedianModel) -> None:
    adapted = adapt(base, series(*range(120, 260, 10)), outcomes(*[7.0] * 14))
    said = adapted.predict(series(175))
    assert said.size_nm[0] == pytest.approx(7.0, abs=0.2)
    assert 0.0 < said.log_size_std[0] < 1.0


def test_shapes_are_learnt_too(base: MedianModel) -> None:
    said = adapt(base, series(170, 190), outcomes(9.0, 9.0, shape=2)).predict(series(180))
    assert said.shape_probabilities[0].argmax() == 2
    assert said.shape_probabilities[0].sum() == pytest.approx(1.0)


def test_a_shape_without_a_size_counts(base: MedianModel) -> None:
    nan = float("nan")
    adapted = adapt(base, series(170, 190), outcomes(nan, nan, shape=2))
    said, before = adapted.predict(series(180)), base.predict(series(180))
    assert said.shape_probabilities[0].argmax() == 2
    assert said.size_nm[0] == before.size_nm[0]
    assert len(adapted) == 2


def test_intervals_of_a_calibrated_base_are_moved_and_narrowed(calibrated: CalibratedModel) -> None:
    adapted = adapt(calibrated, series(160, 180, 200), outcomes(7.0, 7.2, 7.1))
    for coverage in (0.5, 0.9):
        (low,), (high,) = calibrated.predict_interval(series(185), coverage)
        (lower,), (upper,) = adapted.predict_interval(series(185), coverage)
        assert upper / lower < 0.8 * high / low
        assert lower < adapted.predict(series(185)).size_nm[0] < upper
    (far,), (far_high,) = adapted.predict_interval([FAR], 0.9)
    before = [end[0] for end in calibrated.predict_interval([FAR], 0.9)]
    assert [far, far_high] == pytest.approx(before)


def test_own_experiments_become_known_ground(calibrated: CalibratedModel) -> None:
    assert not calibrated.judge(FAR).in_domain
    adapted = adapt(calibrated, [FAR, FAR], outcomes(5.0, 5.2))
    assert adapted.judge(FAR).in_domain
    assert not adapt(calibrated, series(180), outcomes(5.0)).judge(FAR).in_domain


def test_it_can_be_adapted_further(base: MedianModel) -> None:
    first = adapt(base, series(160), outcomes(12.0))
    second = adapt(first, series(200), outcomes(12.0))
    at_once = adapt(base, series(160, 200), outcomes(12.0, 12.0))
    assert isinstance(second.base, MedianModel)
    assert second.predict(series(180)).size_nm[0] == pytest.approx(
        at_once.predict(series(180)).size_nm[0]
    )


def test_it_survives_being_saved(tmp_path: Path) -> None:
    base = CalibratedModel(base="median").fit(*lab_reports(papers=12, rows=3))
    adapted = adapt(base, series(160, 200), outcomes(12.0, float("nan"), shape=2))
    save_model(adapted, tmp_path / "mine")
    again = load_model(tmp_path / "mine")
    assert isinstance(again, AdaptedModel)
    one, other = adapted.predict(series(180)), again.predict(series(180))
    assert other.size_nm == pytest.approx(one.size_nm, rel=1e-3)
    assert other.shape_probabilities == pytest.approx(one.shape_probabilities)
    assert again.predict_interval(series(180), 0.9)[1] == pytest.approx(
        adapted.predict_interval(series(180), 0.9)[1], rel=1e-3
    )
    assert len(again) == 2


def test_tables_that_cannot_be_used_say_why(base: MedianModel) -> None:
    with pytest.raises(InputError, match="no recipe has a known size or shape"):
        adapt(base, series(180), outcomes(float("nan")))
    with pytest.raises(InputError, match="not positive"):
        adapt(base, series(180, 190), outcomes(5.0, -1.0))
    many = MOST_ROWS + 1
    with pytest.raises(InputError, match="too many"):
        adapt(base, series(180) * many, outcomes(*[5.0] * many))


def test_adapting_helps_on_a_new_paper(calibrated: CalibratedModel) -> None:
    recipes, truth = lab_reports(papers=40, rows=8, seed=11)
    before, after = [], []
    for paper in range(40):
        own, rest = np.arange(8 * paper, 8 * paper + 3), np.arange(8 * paper + 3, 8 * paper + 8)
        adapted = adapt(calibrated, [recipes[k] for k in own], truth.take(own))
        asked = [recipes[k] for k in rest]
        before.append(np.abs(calibrated.predict(asked).size_nm - truth.size_nm[rest]).mean())
        after.append(np.abs(adapted.predict(asked).size_nm - truth.size_nm[rest]).mean())
    assert np.mean(after) < 0.5 * np.mean(before)
