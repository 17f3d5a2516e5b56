from __future__ import annotations

import pytest

from ostwald.likeness.differences import describe_differences
from recipes_for_tests import reagents, resolved

AMOUNTS = {"PbO": "4 mmol", "Se": "6 mmol", "TOP": "3 mL", "OA": "5 mmol", "ODE": "12 mL"}


def changed(**amounts: str | None) -> list[dict[str, str]]:
    """The PbSe reagents with other amounts; None takes one away."""
    kept = {name: amount for name, amount in (AMOUNTS | amounts).items() if amount is not None}
    return reagents(*kept.items())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"reaction_temperature_c": 220.0}, ["+40 degC"]),
        ({"reaction_temperature_c": 140, "injection_temperature_c": 140}, ["-40 degC"]),
        ({"injection_temperature_c": 200.0}, ["+20 degC at injection"]),
        ({"reaction_time_min": 0.5}, ["30 s instead of 20 min"]),
        ({"reaction_time_min": 180.0}, ["3 h instead of 20 min"]),
        ({"reagents": changed(OA="10 mmol")}, ["2x OA"]),
        ({"reagents": changed(OA="5.5 mmol")}, ["1.1x OA"]),
        ({"reagents": changed(TOP="3.48 mL")}, ["1.16x TOP"]),
        ({"reagents": changed(OA="5.02 mmol")}, []),
        ({"reaction_temperature_c": 181.0}, ["+1 degC"]),
        ({"reaction_time_min": 21.5}, ["21.5 min instead of 20 min"]),
        ({"reagents": changed(ODE=None)}, ["no ODE"]),
        ({"reagents": changed(OLA="5 mmol")}, ["also OLA"]),
        ({"reagents": changed(TOP=None, TBP="3 mL")}, ["TBP instead of TOP"]),
        ({"reagents": changed(ODE=None, DBE="12 mL")}, ["DBE instead of ODE"]),
        ({"product": "PbTe"}, ["PbTe instead of PbSe"]),
    ],
)
def test_one_difference_in_words(changes: dict[str, object], expected: list[str]) -> None:
    assert list(describe_differences(resolved(), resolved(**changes))) == expected


def test_another_scale_is_one_difference_not_five() -> None:
    half = changed(PbO="2 mmol", Se="3 mmol", TOP="1.5 mL", OA="2.5 mmol", ODE="6 mL")
    assert describe_differences(resolved(), resolved(reagents=half)) == ("0.5x the scale",)
    more_acid = changed(PbO="2 mmol", Se="3 mmol", TOP="1.5 mL", OA="10 mmol", ODE="6 mL")
    found = describe_differences(resolved(), resolved(reagents=more_acid))
    assert found == ("4x OA", "0.5x the scale")


def test_the_likeliest_stand_ins_are_paired() -> None:
    ours = reagents(("PbO", "4 mmol"), ("Se", "6 mmol"), ("OA", "5 mmol"), ("TOP", "3 mL"))
    theirs = reagents(("SnO", "4 mmol"), ("S", "6 mmol"), ("TBP", "3 mL"), ("SA", "5 mmol"))
    found = describe_differences(resolved(reagents=ours), resolved(reagents=theirs))
    assert set(found) == {
        "SnO instead of PbO",
        "S instead of Se",
        "TBP instead of TOP",
        "SA instead of OA",
    }


def test_what_matters_most_comes_first_and_the_list_can_be_cut() -> None:
    other = resolved(
        product="PbTe", reagents=changed(OA="6.5 mmol", OLA="1 mmol"), reaction_temperature_c=240.0
    )
    found = describe_differences(resolved(), other)
    assert found[:3] == ("PbTe instead of PbSe", "+60 degC", "also OLA")
    assert describe_differences(resolved(), other, most=2) == found[:2]


def test_small_differences_are_left_out_beside_a_large_one() -> None:
    other = resolved(reagents=changed(TOP="3.48 mL"), reaction_temperature_c=220.0)
    assert describe_differences(resolved(), other) == ("+40 degC",)


def test_heating_rates_are_compared_also_where_only_one_is_told() -> None:
    slow = resolved(heating_rate_c_per_min=3.0)
    fast = resolved(heating_rate_c_per_min=20.0)
    assert describe_differences(slow, fast) == ("20 instead of 3 degC/min",)
    assert describe_differences(slow, resolved()) == ("heating rate not told, 3 degC/min here",)
    assert describe_differences(resolved(), fast) == ("20 degC/min, not told here",)
    assert describe_differences(resolved(), resolved()) == ()
