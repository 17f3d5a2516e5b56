from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.limits import AMOUNTS, HEATING_RATE, TEMPERATURE, TIME, format_number
from ostwald.recipes.units import read_amount, read_quantity, unit_registry


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("180 degC", TEMPERATURE, 180),
        ("180 °C", TEMPERATURE, 180),
        ("180°C", TEMPERATURE, 180),
        ("180 ℃", TEMPERATURE, 180),
        ("180 ºC", TEMPERATURE, 180),
        ("180 C", TEMPERATURE, 180),
        ("180 degrees C", TEMPERATURE, 180),
        ("453.15 K", TEMPERATURE, 180),
        ("453.15 kelvin", TEMPERATURE, 180),
        ("356 °F", TEMPERATURE, 180),
        ("-50 degC", TEMPERATURE, -50),
        ("−50 degC", TEMPERATURE, -50),
        ("0 degC", TEMPERATURE, 0),
        (180, TEMPERATURE, 180),
        ("180", TEMPERATURE, 180),
        ("20 min", TIME, 20),
        ("1.5 h", TIME, 90),
        ("2 hours", TIME, 120),
        ("30 s", TIME, 0.5),
        ("1 day", TIME, 1440),
        (20, TIME, 20),
        ("5 degC/min", HEATING_RATE, 5),
        ("5 °C/min", HEATING_RATE, 5),
        ("5 °C min-1", HEATING_RATE, 5),
        ("5 °C min⁻¹", HEATING_RATE, 5),
        ("5 °C·min⁻¹", HEATING_RATE, 5),
        ("5 K/min", HEATING_RATE, 5),
        ("300 K/h", HEATING_RATE, 5),
        ("0 degC/min", HEATING_RATE, 0),
        (5, HEATING_RATE, 5),
    ],
)
def test_a_quantity_is_read_in_the_kind_s_unit(written, kind, value):
    assert read_quantity(written, kind) == pytest.approx(value, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4 mmol", (4, "mmol")),
        ("0.004 mol", (4, "mmol")),
        ("40 umol", (0.04, "mmol")),
        ("250 mg", (0.25, "g")),
        ("1 kg", (1000, "g")),
        ("3 mL", (3, "mL")),
        ("3 ml", (3, "mL")),
        ("3 cm3", (3, "mL")),
        ("3 cm^3", (3, "mL")),
        ("1 L", (1000, "mL")),
        ("100 uL", (0.1, "mL")),
        ("100 \u00b5L", (0.1, "mL")),  # micro sign
        ("100 \u03bcL", (0.1, "mL")),  # Greek mu
        ("1e-3 mmol", (0.001, "mmol")),
        (".5 g", (0.5, "g")),
        (4, (4, "mmol")),
        ("4", (4, "mmol")),
    ],
)
def test_an_amount_keeps_its_kind(written, expected):
    value, unit = read_amount(written)
    assert (pytest.approx(value, rel=1e-12), unit) == expected


