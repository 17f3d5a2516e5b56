from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.cli.main import run


def test_path_is_what_the_variable_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    assert run(["data", "path"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path)


def test_check_of_an_empty_folder_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    assert run(["data", "check"]) == 2
    assert "ostwald data fetch" in capsys.readouterr().err


def test_check_prints_what_the_data_hold(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    assert run(["data", "check"]) == 0
    assert "3489 recipes, 350 compositions" in capsys.readouterr().out
