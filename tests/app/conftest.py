"""One real server for all tests of the app that need one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 60


@dataclass
class Server:
    """A server process.

    Attributes:
        url: Its address.
        data: Its data folder.
        process: It.
    """

    url: str
    data: Path
    process: subprocess.Popen[str]


@contextmanager
def running_server(data: Path, *arguments: str) -> Iterator[Server]:
    """Start ``ostwald app`` on a free port and end it afterwards."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
    environment.pop("PYTEST_CURRENT_TEST", None)  # the page toolkit would think it is tested
    command = [sys.executable, "-m", "ostwald", "app", "--port", "0", "--no-browser"]
    log = data / "server.log"
    data.mkdir(parents=True, exist_ok=True)
    with log.open("w") as err:
        process = subprocess.Popen(
            [*command, "--data", str(data), *arguments],
            stdout=subprocess.PIPE, stderr=err, text=True, env=environment, cwd=data,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert " at http" in line, f"the server did not start: {line}{log.read_text()}"
            yield Server(line.split(" at ")[1].split()[0], data, process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an empty notebook, shared by all tests: leave it usable."""
    pytest.importorskip("nicegui", reason="the extra app is not installed")
    import httpx

    with running_server(tmp_path_factory.mktemp("app")) as running:
        end = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                httpx.get(f"{running.url}/healthz", timeout=5).raise_for_status()
                break
            except httpx.HTTPError:
                assert running.process.poll() is None, "the server has died"
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.1)
        yield running
