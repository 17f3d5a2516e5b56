from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.recipes.procedure import Step, conditions_of
from ostwald.recipes.recipe import Recipe

START = "product: CdSe\nreagents: [{name: CdO, amount: 1 mmol}, {name: Se, amount: 1 mmol}]\n"


def conditions(*steps):
    return conditions_of([Step.model_validate(step) for step in steps])


def test_a_hot_injection_grows_at_the_hold_after_it():
    found = conditions(
        {"heat": 120, "rate": 10, "hold": "30 min"},
        {"heat": 300},
        {"add": "Se", "at": 300},
        {"hold": "5 min", "at": 270},
        {"cool": 25},
    )
    assert found.injection_temperature_c == 300
    assert found.reaction_temperature_c == 270
    assert found.reaction_time_min == 5
    assert found.heating_rate_c_per_min == 0
    assert found.assumptions == ("hot injection at 300 degC",)
    assert found.unused == ("30 min at 120 degC",)


def test_a_heat_up_begins_at_room_temperature_with_its_rate():
    found = conditions({"heat": "320 degC", "rate": "3.3 K/min", "hold": "30 min"})
    assert found.injection_temperature_c == 25
    assert found.reaction_temperature_c == 320
    assert found.heating_rate_c_per_min == pytest.approx(3.3)
    assert "heated up together" in found.assumptions[0]


def test_a_rate_that_is_not_said_is_not_zero():
    found = conditions({"heat": 320, "hold": 30})
    assert found.heating_rate_c_per_min is None
    assert "the rate of heating is not said" in found.assumptions


def test_a_second_heating_after_the_injection_is_growth():
    found = conditions(
        {"heat": 100},
        {"add": "Se", "at": 100},
        {"hold": 10},
        {"heat": 250, "rate": 5},
        {"hold": 60},
    )
    assert (found.injection_temperature_c, found.reaction_temperature_c) == (100, 250)
    assert (found.reaction_time_min, found.heating_rate_c_per_min) == (60, 5)
    assert found.unused == ("10 min at 100 degC",)


def test_what_is_added_after_cooling_is_work_up():
    found = conditions(
        {"heat": 180}, {"add": "Se"}, {"hold": "5 s"}, {"cool": 40}, {"add": "CdO"}, {"hold": 600}
    )
    assert found.injection_temperature_c == 180
    assert found.reaction_time_min == pytest.approx(5 / 60)


def test_a_slow_addition_counts_as_growth():
    found = conditions({"heat": 300}, {"inject": "Se", "over": "1 h"}, {"hold": "10 min"})
    assert found.reaction_time_min == 70
    assert any("time of the addition" in part for part in found.unused)


def test_without_heating_everything_is_at_room_temperature():
    found = conditions({"add": "Se"}, {"hold": "2 h"})
    assert found.injection_temperature_c == found.reaction_temperature_c == 25
    assert found.assumptions == ("everything is mixed at 25 degC",)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({}, "does nothing"),
        ({"heat": 100, "cool": 20}, "heat and cool"),
        ({"hold": 5, "rate": 3}, "rate means nothing"),
        ({"heat": "180-200"}, "is not one value"),
        ({"heta": 100}, "did you mean heat"),
        ({"hold": "overnight"}, "say how many hours"),
    ],
)
def test_a_wrong_step_says_what_is_wrong(step, words):
    with pytest.raises(InputError, match=words):
        Step.model_validate(step)


def test_a_recipe_takes_its_conditions_from_the_procedure_and_reads_back_equal():
    recipe = Recipe.from_yaml(START + "procedure: [{heat: 240}, {add: Se}, {hold: 4 min}]\n")
    assert recipe.injection_temperature_c == recipe.reaction_temperature_c == 240
    assert recipe.reaction_time_min == 4
    assert Recipe.from_yaml(recipe.to_yaml()) == recipe


def test_a_field_that_contradicts_the_procedure_is_refused():
    text = START + "reaction_temperature: 200\nprocedure: [{heat: 240}, {add: Se}, {hold: 4}]\n"
    with pytest.raises(InputError, match="the procedure says 240 degC"):
        Recipe.from_yaml(text)


def test_a_procedure_without_a_hold_asks_for_the_time():
    with pytest.raises(InputError, match="reaction_time is missing, and the procedure"):
        Recipe.from_yaml(START + "procedure: [{heat: 240}, {add: Se}]\n")


def test_what_the_models_do_not_know_is_one_line():
    text = START + "atmosphere: N2\npH: 10.5\npressure: sealed\nreaction_temperature: rt\n"
    recipe = Recipe.from_yaml(text + "reaction_time: 1 h 30 min\n")
    assert recipe.pressure == "autoclave"
    assert recipe.assumptions == (
        "room temperature is 25 degC",
        "everything is mixed at 25 degC",
        "the models do not know: the atmosphere (nitrogen), pH 10.5, the pressure (autoclave)",
    )


def test_a_comma_in_flow_style_is_told():
    text = (
        "product: Fe3O4\nreagents:\n  - {name: 1,2-hexadecanediol, amount: 5 mmol}\n"
        "reaction_temperature: 265\nreaction_time: 30\n"
    )
    with pytest.raises(InputError, match="put the name in quotation marks: it has a comma"):
        Recipe.from_yaml(text)
