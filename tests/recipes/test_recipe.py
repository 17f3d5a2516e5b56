from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.errors import InputError
from ostwald.recipes.recipe import Recipe

FIELDS = {
    "product": "PbSe",
    "reagents": [{"name": "PbO", "amount": 4}],
    "reaction_temperature_c": 180,
    "reaction_time_min": 20,
}


def test_without_heating_rate_injection_is_at_the_reaction_temperature():
    assert Recipe(**FIELDS).injection_temperature_c == 180
    assert Recipe(**FIELDS, heating_rate_c_per_min=0).injection_temperature_c == 180


@pytest.mark.parametrize("rate", [5, "5 K/min"])
def test_with_a_heating_rate_the_mixture_starts_at_room_temperature(rate):
    assert Recipe(**FIELDS, heating_rate_c_per_min=rate).injection_temperature_c == 25


def test_a_given_injection_temperature_is_kept():
    recipe = Recipe(**FIELDS, injection_temperature_c=120, heating_rate_c_per_min=5)
    assert recipe.injection_temperature_c == 120


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("product", "", "the product is empty"),
        ("product", None, "the product is None, not a text"),
        ("reagents", [], "there are no reagents"),
        ("reagents", [{"name": "A", "amount": 1}] * 61, "61 reagents; 60 is the most"),
        ("reaction_temperature_c", "20 min", "is a time, not a temperature"),
        ("reaction_temperature_c", 501, "above 500 degC"),
        ("reaction_temperature_c", -101, "below -100 degC"),
        ("reaction_temperature_c", float("nan"), "not a finite number"),
        ("reaction_time_min", 0, "is zero"),
        ("reaction_time_min", -3, "is negative"),
        ("reaction_time_min", 1e6, "above 43200 min"),
        ("heating_rate_c_per_min", -1, "is negative"),
        ("heating_rate_c_per_min", 1e6, "above 1000 degC/min"),
        ("injection_temperature_c", 900, "above 500 degC"),
        ("id", "", "the id is empty"),
    ],
)
def test_a_wrong_field_is_named(field, value, words):
    with pytest.raises(InputError) as error:
        Recipe(**{**FIELDS, field: value})
    assert error.value.where == field
    assert words in error.value.problem


@pytest.mark.parametrize(
    "field", ["product", "reagents", "reaction_temperature_c", "reaction_time_min"]
)
def test_a_missing_field_is_named(field):
    with pytest.raises(InputError, match=f"^{field} is missing"):
        Recipe(**{name: value for name, value in FIELDS.items() if name != field})


def test_from_yaml_takes_text_and_paths(tmp_path, recipe_text):
    path = tmp_path / "one.yaml"
    path.write_text(recipe_text, encoding="utf-8")
    recipe = Recipe.from_yaml(recipe_text)
    assert recipe == Recipe.from_yaml(path) == Recipe.from_yaml(str(path))
    assert recipe.reaction_temperature_c == 180
    assert recipe.reaction_time_min == 30


def test_from_yaml_of_a_missing_file_says_so():
    with pytest.raises(InputError, match="no such file"):
        Recipe.from_yaml(Path("nowhere.yaml"))


def test_to_yaml_reads_back_equal(recipe_text):
    recipe = Recipe.from_yaml(recipe_text)
    assert Recipe.from_yaml(recipe.to_yaml()) == recipe


def test_it_shows_in_one_line():
    recipe = Recipe(**FIELDS, id="one")
    assert str(recipe) == "one: PbSe from 4 mmol PbO; 180 to 180 °C, 20 min"
    assert repr(recipe) == "Recipe('one', 'PbSe', 1 reagents, 180 to 180 °C, 20 min)"
