"""The notebook's page: recipes that are kept, what came of them, and what the model learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import frame
from ostwald.app.pages.notebook.learning import AdaptPanel, ComparisonPanel
from ostwald.app.pages.notebook.recipe_list import RecipeList
from ostwald.app.pages.notebook.record import RecordView

if TYPE_CHECKING:
    from ostwald.app.services import Services

PATH = "/notebook"
LARGEST_ID = 2**31 - 1


def register(services: Services) -> None:
    """Register the page."""

    @ui.page(PATH)
    async def page(recipe: str = "") -> None:
        with frame(PATH):
            view = NotebookPage(services)
        chosen = int(recipe) if recipe.isascii() and recipe.isdigit() else None
        await ui.context.client.connected()
        await view.begin(chosen)


class NotebookPage:
    """What one browser tab shows of the notebook.

    Args:
        services: What pages share.
    """

    def __init__(self, services: Services) -> None:
        self._client = ui.context.client  # of this tab; the button that was clicked may go
        with ui.element("div").classes("ow-notebook"):
            self._list = RecipeList(services, self._choose, self._changed)
            self._record = RecordView(services, self._changed)
            self._comparison = ComparisonPanel(services)
            self._adapt = AdaptPanel(services)

    async def begin(self, recipe_id: int | None) -> None:
        """Fill the page, once the browser is there."""
        await self._list.select(recipe_id)
        if recipe_id is not None:
            await self._record.show(recipe_id)
        await self._comparison.refresh()

    async def _choose(self, recipe_id: int) -> None:
        ui.navigate.history.replace(f"{PATH}?recipe={recipe_id}")
        await self._record.show(recipe_id)
        await self._list.select(recipe_id)
        # On a narrow screen the record lies below the list.
        self._client.run_javascript(
            "document.querySelector('.ow-record').scrollIntoView({block: 'nearest'})"
        )

    async def _changed(self) -> None:
        await self._list.refresh()
        await self._comparison.refresh()
