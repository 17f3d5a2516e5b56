"""What `docs/recipe-format.md` shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from ostwald.recipes.limits import AMOUNTS, HEATING_RATE, TEMPERATURE, TIME
from ostwald.recipes.outcome import SHAPES
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table_columns import OUTCOME_COLUMNS, is_known_column

PAGE = (Path(__file__).parents[2] / "docs" / "recipe-format.md").read_text(encoding="utf-8")


def test_the_example_on_the_page_is_a_recipe():
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
    assert Recipe.from_yaml(example).product == "PbSe"


def test_the_columns_on_the_page_are_known():
    table = PAGE[PAGE.index("## The recipe table") : PAGE.index("The order of columns")]
    named = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
    assert set(OUTCOME_COLUMNS) < set(named)
    assert all(is_known_column(name) for name in named)


def test_the_shapes_on_the_page_are_all_of_them():
    assert ", ".join(SHAPES) in PAGE


def test_the_bounds_on_the_page_are_the_program_s():
    for kind in (TEMPERATURE, TIME, HEATING_RATE, *AMOUNTS.values()):
        assert f"{kind.high:,.0f} {kind.unit}" in PAGE
