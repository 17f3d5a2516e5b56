from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from benchmarks import iron_oxides
from ostwald.evaluation.protocols import Fold, Split
from ostwald.models.baselines.median import MedianModel
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe

PARTS = ("summary", "papers", "knowledge")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return iron_oxides


def tiny_split(script: ModuleType) -> Split:
    """Four rows of the swept paper and four of another, one fold each."""
    recipes, outcomes = [], []
    for k in range(8):
        data: dict[str, Any] = {**script.SWEPT, "reaction_temperature_c": 300.0 + 5 * k}
        recipes.append(Recipe.model_validate(data))
        doi = script.SWEPT_PAPER if k < 4 else "10.1/other"
        outcomes.append(Outcome(size_nm=10.0 + k, shape="sphere", doi=doi))
    rows = np.arange(8)
    return Split(
        protocol="iron_oxides",
        recipes=recipes,
        outcomes=outcomes,
        row_ids=rows.tolist(),
        folds=[Fold(rows[4:], rows[:4]), Fold(rows[:4], rows[4:])],
        fold_names=(script.SWEPT_PAPER, "10.1/other"),
    )


def test_the_page_has_the_markers_that_the_script_fills(script: ModuleType) -> None:
    page = script.PAGE.read_text(encoding="utf-8")
    for name in PARTS:
        assert page.count(f"<!-- begin {name} -->\n") == page.count(f"<!-- end {name} -->") == 1
    for image in re.findall(r"\]\((images/[^)]+)\)", page):
        assert (script.PAGE.parent / image).is_file(), image


def test_filling_is_repeatable_and_misses_no_marker(script: ModuleType) -> None:
    page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb"
    filled = script.fill(page, {"x": "new"})
    assert filled == "a\n<!-- begin x -->\nnew\n<!-- end x -->\nb"
    assert script.fill(filled, {"x": "new"}) == filled
    with pytest.raises(SystemExit, match="no markers for y"):
        script.fill(page, {"y": "z"})


def test_from_rows_to_text_and_figures(script: ModuleType, tmp_path: Path) -> None:
    split = tiny_split(script)
    left_out = script.leave_papers_out(split, MedianModel, "median")
    assert [row.row_id for row in left_out.evaluation.rows] == list(range(8))
    # The median of the other paper, each time.
    first, last = left_out.evaluation.rows[0], left_out.evaluation.rows[-1]
    assert first.predicted_size_nm == pytest.approx(np.sqrt(15.0 * 16.0), rel=1e-3)
    assert last.predicted_size_nm == pytest.approx(np.sqrt(11.0 * 12.0), rel=1e-3)
    measured = script.measured_series(split)
    assert [t for _, t, _ in measured] == [300.0, 305.0, 310.0, 315.0]
    sweeps = script.make_sweeps(left_out, MedianModel, measured)
    assert sweeps["temperature"]["measured_nm_per_c"] == pytest.approx(0.2)
    assert sweeps["temperature"]["unseen_nm_per_c"] == pytest.approx(0.0, abs=1e-9)
    assert len(sweeps["acid"]["seen"]) == len(script.OLEIC_ACID_MMOL)
    table = script.papers_table(left_out)
    assert table.count("\n") == 3
    assert "| Fe3O4 | 4 | 10 to 13 |" in table
    assert "8 rows of 2 papers" in script.summary_text(left_out, "median")
    assert "+0.20 nm a degree" in script.knowledge_text(left_out, sweeps)
    script.plot_parity(left_out, tmp_path / "parity.png")
    script.plot_sweeps(sweeps, tmp_path / "sweeps.png")
    assert (tmp_path / "parity.png").stat().st_size > 5000
    assert (tmp_path / "sweeps.png").stat().st_size > 5000


def test_only_oleic_acid_is_swept(script: ModuleType) -> None:
    changes = script.acid_changes(script.SWEPT)
    assert changes[0]["reagents"][3]["amount"] == "0.5 mmol"
    assert all(c["reagents"][:3] == script.SWEPT["reagents"][:3] for c in changes)


def test_all_iron_oxides_of_the_table_one_fold_a_paper(script: ModuleType, data_dir: Path) -> None:
    split = script.iron_split(data_dir)
    tested = np.concatenate([fold.test for fold in split.folds])
    assert len(tested) == len(set(tested.tolist())) == 55
    assert len(split.folds) == 10
    for name, fold in zip(split.fold_names, split.folds, strict=True):
        assert name not in {(split.outcomes[k].doi or "").lower() for k in fold.train}
