from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ostwald.cli.main import run


def test_an_address_that_is_taken_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("uvicorn", reason="the extra app is not installed")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run(["app", "--port", port, "--data", str(tmp_path), "--no-browser"]) == 2
    assert f"127.0.0.1:{port}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "99999"], "no port"),
        (["--token", "short"], "could be guessed"),
        (["--data", "mysql://host/lab"], "mysql"),
        (["--data", "/proc/nowhere/at/all"], "cannot be made"),
        (["--data", "folder", "--files", "other"], "--files"),
    ],
)
def test_what_cannot_be_served_is_said(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    pytest.importorskip("fastapi", reason="the extra app is not installed")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run(["app", "--port", "0", "--no-browser", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_without_the_extra_it_says_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "from ostwald.cli.main import run; sys.exit(run(['app', '--no-browser']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'ostwald[app]'" in done.stderr
