"""A draft is understood field by field, whatever else is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.draft import Draft, Row
from ostwald.app.pages.recipe.example import example
from ostwald.app.pages.recipe.reading import read_draft
from ostwald.app.pages.recipe.telling import offers, tell


def with_row(row: Row) -> Draft:
    draft = example()
    return replace(draft, rows=(*draft.rows, row))


def test_a_complete_draft_is_a_recipe_with_a_line_for_every_row() -> None:
    reading = read_draft(example())
    assert reading.problems == []
    assert reading.resolved is not None
    assert set(reading.lines) == {row.key for row in example().rows}


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (Row("x", "Sx", "1 mmol"), "row x name", "Unknown chemical"),
        (Row("x", "oleic acid", "1 foo"), "row x amount", "foo"),
        (Row("x", "oleic acid", ""), "row x amount", "How much"),
        (Row("x", "", "1 mmol"), "row x name", "Name the chemical"),
        (Row("x", "oleylamine", "2 equiv to Zn"), "row x amount", "Zn"),
        (Row("x", "my ligand", "1 g", smiles="CC("), "row x name", "SMILES"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_still_understood(row, field, words) -> None:
    reading = read_draft(with_row(row))
    assert any(words in one.text for one in reading.problems if one.field == field), (
        reading.problems
    )
    assert reading.resolved is None
    assert {row.key for row in example().rows} <= set(reading.lines)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("reaction_temperature", "900", "above 500"),
        ("reaction_time", "soon", "does not begin with a number"),
        ("reaction_time", "", "For how long"),
        ("heating_rate", "-5", "negative"),
        ("pH", "99", "pH"),
        ("pressure", "high", "pressure"),
    ],
)
def test_a_wrong_condition_is_told_beside_it(field, text, words) -> None:
    draft = example()
    reading = read_draft(replace(draft, conditions={**draft.conditions, field: text}))
    assert any(words in one.text for one in reading.problems if one.field == field), (
        reading.problems
    )


def test_a_field_that_is_not_filled_in_yet_is_asked_for_and_not_called_wrong() -> None:
    reading = read_draft(Draft())
    assert reading.is_empty
    assert all(one.is_blank for one in reading.problems)
    assert tell(reading, 1, set())["fields"]["product"]["problems"] == []


def test_a_contradiction_with_the_procedure_is_told() -> None:
    reading = read_draft(replace(example(), procedure="heat: 300 degC, hold: 5 min"))
    assert reading.problems
    assert reading.resolved is None


def test_steps_stand_in_for_conditions_that_are_left_out() -> None:
    draft = replace(
        example(), conditions={}, procedure="heat: 170 degC\nadd: [Se], at: 170 degC\nhold: 4 min"
    )
    reading = read_draft(draft)
    assert reading.problems == []
    assert reading.resolved is not None
    assert reading.resolved.reaction_time_min == 4


def test_a_row_of_none_is_said_to_be_left_out() -> None:
    reading = read_draft(with_row(Row("x", "oleylamine", "0 mL")))
    said = tell(reading, 1, set())
    assert "left out: its amount is zero" in said["rows"]["x"]["notes"]


def test_structures_are_sent_once() -> None:
    sent: set[str] = set()
    first = tell(read_draft(example()), 1, sent)
    second = tell(read_draft(example()), 2, sent)
    assert len(first["structures"]) == 2
    assert second["structures"] == {}
    assert second["rows"]["r1"]["structure"] in first["structures"]


def test_the_beginning_of_a_name_is_not_called_wrong() -> None:
    reading = read_draft(with_row(Row("x", "trioctylpho", "1 mmol")))
    assert [one.is_blank for one in reading.problems] == [True]
    assert reading.resolved is None


def test_a_flag_stands_beside_what_it_concerns() -> None:
    draft = example()
    hot = read_draft(
        replace(draft, conditions={**draft.conditions, "reaction_temperature": "420 °C"})
    )
    flags = tell(hot, 1, set())["fields"]["reaction_temperature"]["flags"]
    assert any("boils" in one["text"] for one in flags)
    without = read_draft(replace(draft, rows=draft.rows[:3]))
    flags = tell(without, 1, set())["fields"]["product"]["flags"]
    assert flags[0]["word"] == "Impossible:"


def test_names_with_markup_stay_text() -> None:
    reading = read_draft(with_row(Row("x", "<script>alert(1)</script>", "1 mmol")))
    said = tell(reading, 1, set())
    assert "<script>" in said["rows"]["x"]["problems"]["name"][0]
    assert not any("script" in drawing for drawing in said["structures"].values())


def test_a_name_that_stands_by_itself_is_known_to_the_completions() -> None:
    assert offers("row x", "oleic acid")["known"]
    assert not offers("row x", "olei")["known"]
    assert offers("product", "CdSe")["known"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_reading(product, name, amount, time) -> None:
    draft = Draft(
        product=product,
        rows=(Row("a", name, amount), Row("b", "oleic acid", "2 mmol")),
        conditions={"reaction_time": time, "reaction_temperature": time},
        procedure=amount,
    )
    reading = read_draft(draft)
    assert tell(reading, 1, set())["rows"]
    assert reading.problems or reading.resolved is not None
