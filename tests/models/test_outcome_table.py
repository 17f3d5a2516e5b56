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


def test_a_peak_stands_in_for_a_size(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_text(
        HEADER.replace("size_nm", "absorption_peak_nm")
        + "a,PbSe,180,20,PbO,4,1600,,\n"
        + "b,PbSe,180,20,PbO,4,600,,\n"
    )
    table = read_outcomes(path)
    assert [recipe.id for recipe in table.recipes] == ["a"]
    assert table.outcomes.size_nm[0] == pytest.approx(5.314, abs=0.001)
    assert table.outcomes.size_error[0] == pytest.approx(0.05)
    assert "recipe b, absorption_peak_nm" in str(table.problems[0])
    assert "1 PbSe size is from first absorption peaks" in table.remarks[0]


def test_published_rows_known_by_their_peak_are_learnt_from(data_dir: Path) -> None:
    table = read_outcomes(data_dir)
    from_peaks = table.outcomes.size_error > 0
    assert from_peaks.sum() > 40
    assert {
        recipe.product.formula for recipe, of in zip(table.recipes, from_peaks, strict=True) if of
    } == {"InP"}
    assert table.outcomes.size_nm[from_peaks].max() < 4.0
    assert "rows are left out, as their peak tells no size" in table.remarks[-1]
