from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostwald.cli.main import run

HEADER = "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,size_nm,shape"
ROWS = ["a,PbSe,170,10,PbO,4,14,cube", "b,PbSe,180,10,PbO,4,15,cube", "c,PbSe,190,10,PbO,4,16,"]


def _table(path: Path, rows: list[str], header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def _predict(table: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> list[dict]:
    capsys.readouterr()
    assert run(["predict", str(table), "--model", str(model), "--json", "--nearest", "0"]) == 0
    predictions: list[dict] = json.loads(capsys.readouterr().out)
    return predictions


def test_three_rows_change_what_is_predicted(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, mine = _table(tmp_path / "mine.csv", ROWS), tmp_path / "mine"
    before = _predict(table, model_folder, capsys)
    arguments = ["adapt", "--data", str(table), "--out", str(mine), "--model", str(model_folder)]
    assert run(arguments) == 0
    said = capsys.readouterr().out
    assert "Adapted to 3 recipes" in said
    assert (mine / "learning_curve.png").is_file()
    after = _predict(table, mine, capsys)
    assert abs(after[1]["size_nm"]["estimate"] - 15) < 1.5
    assert abs(before[1]["size_nm"]["estimate"] - 15) > 5
    assert after[1]["shape"]["label"] == "cube"
    assert json.loads((mine / "model.json").read_text())["about"]["own_recipes"] == 3


def test_an_adapted_model_can_be_adapted_again(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = _table(tmp_path / "one.csv", ROWS[:1])
    two = _table(tmp_path / "two.csv", ROWS[1:])
    first, second = tmp_path / "first", tmp_path / "second"
    assert (
        run(["adapt", "--data", str(one), "--out", str(first), "--model", str(model_folder)]) == 0
    )
    assert not (first / "learning_curve.png").exists()  # one experiment makes no curve
    plot = tmp_path / "curve.svg"
    arguments = ["adapt", "--data", str(two), "--out", str(second), "--model", str(first)]
    assert run([*arguments, "--plot", str(plot)]) == 0
    assert plot.is_file()
    assert json.loads((second / "model.json").read_text())["about"]["own_recipes"] == 3


def test_the_shipped_model_is_adapted_by_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, mine = _table(tmp_path / "mine.csv", ROWS), tmp_path / "mine"
    assert run(["adapt", "--data", str(table), "--out", str(mine)]) == 0
    estimate = _predict(table, mine, capsys)[1]["size_nm"]["estimate"]
    assert abs(estimate - 15) < 2


def test_contradictory_and_constant_results(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = "PbSe,180,10,PbO,4"
    widths = {}
    for name, sizes in {"constant": (9, 9, 9), "contradictory": (3, 9, 27)}.items():
        rows = [f"r{k},{same},{size},cube" for k, size in enumerate(sizes)]
        table, out = _table(tmp_path / f"{name}.csv", rows), tmp_path / name
        arguments = ["adapt", "--data", str(table), "--out", str(out), "--model", str(model_folder)]
        assert run(arguments) == 0
        lower, upper = _predict(table, out, capsys)[0]["size_nm"]["interval"]
        widths[name] = upper / lower
    assert widths["contradictory"] > 2.0 * widths["constant"] > 2.0


def test_peaks_in_place_of_sizes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = HEADER.replace("size_nm", "absorption_peak_nm") + ",reagent_2,amount_2_mmol"
    rows = [
        f"r{k},PbS,{90 + 5 * k},1,PbO,{2 + 0.2 * (k % 3)},{850 + 45 * k},,TMS2S,1"
        for k in range(10)
    ]
    table, mine = _table(tmp_path / "mine.csv", rows, header), tmp_path / "mine"
    assert run(["adapt", "--data", str(table), "--out", str(mine)]) == 0
    said = capsys.readouterr()
    assert "10 PbS sizes are from first absorption peaks" in said.err
    assert "Adapted to 10 recipes" in said.out
    assert "% less)" in said.out
    peaks = [
        p["optics"]["first_absorption_peak_nm"]["estimate"] for p in _predict(table, mine, capsys)
    ]
    assert max(abs(peak - 850 - 45 * k) for k, peak in enumerate(peaks)) < 60


def test_a_peak_that_tells_no_size_is_named_and_the_others_are_used(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = HEADER.replace("size_nm", "absorption_peak_nm")
    rows = ["a,PbSe,180,10,PbO,4,1600,", "b,PbSe,180,10,PbO,4,300,", "c,Fe3O4,180,10,PbO,4,300,"]
    arguments = ["adapt", "--data", str(_table(tmp_path / "mine.csv", rows, header))]
    arguments += ["--out", str(tmp_path / "mine"), "--model", str(model_folder)]
    assert run(arguments) == 1
    captured = capsys.readouterr()
    assert "recipe b, absorption_peak_nm" in captured.err
    assert "no sizing curve" in captured.err
    assert "Adapted to 1 recipes" in captured.out


BAD_TABLES = {
    "no outcomes": (
        ["PbSe,180,10,PbO,4"],
        "product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol",
        "size_nm",
    ),
    "blank outcomes": (["a,PbSe,180,10,PbO,4,,"], HEADER, "size_nm"),
    "a negative size": (["a,PbSe,180,10,PbO,4,-3,"], HEADER, "-3"),
    "text for a size": (["a,PbSe,180,10,PbO,4,small,"], HEADER, "small"),
    "an unknown shape": (["a,PbSe,180,10,PbO,4,8,potato"], HEADER, "potato"),
    "an unknown chemical": (["a,PbSe,180,10,unobtainium,4,8,"], HEADER, "unobtainium"),
    "no rows": ([], HEADER, ""),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_bad_table_is_one_clear_message(
    name: str, model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, header, expected = BAD_TABLES[name]
    table = _table(tmp_path / "bad.csv", rows, header)
    arguments = ["adapt", "--data", str(table), "--out", str(tmp_path / "mine")]
    assert run([*arguments, "--model", str(model_folder)]) == 2
    captured = capsys.readouterr()
    assert "bad.csv" in captured.err
    assert expected in captured.err
    assert "Traceback" not in captured.err
    assert not (tmp_path / "mine").exists()


def test_one_bad_row_does_not_stop_the_others(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = _table(tmp_path / "mine.csv", [*ROWS, "bad,PbSe,180,10,unobtainium,4,6,sphere"])
    arguments = ["adapt", "--data", str(table), "--out", str(tmp_path / "mine")]
    assert run([*arguments, "--model", str(model_folder)]) == 1
    captured = capsys.readouterr()
    assert "unobtainium" in captured.err
    assert "Adapted to 3 recipes" in captured.out


def test_a_missing_table_or_model_is_named(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = _table(tmp_path / "mine.csv", ROWS)
    out = ["--out", str(tmp_path / "mine")]
    assert run(["adapt", "--data", str(tmp_path / "none.csv"), *out]) == 2
    assert "none.csv" in capsys.readouterr().err
    assert run(["adapt", "--data", str(table), "--model", str(tmp_path / "nothing"), *out]) == 2
    assert "there is no model" in capsys.readouterr().err
