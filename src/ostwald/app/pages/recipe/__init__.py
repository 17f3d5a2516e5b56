"""The page of recipes: write one, see at once what comes out, and vary it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import frame, show_problem
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.services import Services

PATH = "/"
_STYLE = (Path(__file__).parent / "recipe.css").read_text(encoding="utf-8")


def register(services: Services) -> None:
    """Register the page."""
    from ostwald.app.pages.recipe.bench import Bench
    from ostwald.app.pages.recipe.keeping import Keeping, open_record

    @ui.page(PATH)
    async def page(recipe: str = "") -> None:
        ui.add_css(_STYLE)
        with frame(PATH):
            given, keeping = None, Keeping(services.notebook)
            if recipe:
                try:
                    record, given = await asyncio.to_thread(open_record, services.notebook, recipe)
                    keeping = Keeping(services.notebook, record)
                except OstwaldError as error:
                    show_problem(error)
            origin = recipe if given is not None else ""
            bench = Bench(services, given, origin, keeping)
        ui.context.client.on_delete(bench.close)
