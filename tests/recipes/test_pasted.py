"""Lines pasted from a spreadsheet or a paper."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError, SeveralInputError
from ostwald.recipes.pasted import is_recipe_table, read_pasted_reagents
from ostwald.recipes.table_reader import parse_recipe_table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PbO\t4 mmol\noleic acid\t8 mmol", [("PbO", "4 mmol"), ("oleic acid", "8 mmol")]),
        ("PbO\t4\tmmol", [("PbO", "4 mmol")]),
        ("Reagent\tAmount (mg)\nPbO\t893\nSe\t20", [("PbO", "893 mg"), ("Se", "20 mg")]),
        ("name,amount_mmol\nPbO,4", [("PbO", "4 mmol")]),
        ("4 mmol\tPbO", [("PbO", "4 mmol")]),
        ("1,2-hexadecanediol, 3 mmol", [("1,2-hexadecanediol", "3 mmol")]),
        ('"1,2-hexadecanediol",3 mmol', [("1,2-hexadecanediol", "3 mmol")]),
        ("PbO; 4 mmol", [("PbO", "4 mmol")]),
        ("oleic acid 8 mmol", [("oleic acid", "8 mmol")]),
        ("8 mmol oleic acid", [("oleic acid", "8 mmol")]),
        ("Se\t2 mL of 1 M in TOP", [("Se", "2 mL of 1 M in TOP")]),
        ("\n\nPbO\t4\n\n", [("PbO", "4")]),
    ],
)
def test_lines_of_name_and_amount_are_read_however_they_are_set_apart(text, expected) -> None:
    assert read_pasted_reagents(text) == expected


def test_every_line_that_is_no_chemical_with_an_amount_is_named() -> None:
    with pytest.raises(SeveralInputError) as raised:
        read_pasted_reagents("PbO\t4 mmol\nfoo\nbar\tbaz")
    assert [error.where for error in raised.value.errors] == ["line 2", "line 3"]


@pytest.mark.parametrize("text", ["", "\n \n", "name\tamount"])
def test_nothing_is_refused_in_words(text) -> None:
    with pytest.raises(InputError):
        read_pasted_reagents(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text) -> None:
    with contextlib.suppress(InputError):
        assert all(name and amount for name, amount in read_pasted_reagents(text))


def test_a_recipe_table_is_told_by_its_columns_and_read_from_text() -> None:
    text = (
        "id\tproduct\treaction_temperature_c\treaction_time_min\treagent_1\tamount_1_mmol\n"
        "a\tPbSe\t140\t4\tPbO\t4\n"
        "b\tPbSe\t\t4\tPbO\t4\n"
    )
    assert is_recipe_table(text)
    assert not is_recipe_table("PbO\t4 mmol")
    table = parse_recipe_table(text)
    assert [recipe.id for recipe in table.recipes] == ["a"]
    assert "table, row 3" in str(table.problems[0])
