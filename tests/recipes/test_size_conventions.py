from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.outcome import SHAPES, Outcome
from ostwald.recipes.size_conventions import (
    EDGE_TO_DIAMETER,
    equal_area_to_reported,
    has_edge_length,
    reported_to_equal_area,
    to_equal_area,
)

# Area of the projection for an edge of 1.
AREAS = {"cube": 1.0, "triangle": math.sqrt(3) / 4, "rhombus": math.sin(math.radians(60))}


@pytest.mark.parametrize("shape", AREAS)
def test_the_circle_has_the_area_of_the_projection(shape):
    diameter = reported_to_equal_area(shape, 1.0)
    assert math.pi / 4 * diameter**2 == pytest.approx(AREAS[shape])


@pytest.mark.parametrize(
    ("shape", "factor"), [("cube", 1.1284), ("triangle", 0.7425), ("rhombus", 1.0501)]
)
def test_the_documented_factors(shape, factor):
    assert EDGE_TO_DIAMETER[shape] == pytest.approx(factor, abs=5e-5)


@given(st.sampled_from(SHAPES), st.floats(0.1, 1e4))
def test_the_conversion_is_invertible(shape, size_nm):
    there = reported_to_equal_area(shape, size_nm)
    assert equal_area_to_reported(shape, there) == pytest.approx(size_nm)


def test_other_shapes_are_left_alone():
    for shape in set(SHAPES) - set(AREAS):
        assert reported_to_equal_area(shape, 7.5) == 7.5
        assert not has_edge_length(shape)


def test_an_outcome_is_converted_once():
    reported = Outcome(size_nm=10, shape="cube", size_measure="edge length")
    converted = to_equal_area(reported)
    assert converted.size_nm == pytest.approx(11.284, abs=1e-3)
    assert to_equal_area(converted) == converted


def test_an_unknown_size_stays_unknown():
    assert to_equal_area(Outcome(shape="cube", size_measure="edge length")).size_nm is None


def test_an_edge_length_without_a_shape_is_refused():
    with pytest.raises(InputError, match="give the shape"):
        to_equal_area(Outcome(size_nm=10, size_measure="edge length"))


def test_a_size_of_unknown_measure_is_left_alone():
    reported = Outcome(size_nm=3, shape="triangle", size_measure="as reported")
    assert to_equal_area(reported) == reported
