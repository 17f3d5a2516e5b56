"""The page of micrographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import frame, panel

if TYPE_CHECKING:
    from ostwald.app.services import Services

PATH = "/micrograph"


def register(services: Services) -> None:
    """Register the page."""

    @ui.page(PATH)
    async def page() -> None:
        with frame(PATH), panel("Micrograph"):
            ui.label("To come.")
