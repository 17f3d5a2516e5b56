"""From a dropped picture to its overlay on the page, in a real browser with a warm worker.

    python benchmarks/micrograph_page.py

Starts ``ostwald app`` with an empty folder, drops the 1024 x 1024 picture of `measure_speed` and
waits for picture, overlay and numbers. Needs the extra ``app``, playwright and a Chromium.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measure_speed import draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OUT = Path(__file__).parent / "results" / "app"
REPEATS = 5
_WAIT_MS = 120_000


def drop(browser: Browser, url: str, picture: Path) -> dict[str, float]:
    """Seconds from the drop to picture, overlay and numbers, in a fresh window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(_WAIT_MS)
    page.goto(f"{url}/micrograph")
    page.get_by_role("button", name="Choose images").wait_for()
    started = time.perf_counter()
    page.locator("input[data-what=files]").set_input_files(picture)
    marks = {}
    for name, selector in (
        ("picture", ".mg-view[data-picture=ready]"),
        ("overlay", ".mg-view[data-outlines]"),
        ("numbers", "[data-what=size]:has-text('±')"),
    ):
        page.locator(selector).wait_for()
        marks[name] = time.perf_counter() - started
    marks["particles"] = float(page.locator(".mg-view").get_attribute("data-outlines") or 0)
    context.close()
    return marks


def main() -> None:
    """Measure and write ``results/app/micrograph_page.json``."""
    from playwright.sync_api import sync_playwright

    load = os.getloadavg()[0]
    chromium = os.environ.get("OSTWALD_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.tif"
        draw(picture)
        command = [sys.executable, "-m", "ostwald", "app", "--port", "0", "--no-browser"]
        server = subprocess.Popen(
            [*command, "--data", folder], stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split(" at ")[1].split()[0]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                )
                drop(browser, url, picture)  # the worker loads its network
                runs = [drop(browser, url, picture) for _ in range(REPEATS)]
                browser.close()
        finally:
            server.terminate()
            server.wait(20)
    result: dict[str, Any] = {
        "command": "python benchmarks/micrograph_page.py",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load_average_at_start": round(load, 2),
        "seconds from drop, median": {
            name: round(float(np.median([run[name] for run in runs])), 2) for name in runs[0]
        },
        "runs": [{name: round(value, 2) for name, value in run.items()} for run in runs],
    }
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1) + "\n"
    (OUT / "micrograph_page.json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
