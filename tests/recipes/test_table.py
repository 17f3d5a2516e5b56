from __future__ import annotations

import subprocess
import sys

import pytest

from ostwald.errors import InputError
from ostwald.recipes import Outcome, Recipe, RecipeTable, read_recipes, write_table


def test_rows_go_together(recipe_text):
    table = RecipeTable()
    recipe, outcome = Recipe.from_yaml(recipe_text), Outcome(size_nm=8)
    table.add(recipe, outcome, 5)
    assert len(table) == 1
    assert list(table) == [(5, recipe, outcome)]
    assert repr(table) == "RecipeTable(1 recipes)"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "CSV"])
def test_read_recipes_takes_tables(tmp_path, recipe_text, suffix):
    table = RecipeTable()
    table.add(Recipe.from_yaml(recipe_text), Outcome(), 0)
    write_table(table, tmp_path / f"t.{suffix}")
    assert read_recipes(tmp_path / f"t.{suffix}").recipes == table.recipes


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_read_recipes_takes_recipe_files(tmp_path, recipe_text, suffix):
    path = tmp_path / f"r.{suffix}"
    path.write_text(recipe_text, encoding="utf-8")
    assert read_recipes(str(path)).recipes == [Recipe.from_yaml(recipe_text)]


def test_other_suffixes_are_refused(tmp_path):
    (tmp_path / "a.docx").touch()
    with pytest.raises(InputError, match=r"\.docx is not a kind of recipe file.*\.yaml"):
        read_recipes(tmp_path / "a.docx")
    with pytest.raises(InputError, match="no such file"):
        read_recipes(tmp_path / "b.docx")


def test_the_room_is_light_to_import():
    heavy = "{'pandas', 'pint', 'openpyxl', 'pyarrow', 'rdkit'}"
    code = (
        "import sys; from ostwald.recipes import Recipe, RecipeTable, read_recipes; "
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
