"""The server as a process: it stops gracefully, and a kill costs nothing that was acknowledged."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest
import yaml

from app.api.conftest import RECIPE
from app.conftest import running_server

httpx = pytest.importorskip("httpx", reason="the extra app is not installed")
pytest.importorskip("nicegui", reason="the extra app is not installed")

RECIPES = "/api/v1/notebook/recipes"


def test_a_killed_server_has_lost_nothing_and_a_stopped_one_ends_well(tmp_path: Path) -> None:
    text = yaml.safe_dump(RECIPE)
    acknowledged: list[int] = []
    with running_server(tmp_path / "data") as server:

        def write(number: int) -> None:
            with httpx.Client(base_url=server.url, timeout=60) as client:
                for step in range(200):
                    try:
                        name = {"text": text, "name": f"{number}-{step}"}
                        answer = client.post(RECIPES, json=name)
                    except httpx.HTTPError:
                        return
                    if answer.status_code == 201:
                        acknowledged.append(answer.json()["id"])

        threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 5:
            threads[0].join(0.02)
        server.process.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()
    with running_server(tmp_path / "data") as server:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            for number in acknowledged:
                assert client.get(f"{RECIPES}/{number}").json()["text"] == text
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
    assert "Traceback" not in (tmp_path / "data" / "server.log").read_text()
