from __future__ import annotations

import pytest

from ostwald.evaluation.few_shot import FewShotEvaluation, FewShotRow
from ostwald.evaluation.few_shot_metrics import few_shot_metrics


def row(paper: str, revealed: int, true_nm: float, adapted: float, before: float) -> FewShotRow:
    return FewShotRow(
        row_id=0,
        doi=paper,
        product="Au",
        fold=0,
        paper=paper,
        revealed=revealed,
        draw=0,
        true_size_nm=true_nm,
        predicted_size_nm=adapted,
        lower_nm=adapted / 2,
        upper_nm=adapted * 2,
        true_shape="sphere",
        predicted_shape="sphere",
        zero_shot_shape="cube",
        sizes_nm={"zero_shot": before, "median_of_revealed": true_nm},
    )


def test_papers_count_alike_however_many_rows_they_have() -> None:
    rows = [row("a", 1, 10.0, 9.0, 8.0)] * 9 + [row("b", 1, 10.0, 9.0, 4.0)]
    (entry,) = few_shot_metrics(FewShotEvaluation("fewshot", "m", 0, "fake", rows))["curve"]
    assert (entry["papers"], entry["rows"]) == (2, 10)
    assert entry["methods"]["zero_shot"]["mae_nm"] == pytest.approx(4.0)
    assert entry["methods"]["adapted"]["mae_nm"] == pytest.approx(1.0)
    assert entry["methods"]["adapted"]["cut"] == pytest.approx(0.75)
    assert entry["methods"]["adapted"]["mean_of_paper_cuts"] == pytest.approx((0.5 + 5 / 6) / 2)
    lower, upper = entry["methods"]["adapted"]["cut_ci95"]
    assert lower == pytest.approx(0.5)
    assert upper == pytest.approx(5 / 6)
    assert entry["methods"]["zero_shot"]["cut"] == 0.0
    assert entry["methods"]["median_of_revealed"]["cut"] == 1.0
    assert entry["shape"]["accuracy"] == 1.0
    assert entry["zero_shot_shape"]["accuracy"] == 0.0
    assert entry["interval"]["coverage"] == 1.0


def test_the_curve_of_the_largest_papers_keeps_the_papers_fixed() -> None:
    rows = [row("a", 1, 10.0, 9.0, 8.0), row("b", 1, 10.0, 9.0, 4.0), row("a", 3, 10.0, 9.5, 8.0)]
    metrics = few_shot_metrics(FewShotEvaluation("fewshot", "m", 0, "fake", rows))
    assert [entry["papers"] for entry in metrics["curve"]] == [2, 1]
    assert [entry["papers"] for entry in metrics["curve_of_largest_papers"]] == [1, 1]
    before = [e["methods"]["zero_shot"]["mae_nm"] for e in metrics["curve_of_largest_papers"]]
    assert before == pytest.approx([2.0, 2.0])
