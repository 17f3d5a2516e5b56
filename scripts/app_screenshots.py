"""Pictures of the app's pages for the documentation: ``python scripts/app_screenshots.py``.

Starts a server on an empty notebook, fills that with made-up results and writes
``docs/images/app-*.png``, light, dark and 400 pixels wide. Needs chromium and the extra ``test``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
RECIPE = """product: CdSe
reagents:
  - {name: CdO, amount: 1 mmol}
  - {name: Se, amount: 1 mmol}
  - {name: oleic acid, amount: 4 mmol}
  - {name: ODE, amount: 10 mL}
reaction_temperature: 250 degC
reaction_time: 5 min
"""
RESULTS = ((220, 3.1), (235, 3.4), (250, 3.9), (265, 4.2), (280, 4.8))
LOOKS = {
    "": ("light", 1280, 900),
    "-dark": ("dark", 1280, 900),
    "-narrow": ("light", 400, 900),
}


def fill(url: str) -> None:
    """Put made-up recipes and results into the notebook."""
    with httpx.Client(base_url=f"{url}/api/v1/notebook", timeout=60) as client:
        for degrees, size in RESULTS:
            text = RECIPE.replace("250", str(degrees))
            kept = client.post("/recipes", json={"text": text, "name": f"CdSe at {degrees} °C"})
            outcome = {"size_nm": size, "shape": "sphere", "size_distribution_percent": 8}
            client.post(f"/recipes/{kept.json()['id']}/outcomes", json=outcome)


def notebook(page: Page) -> None:
    """Open a recipe of the notebook and adapt the model."""
    page.goto("/notebook")
    page.get_by_role("button", name="CdSe at 250 °C").click()
    page.get_by_label("Recipe file").wait_for()
    page.get_by_role("button", name="Adapt to these results").click()
    page.get_by_text("results with a size").wait_for(timeout=120_000)
    page.evaluate("window.scrollTo(0, 0)")


def recipe(page: Page) -> None:
    """Wait until the example has all its answers; the bars come last."""
    page.goto("/")
    page.locator(".rc-bars").first.wait_for()


PAGES = {"recipe": recipe, "notebook": notebook}


def main() -> None:
    """Write the pictures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "ostwald", "app", "--port", "0", "--no-browser"]
        server = subprocess.Popen(
            [*command, "--data", data], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert server.stdout is not None
        try:
            url = server.stdout.readline().split(" at ")[1].split()[0]
            fill(url)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                for name, prepare in PAGES.items():
                    page = browser.new_page(base_url=url)
                    page.set_default_timeout(60_000)
                    for look, (scheme, width, height) in LOOKS.items():
                        page.emulate_media(color_scheme=scheme)
                        page.set_viewport_size({"width": width, "height": height})
                        prepare(page)
                        page.wait_for_timeout(600)
                        page.screenshot(path=IMAGES / f"app-{name}{look}.png", full_page=True)
                browser.close()
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
