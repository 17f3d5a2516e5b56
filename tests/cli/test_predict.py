from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostwald.cli.main import run

GOOD = """
id: good
product: PbSe
reagents:
  - {name: PbO, amount: 4 mmol}
  - {name: Se, amount: 6 mmol}
  - {name: oleic acid, amount: 5 mmol}
reaction_temperature: 180 degC
reaction_time: 20 min
"""


def _changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


BAD_FILES = {
    "unknown chemical": (_changed("oleic acid", "oleic acdi"), "oleic acid"),
    "unknown element": (_changed("product: PbSe", "product: PbXx"), "Xx"),
    "broken formula": (_changed("product: PbSe", "product: Pb(Se"), "product"),
    "broken SMILES": (
        _changed("{name: oleic acid, amount", "{name: mine, smiles: 'C1CC', amount"),
        "SMILES",
    ),
    "negative amount": (_changed("4 mmol", "-4 mmol"), "amount"),
    "range": (_changed("4 mmol", "4-5 mmol"), "is not one value"),
    "amount that is no number": (_changed("4 mmol", ".nan"), "amount"),
    "absurd amount": (_changed("4 mmol", "1e9 mmol"), "amount"),
    "too cold": (_changed("180 degC", "-150 degC"), "-150"),
    "too hot": (_changed("180 degC", "900 degC"), "900"),
    "minutes for a temperature": (_changed("180 degC", "180 min"), "temperature"),
    "volume without density": (
        _changed("{name: PbO, amount: 4 mmol}", "{name: PbO, amount: 4 mL}"),
        "density",
    ),
    "no product": (_changed("product: PbSe\n", ""), "product"),
    "no reagents": ("product: PbSe\nreaction_temperature: 180\nreaction_time: 5\n", "reagents"),
    "an empty list of reagents": (
        "product: PbSe\nreagents: []\nreaction_temperature: 180\nreaction_time: 5\n",
        "reagents",
    ),
    "empty file": ("", "empty"),
    "not YAML": ("product: [PbSe\n  - }", "YAML"),
    "YAML that runs code": ("!!python/object/apply:os.system ['echo run > ran.txt']", "tag"),
    "binary": (b"\x00\x01\x02\xff" * 100, ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_clear_message(
    name: str,
    model_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    content, expected = BAD_FILES[name]
    file = tmp_path / "bad.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(["predict", str(file), "--model", str(model_folder)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "bad.yaml" in captured.err
    assert expected in captured.err
    assert "Traceback" not in captured.err
    assert not (tmp_path / "ran.txt").exists()


def test_a_huge_file_is_refused_before_it_is_read(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as handle:
        handle.truncate(51 * 1024 * 1024)
    assert run(["predict", str(file), "--model", str(model_folder)]) == 2
    assert "MB" in capsys.readouterr().err


def test_duplicate_ids(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text(f"{GOOD}---{GOOD}")
    assert run(["predict", str(file), "--model", str(model_folder), "--json"]) in (1, 2)
    assert "good" in capsys.readouterr().err


def test_a_missing_file(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["predict", str(tmp_path / "none.yaml"), "--model", str(model_folder)]) == 2
    assert "none.yaml" in capsys.readouterr().err


def test_a_bad_file_does_not_stop_the_others(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD)
    bad.write_text("")
    arguments = ["predict", str(bad), str(good), "--model", str(model_folder), "--json"]
    assert run(arguments) == 1
    captured = capsys.readouterr()
    assert [entry["id"] for entry in json.loads(captured.out)] == ["good"]
    assert "bad.yaml" in captured.err


def test_one_bad_row_in_a_thousand(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol"
    rows = [f"r{k},PbSe,180,10,PbO,{'-1' if k == 500 else '4'}" for k in range(1000)]
    file = tmp_path / "table.csv"
    file.write_text("\n".join([header, *rows]) + "\n")
    assert run(["predict", str(file), "--model", str(model_folder), "--json"]) == 1
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)) == 999
    assert "row 502" in captured.err  # as a spreadsheet counts: the header is row 1


def test_a_table_with_missing_columns(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "table.csv"
    file.write_text("product,reagent_1,amount_1_mmol\nPbSe,PbO,4\n")
    assert run(["predict", str(file), "--model", str(model_folder)]) == 2
    error = capsys.readouterr().err
    assert "reaction_temperature_c" in error
    assert "reaction_time_min" in error


def test_a_new_chemical_with_smiles_is_taken_with_a_warning(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new.yaml"
    file.write_text(
        _changed("{name: oleic acid, amount", "{name: mine, smiles: CCCCCC(F)CCCN, amount")
    )
    assert run(["predict", str(file), "--model", str(model_folder), "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["warnings"]


def test_json_goes_to_the_screen_and_to_the_file(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "good.yaml", tmp_path / "deep" / "out.json"
    file.write_text(GOOD)
    arguments = ["predict", str(file), "--model", str(model_folder), "--json", "--out", str(out)]
    assert run(arguments) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(out.read_text())
    assert printed[0]["size_nm"]["coverage"] == 0.9


def test_the_table_is_readable(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(GOOD)
    assert run(["predict", str(file), "--model", str(model_folder)]) == 0
    shown = capsys.readouterr().out
    for expected in ("good", "PbSe", "90 %", "cube"):
        assert expected in shown


def test_a_picture_is_drawn(model_folder: Path, tmp_path: Path) -> None:
    file, plot = tmp_path / "good.yaml", tmp_path / "plot.svg"
    file.write_text(GOOD)
    assert run(["predict", str(file), "--model", str(model_folder), "--plot", str(plot)]) == 0
    assert plot.read_text().lstrip().startswith("<?xml")
