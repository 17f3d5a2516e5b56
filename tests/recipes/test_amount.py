from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.amount import Amount, Strength, parse_amount


def test_a_text_becomes_value_and_unit():
    assert parse_amount("250 mg") == Amount(value=0.25, unit="g")


def test_a_bare_number_is_in_mmol():
    assert parse_amount(4) == Amount(value=4, unit="mmol")


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), 1e9, 1e-12])
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


@pytest.mark.parametrize("written", [0, 0.0, "0", "0 mmol", "0 mL", "0.0 mg"])
def test_nothing_is_an_amount(written):
    assert parse_amount(written).value == 0


def test_the_text_that_was_read_is_kept_and_not_compared():
    amount = parse_amount("250  mg")
    assert amount.as_written == "250 mg"
    assert amount == parse_amount("0.25 g")
    assert hash(amount) == hash(parse_amount("0.25 g"))


AMOUNTS = st.floats(1e-6, 1e4).map(lambda value: float(f"{value:.9g}"))
STRENGTHS = st.builds(
    Strength,
    value=st.floats(1e-6, 100).map(lambda value: float(f"{value:.9g}")),
    unit=st.sampled_from(["M", "g/L", "wt%", "vol%"]),
    solvent=st.none() | st.sampled_from(["water", "trioctylphosphine", "TOP", "1-octadecene"]),
)


@given(
    st.builds(Amount, value=AMOUNTS, unit=st.sampled_from(["mmol", "g", "mL"]), strength=STRENGTHS)
    | st.builds(Amount, value=AMOUNTS, unit=st.sampled_from(["mmol", "g", "mL"]))
    | st.builds(
        Amount, value=AMOUNTS, unit=st.just("equiv"), relative_to=st.sampled_from([None, "Pb"])
    )
    | st.builds(
        Amount,
        value=AMOUNTS,
        unit=st.sampled_from(["mmol", "g"]),
        solvent=st.just("toluene"),
        solvent_ml=AMOUNTS,
    )
    | st.builds(
        Amount,
        value=AMOUNTS,
        unit=st.just("g"),
        same_value=AMOUNTS,
        same_unit=st.just("mmol"),
    )
)
def test_the_text_reads_back_equal(amount):
    assert parse_amount(str(amount)) == amount
