from __future__ import annotations

import csv
import json
from pathlib import Path

from models_for_tests import few_shot_task
from ostwald.evaluation.few_shot import evaluate_few_shot
from ostwald.evaluation.few_shot_report import write_few_shot
from ostwald.models.baselines.median import MedianModel


def test_what_is_written(tmp_path: Path) -> None:
    evaluation = evaluate_few_shot(few_shot_task(), MedianModel, model_name="median", seed=0)
    write_few_shot(evaluation, tmp_path, "the command")
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert {"protocol", "model", "n", "size", "shape", "interval", "seed", "commit", "command"} <= (
        set(summary)
    )
    assert summary["revealed"] == 3
    assert [entry["revealed"] for entry in summary["fewshot"]["curve"]] == [1, 3]
    with (tmp_path / "predictions.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(evaluation.rows)
    assert summary["n"] == sum(row["revealed"] == "3" for row in rows)
    assert {"row_id", "draw", "zero_shot_nm", "median_of_revealed_nm", "shifted_nm"} <= set(rows[0])
    assert float(rows[0]["zero_shot_nm"]) == 6.0
    assert (tmp_path / "learning_curve.png").stat().st_size > 1000
