from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostwald.cli.main import run

RECIPE = """\
id: stock
product: PbSe
reagents:
  - {name: PbO, amount: 1 mmol}
  - {name: TOPSe, amount: 2 mL of 1 M in TOP}
  - {name: "oleic acid, 90 %", amount: 2.5 equiv to Pb}
  - {name: ODE, amount: 10 mL}
reaction_temperature: 160 degC
reaction_time: 5 min
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "r.yaml"
    path.write_text(RECIPE)
    return path


def test_the_json_says_what_was_understood(
    recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(recipe), "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert record["format_version"] == 1
    assert record["product"]["formula"] == "PbSe"
    names = [line["name"] for line in record["reagents"]]
    assert names[:4] == [
        "lead(II) oxide",
        "trioctylphosphine selenide",
        "oleic acid",
        "1-octadecene",
    ]
    assert names[4] == "trioctylphosphine"
    assert record["reagents"][1]["given"] == "TOPSe, 2 mL of 1 M in TOP"
    assert [line["amount_mmol"] for line in record["reagents"][:3]] == [1, 2, 2.5]
    assert record["conditions"]["injection_temperature_c"] == 160
    assert "hot injection at 160 degC" in record["assumptions"]
    assert record["totals"]["limiting"] == "lead(II) oxide"
    assert record["totals"]["theoretical_yield_mg"] == pytest.approx(286, abs=1)
    assert {"name": "lead(II) oleate", "amount_mmol": 1} in record["flask"]
    assert record["flags"] == []


def test_the_table_breaks_no_word_and_shows_stock_and_assumption(
    recipe: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["check", str(recipe)]) == 0
    out = capsys.readouterr().out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "solvent of TOPSe" in out
    assert "hot injection at 160 degC" in out


def test_an_impossible_flask_is_flagged_with_its_reason(
    recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe.write_text(RECIPE.replace("ODE, amount: 10 mL", "hexane, amount: 10 mL"))
    assert run(["check", str(recipe)]) == 0
    assert "impossible:" in capsys.readouterr().out


def test_everything_wrong_is_told_at_once_and_the_rest_is_checked(
    recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = (
        RECIPE.replace("id: stock", "id: bad").replace("PbO", "PbQ7z").replace("ODE", "octadeceen")
    )
    recipe.write_text(RECIPE + "---\n" + bad)
    assert run(["check", str(recipe)]) == 1
    captured = capsys.readouterr()
    assert "stock: PbSe" in captured.out
    assert "PbQ7z" in captured.err
    assert "octadeceen" in captured.err
    assert "Traceback" not in captured.err
    recipe.write_text(bad)
    assert run(["check", str(recipe)]) == 2


def test_structures_are_drawn(recipe: Path, tmp_path: Path) -> None:
    assert run(["check", str(recipe), "--draw", str(tmp_path / "d.png")]) == 0
    assert (tmp_path / "d.png").read_bytes().startswith(b"\x89PNG")
    assert run(["check", str(recipe), "--draw", str(tmp_path / "d.svg")]) == 0
    assert "<svg" in (tmp_path / "d.svg").read_text()
    assert run(["check", str(recipe), "--draw", str(tmp_path / "d.doc")]) == 2


def test_a_sheet_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "notes"
    book.active.append(["nothing", "here"])
    book.active.append(["1", "2"])
    sheet = book.create_sheet("Runs")
    sheet.append(
        ["product", "reaction_temperature_c", "reaction_time_min", "reagent_1", "amount_1"]
    )
    sheet.append(["PbSe", 160, 5, "PbO", "2 mL of 0.5 M in ODE"])
    book.save(tmp_path / "t.xlsx")
    assert run(["check", str(tmp_path / "t.xlsx"), "--sheet", "runs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["reagents"][0]["amount_mmol"] == 1
    assert run(["check", str(tmp_path / "t.xlsx"), "--sheet", "no"]) == 2
    assert "'notes', 'Runs'" in capsys.readouterr().err


def test_many_recipes_are_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = [RECIPE.replace("id: stock", f"id: r{k}") for k in range(30)]
    documents[20] = documents[20].replace("ODE, amount: 10 mL", "hexane, amount: 10 mL")
    (tmp_path / "many.yaml").write_text("---\n".join(documents))
    assert run(["check", str(tmp_path / "many.yaml")]) == 0
    out = capsys.readouterr().out
    assert "30 recipes of 1 products" in out
    assert "r20: impossible" in out
    assert len(out.splitlines()) < 60
