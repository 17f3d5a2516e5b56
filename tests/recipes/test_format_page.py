"""What `docs/recipe-format.md` shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ostwald.chemistry.resolved import resolve_recipe
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


SAYINGS = PAGE[PAGE.index("## What a methods section says") : PAGE.index("## Names")]


@pytest.mark.parametrize(
    "example", re.findall(r"^\| .*? \| `(.+)` \|$", SAYINGS, re.MULTILINE), ids=str
)
def test_what_a_methods_section_says_is_read_as_the_page_shows(example):
    """Each example of the page, put into a recipe that is otherwise complete."""
    fields = {
        "product": "CdSe",
        "reaction_temperature": "250 degC",
        "reaction_time": "5 min",
    }
    reagents = [{"name": "Pb(OAc)2", "amount": "1 mmol"}, {"name": "Se", "amount": "1 mmol"}]
    shown = yaml.safe_load(example)
    if "name" in shown:
        reagents.append(shown)
    else:
        fields |= shown
    if "procedure" in fields:
        del fields["reaction_temperature"], fields["reaction_time"]
    recipe = Recipe.from_yaml(yaml.safe_dump(fields | {"reagents": reagents}))
    resolved = resolve_recipe(recipe)
    assert all(line.amount_mmol > 0 for line in resolved.lines)


def test_the_page_shows_thirteen_kinds():
    assert len(re.findall(r"^\| .*?\*\*", SAYINGS, re.MULTILINE)) == 13


def test_the_commercial_solutions_on_the_page_are_the_program_s():
    from ostwald.chemistry.commercial import _solutions

    for solution in _solutions().values():
        strength = solution.strength
        row = f"| {solution.name} | {strength.value:g} {strength.unit} in {strength.solvent} |"
        assert row in PAGE
