from __future__ import annotations

import pytest

from app.notebook.conftest import RECIPE
from ostwald.app.notebook.store import Notebook
from ostwald.app.notebook.tables import read_table, write_csv
from ostwald.errors import InputError


def test_a_notebook_reads_back_from_its_table(notebook: Notebook) -> None:
    first = notebook.add_recipe("batch, 1", RECIPE)
    notebook.add_outcome(first.id, size_nm=4.0, shape="sphere", particles_counted=120)
    notebook.add_outcome(first.id, size_nm=4.5)
    notebook.add_recipe("batch 2", RECIPE.replace("1 mmol", "0.5 mL of 1 M in TOP"))
    text = write_csv(notebook)
    brought = read_table(notebook, text.encode(), ".csv")
    assert [one.name for one in brought.recipes] == ["batch, 1", "batch, 1 (2)", "batch 2"]
    assert brought.problems == []
    sizes = [[one.size_nm for one in notebook.outcomes(r.id)] for r in brought.recipes]
    assert sizes == [[4.0], [4.5], []]
    assert notebook.outcomes(brought.recipes[0].id)[0].particles_counted == 120


def test_a_recipe_file_is_taken_in_too(notebook: Notebook) -> None:
    brought = read_table(notebook, f"{RECIPE}---\n{RECIPE}".encode(), ".yaml")
    assert [one.name for one in brought.recipes] == ["CdSe", "CdSe"]


def test_what_is_no_table_brings_nothing(notebook: Notebook) -> None:
    for content, suffix in ((b"a,b\n1,2\n", ".csv"), (b"PK not a workbook", ".xlsx")):
        with pytest.raises(InputError) as told:
            read_table(notebook, content, suffix)
        assert "/" not in str(told.value.where or "").replace("table", "")
    assert notebook.search().total == 0


def test_an_empty_notebook_has_no_table(notebook: Notebook) -> None:
    with pytest.raises(InputError, match="empty"):
        write_csv(notebook)
