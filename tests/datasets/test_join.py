from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ostwald.datasets.join import join_with_papers


def _raw(rows: list[tuple[str, float, float, float, float, str | None]]) -> pd.DataFrame:
    columns = [
        "Nanocrystal Composition",
        "injection temperature/℃",
        "reaction temperature/℃",
        "reaction time/min",
        "D/nm",
        "DOI",
    ]
    return pd.DataFrame(rows, columns=columns)


def _table(rows: list[tuple[int, str, float, float, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["ID", "T2", "Temperature1", "Temperature2", "Time", "Y1"])


def test_rows_are_found_though_some_were_dropped() -> None:
    raw = _raw(
        [
            ("PbSe", 140, 140, 5, 4.87, "10.1/a"),
            ("PbSe", 160, 160, 5, 12.7, "10.1/a"),
            ("CdSe", 250, 240, 10, 3.1, "10.1/b"),
        ]
    )
    joined = join_with_papers(
        _table([(1, "PbSe", 140, 140, 5, 4.87), (2, "CdSe", 250, 240, 10, 3.1)]), raw
    )
    assert joined["raw_row"].tolist() == [0, 2]
    assert joined["doi"].tolist() == ["10.1/a", "10.1/b"]


def test_an_edge_length_is_recognised_behind_a_diameter() -> None:
    raw = _raw([("CsPbBr3", 170, 170, 1, 10.0, "10.1/c")])
    joined = join_with_papers(_table([(7, "CsPbBr3", 170, 170, 1, 11.284)]), raw)
    assert joined["raw_row"].tolist() == [0]


@pytest.mark.parametrize(("temperature", "size"), [(250.0, 10.0), (170.0, 13.0)])
def test_what_does_not_fit_stays_without_a_paper(temperature: float, size: float) -> None:
    raw = _raw([("CsPbBr3", 170, 170, 1, 10.0, "10.1/c")])
    joined = join_with_papers(_table([(7, "CsPbBr3", 170, temperature, 1, size)]), raw)
    assert joined["doi"].isna().all()


def test_the_join_agrees_with_the_data_sets_own(data_dir: Path) -> None:
    folder = data_dir / "recipes" / "gu2025"
    theirs = pd.read_csv(folder / "training_row_to_doi.csv")["doi"].fillna("")
    ours = join_with_papers(
        pd.read_csv(folder / "training_table.csv"),
        pd.read_excel(folder / "raw_recipe_dataset.xlsx"),
    )["doi"].fillna("")
    named = ours != ""
    assert named.mean() > 0.98
    assert (ours[named] == theirs[named]).mean() > 0.999
