from __future__ import annotations

from ostwald.chemistry.resolved_table import resolve_all
from recipes_for_tests import reagents, recipe


def test_a_recipe_that_cannot_be_resolved_stops_no_other() -> None:
    good = recipe()
    bad = recipe(id="x", reagents=reagents(("no such thing", "1 mmol")))
    table = resolve_all([bad, good, good], "lab.csv")
    assert table.rows == [1, 2]
    assert len(table.recipes) == 2
    (problem,) = table.problems
    assert str(problem).startswith("lab.csv, recipe x")
