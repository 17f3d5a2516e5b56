"""The page of notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import frame, panel

if TYPE_CHECKING:
    from ostwald.app.services import Services

PATH = "/notebook"


def register(services: Services) -> None:
    """Register the page."""

    @ui.page(PATH)
    async def page() -> None:
        with frame(PATH), panel("Notebook"):
            ui.label("To come.")
