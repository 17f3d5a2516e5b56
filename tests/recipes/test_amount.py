from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.amount import Amount, parse_amount


def test_a_text_becomes_value_and_unit():
    assert parse_amount("250 mg") == Amount(value=0.25, unit="g")


def test_a_bare_number_is_in_mmol():
    assert parse_amount(4) == Amount(value=4, unit="mmol")


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 1e9, 1e-12])
@pytest.mark.parametrize("unit", ["mmol", "g", "mL"])
def test_values_out_of_range_are_refused(value, unit):
    with pytest.raises(InputError):
        Amount(value=value, unit=unit)


def test_an_unknown_unit_is_refused():
    with pytest.raises(InputError, match="unit"):
        Amount(value=1, unit="kg")


def test_it_shows_as_it_is_written():
    assert str(parse_amount("3 ml")) == "3 mL"
    assert repr(parse_amount("3 ml")) == "Amount('3 mL')"


@given(st.floats(1e-9, 1e4), st.sampled_from(["mmol", "g", "mL"]))
def test_the_text_reads_back_equal(value, unit):
    amount = Amount(value=value, unit=unit)
    assert parse_amount(str(amount)) == amount
