"""How `ostwald app` bears load: start, requests for a minute, memory, ten people who type.

Run from the repository's root: ``python -m benchmarks app_load [--seconds 60] [--out FOLDER]``.
A real server process is asked over loopback by this one. Writes ``load.json`` and
``seconds.csv``, one row a second of the minute, to ``benchmarks/results/app``. The targets are
absolute, so the machine and its load are named beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from ostwald.evaluation.report import current_commit

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "benchmarks" / "results" / "app"
CONNECTIONS = 64
MEMORY_REQUESTS = 10_000
PEOPLE = 10
TYPES_EVERY_S = 0.35
TYPING_S = 20.0
PREDICT, CHECK = "/api/v1/predict", "/api/v1/check"


@dataclass
class Answers:
    """What was answered: when, after how long, and what failed."""

    at_s: list[float] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, began: float, status: int) -> None:
        ended = time.perf_counter()
        self.at_s.append(ended)
        self.took_s.append(ended - began)
        if status != 200:
            self.errors.append(f"status {status}")

    def percentile_ms(self, share: float) -> float:
        return round(1e3 * float(np.percentile(self.took_s, share)), 1)


class Connection:
    """One kept connection; written by hand, for a client library would cost as much as we do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length = next(int(x[15:]) for x in lines if x.lower().startswith("content-length:"))
        await reader.readexactly(length)
        return int(lines[0].split()[1])

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


def recipes() -> Iterator[bytes]:
    """Yield bodies without end: the examples with other temperatures and amounts, no two alike."""
    from ostwald.recipes.table import read_recipes

    known = [
        recipe
        for file in sorted((ROOT / "examples").glob("*.yaml"))
        for recipe in read_recipes(file).recipes
    ]
    generator = random.Random(0)
    for number in count():
        seed = known[number % len(known)]
        entry = {
            "product": seed.product,
            "reaction_temperature": round(generator.uniform(80.0, 300.0), 2),
            "reaction_time": round(generator.uniform(1.0, 90.0), 2),
            "reagents": [
                {
                    "name": one.name,
                    "amount": f"{one.amount.value * generator.uniform(0.5, 1.5):.4g} "
                    + str(one.amount).split(maxsplit=1)[1],
                }
                for one in seed.reagents
            ],
        }
        yield json.dumps({"recipes": entry}).encode()


@contextmanager
def server(data: Path) -> Iterator[tuple[int, subprocess.Popen[str], float]]:
    """Start a server; gives its port, its process and how long the start took."""
    command = [sys.executable, "-m", "ostwald", "app", "--port", "0", "--no-browser"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--data", str(data)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split(" at ")[1].split()[0]
        yield int(address.rsplit(":", 1)[1]), process, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def page_s(port: int, began: float) -> float | None:
    """Return when a browser shows the page; None where there is no chromium."""
    import shutil

    path = shutil.which("chromium")
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page()
        begin = time.perf_counter()  # a browser is open on a bench already
        page.goto(f"http://127.0.0.1:{port}/")
        page.get_by_role("heading", level=1).wait_for()
        shown = time.perf_counter() - begin
        browser.close()
    return began + shown


async def ask(port: int, bodies: Iterator[bytes], goes_on: Callable[[Answers], bool]) -> Answers:
    """Ask from many connections, each as fast as it is answered."""
    answers = Answers()

    async def one() -> None:
        connection = Connection(port)
        while goes_on(answers):
            began = time.perf_counter()
            try:
                answers.add(began, await connection.post(PREDICT, next(bodies)))
            except (OSError, asyncio.IncompleteReadError) as error:
                answers.errors.append(repr(error))
                connection = Connection(port)
        connection.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return answers


async def type_together(port: int, bodies: Iterator[bytes]) -> Answers:
    """Let people type: each key wants what is understood and what is predicted."""
    answers = Answers()
    end = time.perf_counter() + TYPING_S
    generator = random.Random(1)

    async def person() -> None:
        first, second = Connection(port), Connection(port)
        await asyncio.sleep(generator.uniform(0.0, TYPES_EVERY_S))
        while time.perf_counter() < end:
            body = next(bodies)
            began = time.perf_counter()
            statuses = await asyncio.gather(first.post(CHECK, body), second.post(PREDICT, body))
            answers.add(began, max(statuses))
            await asyncio.sleep(TYPES_EVERY_S * generator.uniform(0.6, 1.4))
        first.close()
        second.close()

    await asyncio.gather(*(person() for _ in range(PEOPLE)))
    return answers


def memory_mib(process: subprocess.Popen[str]) -> float:
    """Return the resident memory of the server, without its workers."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def processor_s(process: subprocess.Popen[str]) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(seconds: float) -> tuple[dict[str, Any], Answers]:
    bodies = recipes()
    first = next(bodies)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (port, process, start):
        page = page_s(port, start)
        asyncio.run(Connection(port).post(PREDICT, first))
        asyncio.run(ask(port, bodies, lambda got: len(got.took_s) < 500))  # warm
        used = processor_s(process)
        end = time.perf_counter() + seconds
        load = asyncio.run(ask(port, bodies, lambda _: time.perf_counter() < end))
        used = processor_s(process) - used
        typed = asyncio.run(type_together(port, bodies))
        memory = [memory_mib(process)]
        for _ in range(5):
            step = MEMORY_REQUESTS // 5
            asyncio.run(ask(port, bodies, lambda got, step=step: len(got.took_s) < step))
            memory.append(memory_mib(process))
    result = {
        "format_version": 1,
        "start_s": round(start, 2),
        "start_to_page_s": None if page is None else round(page, 2),
        "load": {
            "seconds": seconds,
            "connections": CONNECTIONS,
            "requests": len(load.took_s),
            "requests_per_s": round(len(load.took_s) / seconds, 1),
            "p50_ms": load.percentile_ms(50),
            "p95_ms": load.percentile_ms(95),
            "errors": len(load.errors),
            "server_processor_ms_per_request": round(1e3 * used / max(len(load.took_s), 1), 2),
        },
        "typing": {
            "people": PEOPLE,
            "keys": len(typed.took_s),
            "p50_ms": typed.percentile_ms(50),
            "p95_ms": typed.percentile_ms(95),
            "errors": len(typed.errors),
        },
        "memory_mib_over_10000_requests": memory,
        "machine_load_1_min": round(os.getloadavg()[0], 1),
        "cpu": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "commit": current_commit(),
        "command": "python -m benchmarks app_load",
    }
    return result, load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    result, load = run(given.seconds)
    print(json.dumps(result, indent=1))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "load.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    began = min(load.at_s)
    with (given.out / "seconds.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["second", "requests", "p95_ms"])
        places = np.floor(np.array(load.at_s) - began).astype(int)
        took = np.array(load.took_s)
        for second in range(int(places.max()) + 1):
            within = took[places == second]
            if len(within):
                p95 = 1e3 * float(np.percentile(within, 95))
                writer.writerow([second, len(within), f"{p95:.1f}"])


if __name__ == "__main__":
    main()
