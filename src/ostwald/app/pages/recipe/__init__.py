"""The page of recipes: write one, see at once what comes out, and vary it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import frame

if TYPE_CHECKING:
    from ostwald.app.services import Services

PATH = "/"
_STYLE = (Path(__file__).parent / "recipe.css").read_text(encoding="utf-8")


def register(services: Services) -> None:
    """Register the page."""
    from ostwald.app.pages.recipe.bench import Bench

    @ui.page(PATH)
    async def page() -> None:
        ui.add_css(_STYLE)
        with frame(PATH):
            bench = Bench(services)
        ui.context.client.on_delete(bench.close)
