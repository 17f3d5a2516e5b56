from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.models.outcome_table import read_outcomes

HEADER = (
    "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,"
    "size_nm,shape,size_measure\n"
)


def test_usable_rows_and_problems_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_text(
        HEADER
        + "a,PbSe,180,20,PbO,4,10,cube,edge length\n"
        + "b,PbSe,180,20,no such thing,4,10,cube,\n"
        + "c,PbSe,180,20,PbO,4,10,,edge length\n"
        + "d,PbSe,180,20,PbO,4,6,,\n"
    )
    table = read_outcomes(path)
    assert [recipe.id for recipe in table.recipes] == ["a", "d"]
    assert table.outcomes.size_nm == pytest.approx([11.284, 6.0], abs=1e-3)
    assert [str(problem).split(":")[0] for problem in table.problems] == [
        f"{path}, row 4",
        f'{path}, recipe b, reagent 1, "no such thing"',
    ]
