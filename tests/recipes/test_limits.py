from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.limits import (
    AMOUNTS,
    HEATING_RATE,
    TEMPERATURE,
    TIME,
    check_range,
    format_number,
)

KINDS = [TEMPERATURE, TIME, HEATING_RATE, *AMOUNTS.values()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.unit)
def test_the_bounds_themselves_are_accepted(kind):
    assert check_range(kind.low, kind) == kind.low
    assert check_range(kind.high, kind) == kind.high


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.unit)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(kind, value):
    with pytest.raises(InputError, match="not a finite number"):
        check_range(value, kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.unit)
def test_absurd_values_are_refused_with_the_bound(kind):
    with pytest.raises(InputError, match=f"above {format_number(kind.high)} {kind.unit}"):
        check_range(kind.high * 1.001, kind)


def test_temperatures_below_minus_100_are_refused():
    with pytest.raises(InputError, match="below -100 degC"):
        check_range(-100.5, TEMPERATURE)


@pytest.mark.parametrize("kind", [TIME, *AMOUNTS.values()], ids=lambda kind: kind.unit)
def test_zero_and_negative_have_their_own_words(kind):
    with pytest.raises(InputError, match="is zero"):
        check_range(0.0, kind)
    with pytest.raises(InputError, match="is negative"):
        check_range(-2.0, HEATING_RATE)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_format_number_reads_back_equal(value):
    assert float(format_number(value)) == value


@pytest.mark.parametrize(("value", "text"), [(4.0, "4"), (0.1, "0.1"), (1e-6, "1e-06"), (-5, "-5")])
def test_format_number_is_short(value, text):
    assert format_number(value) == text
