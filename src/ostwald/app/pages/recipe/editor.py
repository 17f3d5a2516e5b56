"""The recipe as it is written, as an element of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from ostwald.app.pages.recipe.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

STEPS = "heat: 120 degC, hold: 30 min\nheat: 300 degC\nadd: [Se, TOP], at: 300 degC\nhold: 5 min"


class Editor(Element, component="editor.js"):
    """Rows, conditions, sliders and YAML of one variant; its text lives in the browser.

    Events: ``draft`` (draft, seq, yaml: whether its file is shown) when something was written,
    ``ask`` (field, text) for completions, ``yaml`` (text), ``pasted`` (text or problem), ``chosen``
    (field), ``restored`` (b).

    Args:
        variant: ``A`` or ``B``.
        example: What it starts with.
        given: What it shows instead, unless the same was changed in this tab.
        origin: Names `given`.
    """

    def __init__(
        self, variant: str, *, example: Draft, given: Draft | None = None, origin: str = ""
    ) -> None:
        super().__init__()
        self._props["variant"] = variant
        self._props["example"] = example.to_json()
        self._props["origin"] = origin
        self._props["steps"] = STEPS
        if given is not None:
            self._props["given"] = given.to_json()

    def on_event(self, name: str, handler: Callable[[dict[str, Any]], Any]) -> None:
        """Call a function with what the browser tells of an event; anything odd is dropped."""

        async def handle(event: Any) -> None:
            if isinstance(event.args, dict):
                result = handler(event.args)
                if hasattr(result, "__await__"):
                    await result

        self.on(name, handle)

    def load(self, draft: Draft, *, typed: bool = False) -> None:
        """Show another recipe.

        Args:
            draft: It.
            typed: Whether it was typed as YAML, which is no step that is taken back.
        """
        self.run_method("load", draft.to_json(), typed)

    def insert(self, rows: Sequence[tuple[str, str]]) -> None:
        """Add rows of name and amount behind those that are there."""
        self.run_method("insert", [{"name": name, "amount": amount} for name, amount in rows])

    def empty(self) -> None:
        """Take everything out."""
        self.run_method("empty")

    def exemplify(self) -> None:
        """Show the example."""
        self.run_method("exemplify")

    def answer(self, said: Mapping[str, Any]) -> None:
        """Show what is understood; see `telling.tell`."""
        self.run_method("answer", dict(said))

    def offer(self, offers: Mapping[str, Any]) -> None:
        """Show completions of a field."""
        self.run_method("offer", dict(offers))

    def differ(self, marks: Mapping[str, str]) -> None:
        """Mark the fields that differ from the other variant, with how the other has them."""
        self.run_method("differ", dict(marks))

    def refuse(self, problem: str) -> None:
        """Show what is wrong with the YAML text."""
        self.run_method("refuse", problem)
