from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from models_for_tests import ConstantModel, small_split
from ostwald.evaluation.report import COLUMNS, plain, write
from ostwald.evaluation.runner import evaluate

FIRST_COLUMNS = (
    "row_id",
    "doi",
    "product",
    "fold",
    "true_size_nm",
    "predicted_size_nm",
    "lower_nm",
    "upper_nm",
    "true_shape",
    "predicted_shape",
)


def test_what_is_written(tmp_path: Path) -> None:
    evaluation = evaluate(small_split(), ConstantModel, model_name="constant", seed=4)
    write(evaluation, tmp_path, "the command")
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["format_version"] == 1
    assert (summary["protocol"], summary["model"], summary["n"]) == ("small", "constant", 4)
    assert (summary["seed"], summary["command"]) == (4, "the command")
    assert summary["papers"]["n"] == 2
    lower, upper = summary["papers"]["mae_ci95_nm"]
    assert lower <= summary["size"]["mae_nm"] <= upper
    assert summary["not_pbse"] is None
    with (tmp_path / "predictions.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["row_id"] for row in rows] == ["10", "11", "12", "13"]
    assert {row["in_domain"] for row in rows} <= {"0", "1"}
    for plot in ("parity.png", "reliability.png"):
        assert (tmp_path / plot).stat().st_size > 1000


def test_the_agreed_columns_come_first() -> None:
    assert COLUMNS[: len(FIRST_COLUMNS)] == FIRST_COLUMNS


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_lacks_is_null(number: float) -> None:
    assert plain({"a": [1.5, number], "b": "x"}) == {"a": [1.5, None], "b": "x"}
