from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostwald.cli.main import run

SHORT = ["--time", "5", "--points", "12", "--set", "surface_energy_j_per_m2=0.14"]


def test_a_simulation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, picture = tmp_path / "c.csv", tmp_path / "c.png"
    arguments = ["mechanism", "simulate", *SHORT, "--out", str(table), "--plot", str(picture)]
    assert run(arguments) == 0
    text = capsys.readouterr().out
    assert "nucleation" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert len(table.read_text().splitlines()) == 13
    assert picture.stat().st_size > 10_000
    assert run([*arguments[:-4], "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["format_version"] == 1
    assert record["flask"]["surface_energy_j_per_m2"] == 0.14
    last = record["course"][-1]
    total = last["monomer_mm"] + last["precursor_mm"] + last["crystal_mm"]
    assert total == pytest.approx(20.0, rel=1e-6)


def test_a_fit_reads_what_a_simulation_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "c.csv"
    assert run(["mechanism", "simulate", *SHORT, "--out", str(table)]) == 0
    capsys.readouterr()
    arguments = ["mechanism", "fit", str(table), "--free", "surface_energy_j_per_m2", "--json"]
    assert run(arguments) == 0
    record = json.loads(capsys.readouterr().out)
    found = record["parameters"]["surface_energy_j_per_m2"]
    assert found["estimate"] == pytest.approx(0.14, rel=0.05)


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", "--concentration", "-1"],
        ["simulate", "--set", "nonsense=1"],
        ["simulate", "--set", "nonsense"],
        ["simulate", "--set", "viscosity_mpa_s=thick"],
        ["simulate", "--time", "0"],
        ["simulate", "--material", "CsPbBr3"],
        ["simulate", "--heating-rate", "5"],
        ["fit", "missing.csv"],
    ],
)
def test_unusable_input(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mechanism", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Error:")
    assert "Traceback" not in error
