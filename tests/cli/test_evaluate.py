from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ostwald.cli.main import run


def test_median_under_the_published_protocol(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    out = tmp_path / "median"
    arguments = ["evaluate", "--protocol", "published", "--model", "median", "--out", str(out)]
    assert run(arguments) == 0
    summary = json.loads((out / "summary.json").read_text())
    assert {"protocol", "model", "n", "size", "shape", "interval", "seed", "commit", "command"} <= (
        set(summary)
    )
    assert summary["n"] == 617
    assert summary["shape"]["accuracy"] == pytest.approx(0.65, abs=0.02)  # the majority class
    assert 3.0 < summary["size"]["mae_nm"] < 4.0
    assert summary["published_model"]["mae_difference"]["lower_nm"] > 0  # far worse than theirs
    with (out / "predictions.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 617
    assert list(rows[0])[:10] == [
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
    ]


@pytest.mark.parametrize(
    ("protocol", "model", "expected"),
    [("published", "oracle", "oracle"), ("magic", "median", "magic")],
)
def test_unknown_names(
    protocol: str,
    model: str,
    expected: str,
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    arguments = ["evaluate", "--protocol", protocol, "--model", model, "--out", str(tmp_path)]
    assert run(arguments) == 2
    assert expected in capsys.readouterr().err


def test_without_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    arguments = ["evaluate", "--protocol", "published", "--model", "median", "--out", str(tmp_path)]
    assert run(arguments) == 2
    assert "ostwald data fetch" in capsys.readouterr().err
