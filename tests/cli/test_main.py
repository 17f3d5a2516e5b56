from __future__ import annotations

import subprocess
import sys

import pytest

from ostwald.cli.main import run

HEAVY = ("torch", "rdkit", "pandas", "sklearn", "lightgbm", "scipy", "skimage", "onnxruntime")


@pytest.mark.parametrize(
    "statement", ["import ostwald", "from ostwald.cli.main import build_app; build_app()"]
)
def test_nothing_heavy_is_imported(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_can_be_had() -> None:
    import ostwald

    for name in ostwald.__all__:
        assert getattr(ostwald, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = ostwald.nonsense


def test_help_names_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for verb in ("predict", "train", "evaluate", "data"):
        assert verb in shown


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["predict"], ["predict", "--nonsense"], ["data", "nonsense"]]
)
def test_wrong_arguments_exit_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    import ostwald

    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"ostwald {ostwald.__version__}"


def test_an_interrupt_exits_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ostwald.datasets.location.data_folder", interrupt)
    assert run(["data", "path"]) == 130
    assert "Interrupted" in capsys.readouterr().err
