from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from ostwald.cli.main import run
from ostwald.models import registry

HEADER = "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,size_nm,shape"


def _table(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


ROWS = [f"r{k},PbSe,{150 + k},10,PbO,4,{5 + k / 10},sphere" for k in range(12)]


def test_train_then_predict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path / "mine.csv", ROWS)
    model = tmp_path / "model"
    assert run(["train", "--data", str(table), "--out", str(model), "--model", "median"]) == 0
    capsys.readouterr()
    assert run(["predict", str(table), "--model", str(model), "--json"]) == 0
    predictions = json.loads(capsys.readouterr().out)
    assert len(predictions) == 12
    assert predictions[0]["size_nm"]["estimate"] == pytest.approx(5.5, abs=0.11)


def test_the_model_that_ships_is_fitted_where_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = _table(tmp_path / "mine.csv", ROWS)
    assert run(["train", "--data", str(table), "--out", str(tmp_path / "m")]) == 0
    written = json.loads((tmp_path / "m" / "model.json").read_text())["model"]
    assert written["kind"] == "process"
    capsys.readouterr()
    assert run(["predict", str(table), "--model", str(tmp_path / "m"), "--json"]) == 0
    predictions = json.loads(capsys.readouterr().out)
    assert predictions[3]["size_nm"]["estimate"] == pytest.approx(5.3, abs=0.3)
    assert predictions[3]["shape"]["likely"]


def test_a_bad_row_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path / "mine.csv", [*ROWS, "bad,PbSe,180,10,unobtainium,4,6,sphere"])
    model = tmp_path / "model"
    assert run(["train", "--data", str(table), "--out", str(model), "--model", "median"]) == 1
    assert "unobtainium" in capsys.readouterr().err
    assert (model / "model.json").is_file()


def test_a_table_without_outcomes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol\n"
        "PbSe,180,10,PbO,4\n"
    )
    arguments = ["train", "--data", str(table), "--out", str(tmp_path / "m"), "--model", "median"]
    assert run(arguments) == 2
    assert "size_nm" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def test_an_unknown_model_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path / "mine.csv", ROWS)
    arguments = ["train", "--data", str(table), "--out", str(tmp_path / "m"), "--model", "oracle"]
    assert run(arguments) == 2
    assert "oracle" in capsys.readouterr().err


@pytest.mark.torch
def test_the_deep_model_trains_and_goes_on_after_being_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ostwald.models.deep.fitting import Fitting
    from ostwald.models.deep.transformer import TransformerModel

    # One small network shows it as well as three of the usual size.
    small = partial(TransformerModel, members=1, epochs=6, pretraining_epochs=2, width=16)
    monkeypatch.setattr(registry, "make_model", lambda name, seed: small(seed=seed))
    table = _table(tmp_path / "mine.csv", ROWS)
    model = tmp_path / "model"
    arguments = ["train", "--data", str(table), "--out", str(model), "--model", "transformer"]
    run_epoch = Fitting._run_epoch

    def killed(self: Fitting) -> dict[str, float]:
        if self.epoch == 5:
            raise KeyboardInterrupt
        return run_epoch(self)

    monkeypatch.setattr(Fitting, "_run_epoch", killed)
    assert run(arguments) == 130
    assert not (model / "model.json").exists()
    monkeypatch.setattr(Fitting, "_run_epoch", run_epoch)
    assert run(arguments) == 0
    assert "Going on" in capsys.readouterr().err
    assert not (model / ".training").exists()
    assert (model / "training.png").is_file()
    first_epochs = (model / "training.csv").read_text().splitlines()
    epochs = [int(line.split(",")[1]) for line in first_epochs[1:]]
    assert epochs == [1, 2, 3, 4, 5, 6, 7, 8]  # nothing was trained twice
    assert run(["predict", str(table), "--model", str(model), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 12
