from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.models.base import Outcomes
from ostwald.models.baselines.median import MedianModel
from ostwald.models.registry import make_model, model_class
from ostwald.models.storage import load_model, save_model
from ostwald.uncertainty.calibrated import STATE_VERSION, CalibratedModel, trust_in
from recipes_for_tests import reagents, resolved
from uncertain_models_for_tests import MeanOfProduct, lab_reports


@pytest.fixture(scope="module")
def reports() -> tuple[list[ResolvedRecipe], Outcomes]:
    return lab_reports(papers=300, rows=2, seed=7)


@pytest.fixture(scope="module")
def calibrated(reports: tuple[list[ResolvedRecipe], Outcomes]) -> CalibratedModel:
    return CalibratedModel().calibrate(MeanOfProduct().fit(*reports), *reports)


def test_sizes_stay_and_spreads_become_honest(calibrated: CalibratedModel) -> None:
    recipes, outcomes = lab_reports(papers=300, rows=2, seed=1)
    output = calibrated.predict(recipes)
    assert np.array_equal(output.size_nm, calibrated.base_.predict(recipes).size_nm)
    z = np.log(outcomes.size_nm / output.size_nm) / output.log_size_std
    assert np.std(z) == pytest.approx(1.0, abs=0.25)


def test_intervals_hold_for_papers_never_seen(calibrated: CalibratedModel) -> None:
    recipes, outcomes = lab_reports(papers=300, rows=2, seed=2)
    for coverage in (0.6, 0.9):
        lower, upper = calibrated.predict_interval(recipes, coverage)
        holds = (lower <= outcomes.size_nm) & (outcomes.size_nm <= upper)
        assert holds.mean() == pytest.approx(coverage, abs=0.06)


def test_few_or_uncounted_particles_hardly_count_in_calibration() -> None:
    counted = np.array([np.nan, 0.0, 150.0, 300.0, 5000.0])
    outcomes = Outcomes(np.full(5, 5.0), np.zeros(5, int), counted, ("",) * 5)
    assert trust_in(outcomes).tolist() == pytest.approx([0.1, 0.1, 0.25, 1.0, 1.0])


def test_shape_probabilities_become_honest(calibrated: CalibratedModel) -> None:
    recipes, outcomes = lab_reports(papers=60, rows=4, seed=3)
    shapes = calibrated.predict(recipes).shape_probabilities
    assert shapes.max(axis=1).mean() == pytest.approx(np.mean(outcomes.shape == 0), abs=0.08)
    sets = calibrated.sets_of(shapes, 0.95)
    assert sets[np.arange(len(recipes)), outcomes.shape].mean() > 0.9


def test_what_is_far_from_all_papers_is_judged_so(calibrated: CalibratedModel) -> None:
    recipes, _ = lab_reports(papers=300, rows=2, seed=7)
    verdicts = calibrated.judge_all(recipes[:40])
    assert np.mean([verdict.in_domain for verdict in verdicts]) > 0.3
    salt = resolved(
        reagents=reagents(("NaCl", "5 mmol"), ("H2O", "10 mL")), reaction_temperature_c=480.0
    )
    verdict = calibrated.judge(salt)
    assert not verdict.in_domain
    assert any("no reagent brings" in reason for reason in verdict.reasons)


def test_it_survives_being_saved(tmp_path: Path) -> None:
    recipes, outcomes = lab_reports(papers=12, rows=4)
    model = CalibratedModel(base="median").fit(recipes, outcomes)
    save_model(model, tmp_path / "model")
    again = load_model(tmp_path / "model")
    assert isinstance(again, CalibratedModel)
    assert again.get_params() == model.get_params()
    for coverage in (0.5, 0.9):
        one = model.predict_interval(recipes[:5], coverage)
        other = again.predict_interval(recipes[:5], coverage)
        assert np.allclose(one, other, rtol=1e-3)
    assert again.judge_all(recipes[:5])[0].reasons == model.judge_all(recipes[:5])[0].reasons


def test_a_handful_of_recipes_can_be_fitted() -> None:
    recipes, outcomes = lab_reports(papers=1, rows=4)
    outcomes.size_nm[0] = np.nan
    model = CalibratedModel(base="median").fit(recipes, outcomes)
    lower, upper = model.predict_interval(recipes, 0.9)
    assert np.all(lower > 0)
    assert np.all(upper > 2.0 * lower)
    assert model.judge(recipes[1]).in_domain


def test_the_last_look_is_not_mistaken_for_another(calibrated: CalibratedModel) -> None:
    one, other = resolved(), resolved(product="PbS")
    first = calibrated.predict([one]).size_nm[0]
    assert calibrated.predict([other]).size_nm[0] != first
    assert calibrated.predict([one]).size_nm[0] == first
    assert len(calibrated.predict([])) == 0


def test_every_model_has_a_calibrated_form() -> None:
    model = make_model("calibrated_median", seed=3)
    assert isinstance(model, CalibratedModel)
    assert model.get_params() == {
        "base": "median",
        "base_params": None,
        "folds": 5,
        "seed": 3,
    }
    assert model_class("calibrated") is CalibratedModel


def test_it_must_be_fitted_first() -> None:
    for ask in (lambda m: m.predict([]), lambda m: m.predict_interval([], 0.9)):
        with pytest.raises(RuntimeError, match="not fitted"):
            ask(CalibratedModel())


def test_a_newer_calibration_is_refused(calibrated: CalibratedModel) -> None:
    state = (
        CalibratedModel(base="median")
        .calibrate(MedianModel().fit(*lab_reports(4, 4)), *lab_reports(4, 4))
        .to_state()
    )
    state.config["version"] = STATE_VERSION + 1
    with pytest.raises(ValueError, match="newer version"):
        CalibratedModel.from_state(state)


@pytest.fixture(scope="module")
def literature(data_dir: Path) -> CalibratedModel:
    """A quick model of the whole literature, calibrated."""
    pytest.importorskip("sklearn")
    from ostwald.datasets.gu2025 import read_gu2025_training

    table = read_gu2025_training(data_dir)
    recipes = [resolve_recipe(recipe) for recipe in table.recipes]
    settings = {"n_trees": 10, "max_features": 0.05, "measure_spread": False}
    model = CalibratedModel("extra_trees", settings, folds=3)
    return model.fit(recipes, Outcomes.from_table(table))


def test_textbook_recipes_are_known_ground(literature: CalibratedModel, examples_dir: Path) -> None:
    from ostwald.recipes.table import read_recipes

    files = sorted(examples_dir.glob("*.yaml"))
    examples = [resolve_recipe(recipe) for file in files for recipe in read_recipes(file).recipes]
    assert len(examples) >= 6
    verdicts = literature.judge_all(examples)
    assert all(verdict.in_domain for verdict in verdicts), verdicts


def test_nonsense_is_not(literature: CalibratedModel) -> None:
    salt = {"reagents": reagents(("NaCl", "5 mmol"), ("H2O", "10 mL"))}
    nonsense = [
        resolved(**salt, reaction_temperature_c=480.0),
        resolved(**salt),
        resolved(product="Au", **salt),
        resolved(injection_temperature_c=25.0, reaction_temperature_c=490.0),
    ]
    for verdict in literature.judge_all(nonsense):
        assert not verdict.in_domain
        assert verdict.reasons
