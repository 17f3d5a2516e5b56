from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostwald.errors import InputError
from ostwald.prediction.predictor import NO_EVIDENCE, Predictor
from ostwald.recipes.recipe import Recipe
from recipes_for_tests import reagents, recipe


def test_one_prediction_a_recipe_in_order(small_predictor: Predictor) -> None:
    predictions = small_predictor.predict([recipe(id="a"), recipe(id="b", product="Au")])
    assert [p.id for p in predictions] == ["a", "b"]
    assert predictions[0].domain.score > predictions[1].domain.score
    assert "no recipe for Au was seen" in predictions[1].domain.reasons


def test_the_interval_holds_the_estimate_and_grows_with_coverage(
    small_predictor: Predictor,
) -> None:
    (narrow,) = small_predictor.predict([recipe()], coverage=0.5)
    (wide,) = small_predictor.predict([recipe()], coverage=0.95)
    for p in (narrow, wide):
        assert 0 < p.size.lower_nm < p.size.estimate_nm < p.size.upper_nm
    assert wide.size.lower_nm < narrow.size.lower_nm
    assert wide.size.upper_nm > narrow.size.upper_nm


def test_a_cube_is_given_with_its_edge(small_predictor: Predictor) -> None:
    perovskite = recipe(
        product="CsPbBr3", reagents=reagents(("Cs2CO3", "1 mmol"), ("PbBr2", "3 mmol"))
    )
    (prediction,) = small_predictor.predict([perovskite])
    assert prediction.shape.label == "cube"
    assert prediction.size.reported_as == "edge length"
    assert prediction.size.reported_nm == pytest.approx(prediction.size.estimate_nm / 1.12838, 1e-4)


def test_probabilities_are_sorted_and_sum_to_one(small_predictor: Predictor) -> None:
    (prediction,) = small_predictor.predict([recipe()])
    shares = list(prediction.shape.probabilities.values())
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0)


@pytest.mark.parametrize("coverage", [0.0, 1.0, -0.5, 90, float("nan")])
def test_a_coverage_out_of_range_is_refused(small_predictor: Predictor, coverage: float) -> None:
    with pytest.raises(InputError, match="not between 0 and 1"):
        small_predictor.predict([recipe()], coverage=coverage)


def test_an_unknown_chemical_is_named(small_predictor: Predictor) -> None:
    strange = recipe(reagents=reagents(("PbO", "1 mmol"), ("oleic acd", "1 mmol")))
    with pytest.raises(InputError, match=r"oleic acd.*oleic acid"):
        small_predictor.predict([strange])


def test_nothing_in_nothing_out(small_predictor: Predictor) -> None:
    assert small_predictor.predict([]) == []


def test_saved_and_loaded_it_says_the_same(
    small_predictor: Predictor, model_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path / "none"))
    again = Predictor.load(model_folder).predict([recipe()])[0].to_json()
    before = small_predictor.predict([recipe()])[0].to_json()
    # peaks are given to a tenth of a nm, where the single precision of stored arrays shows
    peaks = [one.pop("optics")["first_absorption_peak_nm"] for one in (again, before)]
    assert peaks[0]["interval"] == pytest.approx(peaks[1]["interval"], rel=1e-3)
    assert again == before
    assert NO_EVIDENCE in again["warnings"]


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Predictor.load(tmp_path)


def test_the_written_form_is_plain_json(small_predictor: Predictor) -> None:
    (prediction,) = small_predictor.predict([recipe(id="x")])
    written = json.loads(json.dumps(prediction.to_json()))
    assert written["format_version"] == 1
    assert list(written) == [
        "format_version",
        "id",
        "product",
        "size_nm",
        "shape",
        "domain",
        "nearest",
        "warnings",
        "optics",
    ]
    assert set(written["size_nm"]) >= {"estimate", "interval", "coverage"}


def test_the_expected_absorption_peak_stands_beside_sizes_that_have_a_curve() -> None:
    predictor = Predictor.load()
    recipe = Recipe.from_yaml("examples/cdse.yaml")
    prediction = predictor.predict([recipe], nearest=0)[0]
    record = prediction.to_json()["optics"]
    peak = record["first_absorption_peak_nm"]
    assert peak["interval"][0] < peak["estimate"] < peak["interval"][1]
    gold = predictor.predict([Recipe.from_yaml("examples/au.yaml")], nearest=0)[0]
    assert "optics" not in gold.to_json()
