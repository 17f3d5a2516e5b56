from __future__ import annotations

import json
import os
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ostwald.cli.main import run
from ostwald.optics import follow
from spectra_for_tests import bands_of, render


def out_of(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    assert run(["optics", *arguments]) == code
    return capsys.readouterr().out


@pytest.fixture
def spectrum(tmp_path: Path) -> Path:
    x, y, _ = render("CdSe", 3.5)
    path = tmp_path / "dots.csv"
    path.write_text("nm,Abs\n" + "".join(f"{a:.2f},{b:.5f}\n" for a, b in zip(x, y, strict=True)))
    return path


def test_size_to_peak_and_back(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(out_of(["CdSe", "--size", "3.2", "--json"], capsys))
    assert {"format_version", "material", "size_nm", "size_error_nm", "first_absorption_peak_nm",
            "extinction_per_m_cm", "source", "range_nm"} <= set(record)  # fmt: skip
    peak = str(record["first_absorption_peak_nm"])
    back = json.loads(out_of(["CdSe", "--peak", peak, "--json"], capsys))
    assert back["size_nm"] == pytest.approx(3.2, rel=1e-6)
    text = out_of(["InP", "--peak", "550"], capsys)
    assert "tetrahedron edge" in text


def test_a_spectrum(spectrum: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "p.png"
    text = out_of(["CdSe", "--spectrum", str(spectrum), "--plot", str(picture)], capsys)
    assert "3.5 ± 0.1" in text
    assert picture.stat().st_size > 10_000
    record = json.loads(out_of(["CdSe", "--spectrum", str(spectrum), "--json"], capsys))
    assert record["size_nm"] == pytest.approx(3.5, rel=0.02)


def test_a_bad_file_does_not_stop_the_others(
    spectrum: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    arguments = ["optics", "CdSe", "--json", "--spectrum", str(empty), "--spectrum", str(spectrum)]
    assert run(arguments) == 1
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)) == 1
    assert "the file is empty" in captured.err
    assert run(arguments[:5]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["CdSe"],
        ["CdSe", "--size", "3", "--peak", "500"],
        ["CdSe", "--size", "30"],
        ["CdSe", "--peak", "900"],
        ["NaCl", "--size", "3"],
        ["CdSe", "--size", "3", "--target", "4"],
        ["CdSe", "--follow", "nowhere"],
        ["Au rods", "--peak", "700"],
    ],
)
def test_unusable_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["optics", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Error:")
    assert "Traceback" not in error


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    x = np.arange(400.0, 700.0)
    folder = tmp_path / "run"
    folder.mkdir()
    for minutes in (1, 2, 4, 8, 16):
        y = 0.2 * bands_of("CdSe", 2.5 + 0.1 * minutes, x, 0.07, higher=True)
        text = "nm,Abs\n" + "".join(f"{a:.0f},{b:.5f}\n" for a, b in zip(x, y, strict=True))
        (folder / f"{minutes}min.csv").write_text(text)
    return folder


def test_following_a_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, picture = tmp_path / "c.csv", tmp_path / "c.png"
    arguments = ["CdSe", "--follow", str(folder), "--idle", "0", "--out", str(table)]
    text = out_of([*arguments, "--plot", str(picture), "--target", "4.5"], capsys)
    assert "4.5 nm at" in text
    assert len(table.read_text().splitlines()) == 6
    assert picture.stat().st_size > 10_000
    record = json.loads(out_of([*arguments, "--json"], capsys))
    assert len(record["points"]) == 5


def test_ctrl_c_leaves_a_complete_table(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    # The module's own clock: threads of other tests may be sleeping on the common one.
    clock = SimpleNamespace(**{**vars(time), "sleep": interrupt})
    monkeypatch.setattr(follow, "time", clock)
    table = tmp_path / "c.csv"
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    assert run(["optics", "CdSe", "--follow", str(folder), "--out", str(table)]) == 130
    assert len(table.read_text().splitlines()) == 6
    assert "Interrupted" in capsys.readouterr().err
