"""The list of recipes, and its search."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from ostwald.app.notebook import tables
from ostwald.app.pages.layout import Text, panel, problem_box, show_problem, words
from ostwald.app.uploads import shown_name
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.notebook.records import Entry, Page
    from ostwald.app.services import Services

AT_ONCE = 50


class RecipeList:
    """The list of recipes.

    Args:
        services: What pages share.
        chosen: Called with the number of the recipe that is clicked.
        changed: Called when the notebook has got new recipes.
    """

    def __init__(
        self, services: Services, chosen: Callable[[int], Any], changed: Callable[[], Any]
    ) -> None:
        self._services, self._chosen, self._changed = services, chosen, changed
        self._most, self._asked = AT_ONCE, 0
        self._selected: int | None = None
        with panel("Recipes"):
            self._search = (
                ui.input("Search name, product, chemicals and notes", on_change=self._searched)
                .props('debounce=250 outlined dense type="search"')
                .classes("ow-wide")
            )
            self._count = Text("p", "").classes("ow-soft ow-small").props('role="status"')
            self._place = ui.element("div").classes("ow-wide")
            with ui.element("div").classes("ow-row"):
                ui.button("New recipe", on_click=lambda: ui.navigate.to("/")).props(
                    "unelevated no-caps"
                )
                ui.button("Take in a table", on_click=self._ask_for_table).props("outline no-caps")
                ui.button(
                    "Save all as CSV",
                    on_click=lambda: ui.navigate.to("/api/v1/notebook/table.csv"),
                ).props("outline no-caps")
            self._said = ui.element("div").classes("ow-wide")
            # Outside the page until it is asked for: the toolkit's own list of files is not used.
            self._upload = (
                ui.upload(auto_upload=True, on_upload=self._took, max_file_size=20 * 1024**2)
                .props(f'accept="{",".join(tables.SUFFIXES)}"')
                .classes("hidden")
            )

    async def refresh(self) -> None:
        """Ask the notebook again."""
        self._asked += 1
        asked = self._asked
        try:
            page = await asyncio.to_thread(
                self._services.notebook.search, self._search.value or "", most=self._most
            )
        except OstwaldError as error:
            self._count.text = ""
            self._place.clear()
            with self._place:
                problem_box(error, self.refresh)
            return
        if asked == self._asked:  # nothing newer was asked meanwhile
            self._show(page)

    async def select(self, recipe_id: int | None) -> None:
        """Mark a recipe as the one that is shown."""
        self._selected = recipe_id
        await self.refresh()

    async def _searched(self) -> None:
        self._most = AT_ONCE
        await self.refresh()

    def _show(self, page: Page) -> None:
        searched = bool((self._search.value or "").strip())
        noun = "recipe" if page.total == 1 else "recipes"
        self._count.text = f"{page.total} {noun}{' found' if searched else ''}"
        self._place.clear()
        with self._place:
            if not page.entries:
                Text("p", _NOTHING_FOUND if searched else _NOTHING_YET).classes("ow-soft")
                return
            with ui.element("table").classes("ow-table"):
                with ui.element("thead"), ui.element("tr"):
                    for head, more in _HEADS:
                        Text("th", head).props('scope="col"').classes(more)
                with ui.element("tbody"):
                    for entry in page.entries:
                        self._row(entry)
            if len(page.entries) < page.total:
                ui.button("Show more", on_click=self._more).props("flat no-caps")

    def _row(self, entry: Entry) -> None:
        with ui.element("tr") as row:
            if entry.id == self._selected:
                row.props('aria-current="true"')
            with Text("td", ""):
                button = Text("button", entry.name).classes("ow-link")
                button.on("click", lambda: self._chosen(entry.id))
            Text("td", entry.product).classes("ow-optional")
            said = entry.predicted
            Text("td", "" if said is None else f"{said.size_nm:.3g}").classes("ow-number")
            sizes = [one.size_nm for one in entry.outcomes if one.size_nm is not None]
            Text("td", ", ".join(f"{size:.3g}" for size in sizes[:3])).classes("ow-number")
            Text("td", f"{entry.changed:%Y-%m-%d}").classes("ow-optional ow-date")

    async def _more(self) -> None:
        self._most += AT_ONCE * 4
        await self.refresh()

    def _ask_for_table(self) -> None:
        self._upload.run_method("pickFiles")

    async def _took(self, event: Any) -> None:
        name = shown_name(event.file.name)
        self._upload.reset()
        suffix = name[name.rfind(".") :].lower() if "." in name else ""
        self._said.clear()
        try:
            if suffix not in tables.SUFFIXES:
                raise OstwaldError(
                    "this is not a recipe table",
                    where=name,
                    hint=f"these are: {', '.join(tables.SUFFIXES)}",
                )
            content = await event.file.read()
            brought = await asyncio.to_thread(
                tables.read_table, self._services.notebook, content, suffix
            )
        except OstwaldError as error:
            show_problem(error)
            return
        with self._said:
            Text("p", f"{len(brought.recipes)} recipes taken from {name}.").props('role="status"')
            for problem in brought.problems[:20]:
                Text("p", f"Left out: {words(problem)}").classes("ow-problem ow-small")
            if len(brought.problems) > 20:
                Text("p", f"and {len(brought.problems) - 20} more").classes("ow-problem ow-small")
            for remark in brought.remarks:
                Text("p", remark).classes("ow-soft ow-small")
        await self._changed()


_HEADS = (
    ("Name", ""),
    ("Product", "ow-optional"),
    ("Predicted, nm", "ow-number"),
    ("Measured, nm", "ow-number"),
    ("Saved", "ow-optional"),
)
_NOTHING_FOUND = "No recipe has all of these words."
_NOTHING_YET = (
    "Nothing is kept yet. Save a recipe from the Recipe page, or take in a table of your own: one "
    "row a recipe, with size_nm where it is known."
)
