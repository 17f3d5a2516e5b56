"""Sliders keep the unit that was written, and their range while a value moves in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.sliders import of_amount, of_condition


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("2 mL of 1 M in TOP", 2.0, " mL of 1 M in TOP"),
        ("250 mg", 250.0, " mg"),
        ("4", 4.0, ""),
        ("2 equiv to Pb", 2.0, " equiv to Pb"),
        ("0.893 g (4 mmol)", 0.893, " g"),
    ],
)
def test_an_amount_keeps_its_unit_and_solution(text, value, after) -> None:
    slider = of_amount(text)
    assert slider is not None
    assert (slider.value, slider.after) == (value, after)
    assert slider.low == 0 < slider.value < slider.high


@pytest.mark.parametrize("text", ["", "foo", "2 foo", "-3 mmol", "0 mL", "<b>"])
def test_what_is_no_amount_has_no_slider(text) -> None:
    assert of_amount(text) is None


@pytest.mark.parametrize(
    ("field", "text", "value", "after"),
    [
        ("reaction_temperature", "338.15 K", 338.15, " K"),
        ("reaction_temperature", "180", 180.0, ""),
        ("reaction_temperature", "RT", 25.0, " degC"),
        ("reaction_time", "6 h", 6.0, " h"),
        ("reaction_time", "1 h 30 min", 90.0, " min"),
        ("heating_rate", "0 degC/min", 0.0, " degC/min"),
    ],
)
def test_a_condition_keeps_its_unit_where_one_number_tells_it(field, text, value, after) -> None:
    slider = of_condition(field, text)
    assert slider is not None
    assert (slider.value, slider.after) == (pytest.approx(value), after)
    assert slider.low <= slider.value <= slider.high


def test_the_range_stays_while_the_value_moves_in_it_and_follows_beyond() -> None:
    first = of_amount("4 mmol")
    assert first is not None
    moved = of_amount("9 mmol", first)
    assert moved is not None
    assert (moved.low, moved.high) == (first.low, first.high)
    beyond = of_amount("50 mmol", moved)
    assert beyond is not None
    assert beyond.high > 50


def test_temperatures_stay_within_what_a_recipe_may_have() -> None:
    slider = of_condition("reaction_temperature", "480 degC")
    assert slider is not None
    assert slider.high <= 500
    cold = of_condition("reaction_temperature", "-90 degC")
    assert cold is not None
    assert cold.low >= -100


@given(st.floats(1e-6, 1e4), st.sampled_from(["mmol", "mg", "mL", "uL", "g"]))
def test_every_amount_lies_inside_its_range(value, unit) -> None:
    slider = of_amount(f"{value:g} {unit}")
    assert slider is not None
    assert slider.low <= slider.value <= slider.high
    assert slider.step > 0
