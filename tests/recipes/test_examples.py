"""The example recipes: valid, and what their comments say of them holds."""

from __future__ import annotations

import re

import pytest

from ostwald.recipes.recipe import Recipe

NAMES = ["pbse", "cdse", "cspbbr3", "inp", "fe3o4", "au"]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_one_valid_recipe_with_its_source(examples_dir, name):
    path = examples_dir / f"{name}.yaml"
    recipe = Recipe.from_yaml(path)
    assert recipe.id
    assert recipe.product.lower().startswith(name)
    assert re.search(r"doi 10\.\d{4,}/\S+", path.read_text(encoding="utf-8"))


def test_the_examples_show_every_way_of_writing_an_amount(examples_dir):
    recipes = [Recipe.from_yaml(examples_dir / f"{name}.yaml") for name in NAMES]
    units = {reagent.amount.unit for recipe in recipes for reagent in recipe.reagents}
    assert units == {"mmol", "g", "mL"}


@pytest.fixture(scope="module")
def raw(data_dir):
    from ostwald.datasets.gu2025 import read_gu2025_raw

    return read_gu2025_raw(data_dir)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_a_row_of_the_published_data(examples_dir, raw, name):
    path = examples_dir / f"{name}.yaml"
    recipe = Recipe.from_yaml(path)
    doi = re.search(r"doi (10\.\S+?)[.,]?\s", path.read_text(encoding="utf-8"))[1]
    rows = [row for _, row, outcome in raw if outcome.doi == doi and row.product == recipe.product]
    assert any(
        row.reaction_temperature_c == pytest.approx(recipe.reaction_temperature_c)
        and row.injection_temperature_c == pytest.approx(recipe.injection_temperature_c)
        and row.reaction_time_min == pytest.approx(recipe.reaction_time_min, rel=0.01)
        and len(row.reagents) == len(recipe.reagents)
        for row in rows
    )
