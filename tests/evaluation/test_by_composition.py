from __future__ import annotations

import pytest

from ostwald.evaluation.predicted import Evaluation, PredictedRow
from ostwald.evaluation.size_metrics import PUBLISHED_MAE_NM, composition_metrics


def row(fold: int, true_nm: float, predicted_nm: float) -> PredictedRow:
    return PredictedRow(
        row_id=0,
        doi=None,
        product="X",
        fold=fold,
        true_size_nm=true_nm,
        predicted_size_nm=predicted_nm,
        lower_nm=1.0,
        upper_nm=9.0,
        true_shape=None,
        predicted_shape="sphere",
    )


def test_each_composition_counts_once_however_many_rows_it_has() -> None:
    rows = [row(0, 5.0, 6.0), row(0, 7.0, 8.0), row(0, 9.0, 10.0), row(1, 5.0, 8.0)]
    metrics = composition_metrics(Evaluation("composition", "m", 0, rows, ("Au", "CdSe")))
    assert metrics["compositions"] == 2
    assert metrics["by_composition"]["Au"]["mae_nm"] == pytest.approx(1.0)
    assert metrics["by_composition"]["Au"]["own_median_mae_nm"] == pytest.approx(4 / 3)
    assert metrics["mean_mae_nm"] == pytest.approx(2.0)
    assert "papers_four" not in metrics


def test_the_papers_four_stand_beside_its_own_figures() -> None:
    names = ("Cd", *PUBLISHED_MAE_NM)
    rows = [row(number, 5.0, 5.0 + number) for number in range(len(names))]
    four = composition_metrics(Evaluation("composition", "m", 0, rows, names))["papers_four"]
    assert four["mae_nm"] == pytest.approx({"PbSe": 1, "Ag2S": 2, "Ni": 3, "Cs2NaBiCl6": 4})
    assert four["mean_mae_nm"] == pytest.approx(2.5)
    assert four["published_mean_mae_nm"] == pytest.approx(2.3325)
