import csv

import numpy as np
import pytest

from ostwald.errors import InputError, SeveralInputError
from ostwald.explain.sweep import sweep_resolved
from ostwald.explain.sweep_plot import plot_sweep
from recipes_for_tests import PBSE, reagents, resolved
from surfaces_for_tests import FormulaPredictor, mmol


def size(recipe):
    return 0.03 * recipe.reaction_temperature_c + 0.1 * mmol(recipe, "OA")


def swept(*vary, points=None, recipe=None, formula=size):
    return sweep_resolved(recipe or resolved(), vary, FormulaPredictor(formula), points=points)


def test_a_curve_follows_the_model():
    found = swept("reaction_temperature=120..240 degC", points=13)
    np.testing.assert_allclose(found.axes[0].values, np.linspace(120, 240, 13))
    np.testing.assert_allclose(found.size_nm, 0.03 * np.linspace(120, 240, 13) + 0.5)
    assert found.in_domain[0]
    assert not found.in_domain[-1]


def test_a_map_is_nested_as_its_axes_are():
    written = swept("oleic acid=0..20 mmol", "temperature=120..240", points=5).to_json()
    assert [axis["name"] for axis in written["axes"]] == ["oleic acid", "reaction_temperature"]
    assert written["size_nm"][4][0] == pytest.approx(0.03 * 120 + 2.0)
    assert written["size_nm"][0][4] == pytest.approx(0.03 * 240)


@pytest.mark.parametrize(
    "vary",
    ["OA=1..10 mmol", "oleic acid=0.28247..2.8247 g", "cis-9-octadecenoic acid=1..10", "OA=1..10"],
)
def test_a_reagent_goes_by_any_of_its_names_and_any_unit(vary):
    found = swept(vary, points=2)
    np.testing.assert_allclose(found.size_nm, [5.5, 6.4], rtol=1e-3)


def test_temperatures_and_times_are_read_in_their_units():
    kelvin = swept("reaction temperature=393.15..493.15 K", points=2)
    np.testing.assert_allclose(kelvin.axes[0].values, [120.0, 220.0])
    hours = swept("time=0.5..2 h", points=2)
    np.testing.assert_allclose(hours.axes[0].values, [30.0, 120.0])


def test_an_assumed_injection_temperature_goes_with_the_reaction_temperature():
    def gap(recipe):
        return 5.0 + abs(recipe.injection_temperature_c - recipe.reaction_temperature_c)

    together = resolved(injection_temperature_c=None)
    assert (
        swept("temperature=120..200", points=3, recipe=together, formula=gap).size_nm == 5
    ).all()
    apart = swept("temperature=120..200", points=3, formula=gap)
    np.testing.assert_allclose(apart.size_nm, [65.0, 25.0, 25.0])


def test_the_solvent_of_a_stock_goes_with_it():
    stock = [r for r in PBSE["reagents"] if r["name"] not in ("Se", "TOP")]
    stock += reagents(("Se", "6 mL of 1 M in TOP"))

    def top(recipe):
        return 1.0 + mmol(recipe, "TOP") / max(mmol(recipe, "Se"), 1e-9)

    found = swept("Se=3..12 mL", points=2, recipe=resolved(reagents=stock), formula=top)
    assert found.size_nm[0] == pytest.approx(found.size_nm[1])


def test_batch_multiplies_every_amount():
    found = swept("batch=0.5..2", points=2, formula=lambda recipe: mmol(recipe, "PbO"))
    np.testing.assert_allclose(found.size_nm, [2.0, 8.0])


def test_impossible_flasks_are_blank():
    found = swept("Se=0..6 mmol", points=3)
    assert found.impossible.tolist() == [True, False, False]
    written = found.to_json()
    assert written["size_nm"][0] is None
    assert written["shape"][0] is None
    rows = list(csv.reader(found.to_csv().splitlines()))
    assert rows[1][1] == ""
    assert len(rows) == 4


def test_a_reagent_of_which_the_recipe_has_none_can_be_added():
    with_none = [*PBSE["reagents"], {"name": "oleylamine", "amount": 0}]
    found = swept(
        "OLA=0..10 mmol",
        points=2,
        recipe=resolved(reagents=with_none),
        formula=lambda recipe: 1.0 + mmol(recipe, "OLA"),
    )
    np.testing.assert_allclose(found.size_nm, [1.0, 11.0])


@pytest.mark.parametrize(
    ("vary", "message"),
    [
        ("oleylamine=0..20 mmol", "neither a reagent of the recipe nor a condition"),
        ("pressure=1..2", "neither a reagent"),
        ("oleic acid=0..20 degC", "temperature"),
        ("oleic acid=0..20 M", "no unit of an amount"),
        ("reaction_temperature=120..240 mmol", "amount of substance"),
        ("oleic acid=20..0 mmol", "reversed"),
        ("oleic acid=5..5 mmol", "empty"),
        ("oleic acid=-5..5 mmol", "negative"),
        ("oleic acid", "NAME=FROM..TO"),
        ("oleic acid=..5", "NAME=FROM..TO"),
        ("oleic acid=a..b mmol", "not a number"),
        ("oleic acid=1..1e999 mmol", "too large a number"),
        ("reaction_temperature=120..2400 degC", "above 500"),
        ("time=0..20 min", "zero"),
        ("batch=0..10", "above 0"),
        ("batch=1..10 mL", "no unit"),
        ("oleic acid=0..1e300 mmol", "above"),
    ],
)
def test_what_cannot_be_varied_is_one_clear_error(vary, message):
    with pytest.raises(InputError, match=message):
        swept(vary)


@pytest.mark.parametrize(
    ("vary", "points", "message"),
    [
        (("time=1..20",), 10_000_000, "too many"),
        (("time=1..20", "temperature=100..200"), 3200, "too many"),
        (("time=1..20",), 1, "no curve"),
        (("time=1..20", "time=1..30"), None, "same thing"),
        (("OA=1..20", "oleic acid=1..30"), None, "same thing"),
        (("time=1..20", "OA=1..2", "Se=1..2"), None, "one or two"),
        ((), None, "one or two"),
    ],
)
def test_sweeps_of_the_wrong_extent_are_refused(vary, points, message):
    with pytest.raises(InputError, match=message):
        swept(*vary, points=points)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(SeveralInputError) as caught:
        swept("nothing=1..2", "time=20..1")
    assert len(caught.value.errors) == 2


def test_a_recipe_that_is_impossible_is_refused():
    impossible = resolved(reagents=reagents(("PbO", "4 mmol"), ("OA", "5 mmol"), ("ODE", "12 mL")))
    with pytest.raises(InputError, match="nothing can come"):
        swept("time=1..20", recipe=impossible)


@pytest.mark.parametrize(
    "vary", [("Se=0..6 mmol",), ("Se=0..6 mmol", "reaction_temperature=120..240 degC")]
)
def test_plots_are_written(tmp_path, vary):
    plot_sweep(swept(*vary, points=7), tmp_path / "what-if.png")
    assert (tmp_path / "what-if.png").stat().st_size > 10_000
