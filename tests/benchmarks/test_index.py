from __future__ import annotations

import pytest
from benchmarks.__main__ import FOLDER, index, main


def test_every_benchmark_says_what_it_does_in_one_line() -> None:
    for name, text in index().items():
        assert 10 < len(text.splitlines()[0]) <= 100, name
        assert text.splitlines()[0].endswith("."), name


def test_the_index_lists_each_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = capsys.readouterr().out
    for name, text in index().items():
        assert f"{name} " in listed
        assert text.splitlines()[0] in listed


def test_every_benchmark_runs_as_a_module() -> None:
    for name in index():
        source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        assert 'if __name__ == "__main__":' in source, name


def test_a_misspelt_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["noise_flor"]) == 2
    assert "did you mean noise_floor?" in capsys.readouterr().err


def test_help_is_the_benchmark_s_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["noise_floor", "--help"]) == 0
    assert "repeated recipes" in capsys.readouterr().out