@pytest.mark.parametrize(
    ("written", "kind", "words"),
    [
        ("20 min", TEMPERATURE, "is a time, not a temperature"),
        ("180 degC", TIME, "is a temperature, not a time"),
        ("5 degC", HEATING_RATE, "is a temperature, not a heating rate"),
        ("5 degC/min", TEMPERATURE, "is a heating rate, not a temperature"),
        ("4 mmol", TIME, "is an amount of substance, not a time"),
        ("180 furlong", TIME, "is a length, not a time"),
        ("180 degX", TEMPERATURE, "'degX' is not a unit"),
        ("180-200 degC", TEMPERATURE, "is not one value"),
        ("180 to 200 degC", TEMPERATURE, "is not one value"),
        ("180±5 degC", TEMPERATURE, "is not one value"),
        ("1,5 h", TIME, "is not a number as ostwald reads them"),
        ("1:30", TIME, "is not a number as ostwald reads them"),
        ("1 h 30", TIME, "is not a unit"),
        ("30 min 1 h", TIME, "is not a unit"),
        ("~5 min", TIME, "is not one value"),
        ("overnight", TIME, "does not begin with a number"),
        ("", TIME, "the value is empty"),
        ("   ", TEMPERATURE, "the value is empty"),
        (None, TEMPERATURE, "the value is empty"),
        (True, TEMPERATURE, "which is not a number"),
        ([180], TEMPERATURE, "which is not a number"),
        ("nan", TEMPERATURE, "is not a finite number"),
        ("inf degC", TEMPERATURE, "is not a finite number"),
        (float("nan"), TIME, "is not a finite number"),
        ("1e999 min", TIME, "is not a finite number"),
        (10**400, TIME, "too large"),
        ("501 degC", TEMPERATURE, "above 500 degC"),
        ("774 K", TEMPERATURE, "above 500 degC"),
        ("-101 degC", TEMPERATURE, "below -100 degC"),
        ("0 K", TEMPERATURE, "below -100 degC"),
        ("-5 min", TIME, "is negative"),
        ("0 min", TIME, "is zero"),
        ("31 day", TIME, "above 43200 min"),
        ("-1 degC/min", HEATING_RATE, "is negative"),
        ("9" * 200, TIME, "too long"),
    ],
)
def test_a_wrong_quantity_says_what_is_wrong_and_what_to_write(written, kind, words):
    with pytest.raises(InputError, match=words) as error:
        read_quantity(written, kind)
    assert error.value.hint


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("0 mmol", "is zero"),
        ("-4 mmol", "is negative"),
        ("nan mmol", "not a finite number"),
        (0, "is zero"),
        ("20 min", "is a time, not an amount"),
        ("180 degC", "is a temperature, not an amount"),
        ("1 M", "is a concentration, not an amount"),
        ("2 eq", "'eq' is not a unit"),
        ("4 mmoll", "'mmoll' is not a unit"),
        ("2000001 mmol", "above 1000000 mmol"),
        ("21 kg", "above 20000 g"),
        ("3 ML", "above 20000 mL"),
        ("a little", "does not begin with a number"),
        ("4 mmol (excess)", "is not a unit"),
        ("4 m**9999999", "is not a unit"),
        ("4 __import__('os')", "is not a unit"),
    ],
)
def test_a_wrong_amount_says_what_is_wrong_and_what_to_write(written, words):
    with pytest.raises(InputError, match=words.replace("(", r"\(").replace("*", r"\*")) as error:
        read_amount(written)
    assert error.value.hint


def test_the_message_for_a_wrong_unit_shows_what_was_read():
    with pytest.raises(InputError, match="'20 min'"):
        read_quantity("20 min", TEMPERATURE)


def test_there_is_one_registry():
    assert unit_registry() is unit_registry()


def test_importing_the_room_does_not_import_pint():
    code = "import sys, ostwald, ostwald.recipes.recipe_file; sys.exit('pint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.floats(-100, 500))
@example(179.85)
def test_kelvin_and_celsius_agree(celsius):
    kelvin = format_number(celsius + 273.15)
    assert read_quantity(f"{kelvin} K", TEMPERATURE) == pytest.approx(celsius, abs=1e-8)


@given(st.floats(1e-9, 1e6), st.sampled_from(["mmol", "g", "mL"]))
def test_a_written_amount_reads_back_equal(value, unit):
    if value <= AMOUNTS[unit].high:
        assert read_amount(f"{format_number(value)} {unit}") == (value, unit)


@given(st.floats(1e-3, 1e4))
def test_hours_and_minutes_agree(minutes):
    hours = f"{format_number(minutes / 60)} h"
    assert read_quantity(hours, TIME) == pytest.approx(minutes, rel=1e-9)


@given(st.text() | st.builds("{} {}".format, st.floats(), st.text(max_size=12)))
def test_arbitrary_text_is_read_or_refused(text):
    for kind in (TEMPERATURE, TIME, HEATING_RATE):
        try:
            value = read_quantity(text, kind)
        except InputError:
            pass
        else:
            assert kind.low <= value <= kind.high
    try:
        value, unit = read_amount(text)
    except InputError:
        pass
    else:
        assert AMOUNTS[unit].low <= value <= AMOUNTS[unit].high


def test_common_spellings_say_what_pint_says(monkeypatch):
    from ostwald.recipes import units

    common = dict(units._COMMON)
    monkeypatch.setattr(units, "_COMMON", {})
    units._convert.cache_clear()
    for unit, found in common.items():
        for standard, dimension in units._DIMENSIONS.items():
            if dimension == found[0]:
                assert units._convert(unit, standard) == found
    units._convert.cache_clear()


def test_a_recipe_of_common_units_needs_no_registry():
    code = (
        "import sys; from ostwald import Recipe; Recipe.from_yaml('{product: PbSe, reagents: "
        "[{name: PbO, amount: 5 mg}], reaction_temperature: 160 degC, reaction_time: 1 h}'); "
        "sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
