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
    [
        ("published", "oracle", "oracle"),
        ("magic", "median", "magic"),
        ("all", "oracle", "oracle"),
        ("fewshot", "oracle", "oracle"),
    ],
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


def test_a_protocol_without_its_data_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ostwald.evaluation import suite

    def ran(protocol: str, *_: object, **__: object) -> dict[str, object]:
        if protocol == "nanoeql":
            return suite.make_split(protocol, tmp_path)  # type: ignore[return-value]
        size = {"mae_nm": 1.0, "r2": 0.5}
        shape = {"accuracy": 0.5, "balanced_accuracy": 0.5}
        return {"protocol": protocol, "model": "median", "n": 3, "size": size, "shape": shape}

    (tmp_path / "recipes" / "gu2025").mkdir(parents=True)
    (tmp_path / "recipes" / "gu2025" / "training_table.csv").touch()
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    monkeypatch.setattr(suite, "run_protocol", ran)
    monkeypatch.setattr("ostwald.cli.evaluation_table.print_side_by_side", lambda summaries: None)
    arguments = ["evaluate", "--protocol", "all", "--model", "median", "--out", str(tmp_path / "o")]
    assert run(arguments) == 1
    said = capsys.readouterr()
    assert "fewshot median" in said.out
    assert "Nanocrystal-Equation-Learner" in said.err


def test_several_models_end_in_a_table_that_can_be_printed_again(
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    out = tmp_path / "composition4"
    arguments = ["evaluate", "--protocol", "composition4", "--model", "median", "--out"]
    assert run([*arguments, str(out / "median")]) == 0
    said = capsys.readouterr().out
    assert "of the paper's four" in said
    assert run(["evaluate", "--protocol", "composition4", "--report", "--out", str(tmp_path)]) == 0
    table = capsys.readouterr().out
    assert "composition (the paper's 4)" in table
    assert "2.33" in table
    assert "…" not in table  # nothing is cut short


def test_a_report_of_nothing_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "--protocol", "all", "--report", "--out", str(tmp_path)]) == 2
    assert "without --report" in capsys.readouterr().err


def test_an_unknown_adaptation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["evaluate", "--protocol", "fewshot", "--model", "median", "--adapt", "magic"]
    assert run([*arguments, "--out", str(tmp_path)]) == 2
    assert "conditioned, shifted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("n_trees", "no setting"), ("=3", "no setting"), ("leaves=3", "no parameter")],
)
def test_wrong_settings_are_refused(
    setting: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--protocol", "published", "--model", "median", "--out", str(tmp_path)]
    assert run([*arguments, "--set", setting]) == 2
    assert expected in capsys.readouterr().err


def test_settings_reach_the_model_and_the_summary(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    arguments = ["evaluate", "--protocol", "nanoeql", "--model", "decision_tree"]
    assert run([*arguments, "--set", "min_samples_leaf=50", "--out", str(tmp_path)]) == 0
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["settings"] == {"min_samples_leaf": 50}
    assert "--set min_samples_leaf=50" in summary["command"]
