"""What two variants have differently."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.differences import differing_fields, missing_here
from ostwald.app.pages.recipe.draft import Row
from ostwald.app.pages.recipe.example import example
from ostwald.app.pages.recipe.reading import read_draft


def test_only_what_differs_is_marked_with_how_the_other_has_it() -> None:
    draft = example()
    rows = (draft.rows[0], replace(draft.rows[1], name="OA", amount="9 mmol"), *draft.rows[2:])
    other = replace(
        draft,
        rows=(*rows, Row("new", "water", "1 mL")),
        conditions={**draft.conditions, "reaction_time": "5 min"},
    )
    one, two = read_draft(draft), read_draft(other)
    assert differing_fields(one, two, "B") == {"row r1": "B: 9 mmol", "reaction_time": "B: 5 min"}
    assert differing_fields(two, one, "A") == {
        "row r1": "A: 8 mmol",
        "row new": "not in A",
        "reaction_time": "A: 4 min",
    }
    assert missing_here(one, two) == ["water, 1 mL"]
