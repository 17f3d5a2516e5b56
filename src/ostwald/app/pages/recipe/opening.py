"""Opening a recipe: from a file, from the clipboard, from a table."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from nicegui import ui

from ostwald.app.pages.layout import Text, heading, words
from ostwald.app.pages.recipe.incoming import Incoming, read_incoming
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.editor import Editor

_HINT = (
    "A recipe file (YAML or JSON), a recipe table with the columns product, reagent_1, amount_1 …, "
    "or lines of a chemical and its amount, as a spreadsheet puts them on the clipboard."
)
_MOST_NAMED = 50


class Opening:
    """The dialog in which a recipe is opened or pasted; its text stays in the browser till then.

    Args:
        editor: Where it goes.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        with (
            ui.dialog().props('aria-label="Open or paste a recipe"') as self._dialog,
            ui.card().classes("rc-dialog").props('role="document"'),
        ):
            heading("Open or paste a recipe")
            Text("p", _HINT).classes("ow-soft")
            self._text = ui.textarea("Text").props("outlined rows=10 spellcheck=false")
            self._text.classes("rc-open-text")
            self._problem = Text("p", "").classes("ow-problem ow-notify").props('role="alert"')
            self._choice = ui.element("div").classes("rc-choice")
            with ui.element("div").classes("rc-actions"):
                ui.button("Choose a file", on_click=lambda: editor.run_method("pick")).props(
                    "outline no-caps"
                )
                ui.space()
                ui.button("Cancel", on_click=self._dialog.close).props("flat no-caps")
                ui.button("Use it", on_click=self._use).props("no-caps")
        editor.on_event("pasted", self._pasted)

    def open(self) -> None:
        """Show the dialog."""
        self._problem.set_text("")
        self._choice.clear()
        self._dialog.open()

    async def _use(self) -> None:
        await self._take(self._text.value or "")

    async def _pasted(self, event: dict[str, Any]) -> None:
        """Take what was pasted into a field, dropped on the page or read from a file."""
        text, problem = event.get("text"), event.get("problem")
        if isinstance(problem, str) and problem:
            self.open()
            self._problem.set_text(problem[:300])
        elif isinstance(text, str):
            await self._take(text)

    async def _take(self, text: str) -> None:
        try:
            found = await asyncio.to_thread(read_incoming, text)
        except OstwaldError as error:
            self.open()
            self._text.set_value(text)
            self._problem.set_text(words(error))
            return
        if found.rows:
            self._editor.insert(found.rows)
            self._close()
        elif len(found.drafts) == 1 and not found.problems:
            self._editor.load(found.drafts[0])
            self._close()
        else:
            self._ask_which(found)

    def _ask_which(self, found: Incoming) -> None:
        self.open()
        left = len(found.problems)
        if left:
            shown = "\n".join(found.problems[:5])
            self._problem.set_text(f"{left} cannot be read:\n{shown}")
        with self._choice:
            Text("p", f"It holds {len(found.drafts)} recipes. Which one?")
            for draft in found.drafts[:_MOST_NAMED]:
                name = draft.id or f"{draft.product}, {len(draft.rows)} reagents"
                ui.button(name, on_click=lambda _, d=draft: self._choose(d)).props(
                    "flat no-caps align=left"
                )

    def _choose(self, draft: Any) -> None:
        self._editor.load(draft)
        self._close()

    def _close(self) -> None:
        self._text.set_value("")
        self._dialog.close()
