"""The page as one person sees it: one or two variants, their ruler and what is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import background_tasks, ui

from ostwald.app.pages.recipe.answers import Answers
from ostwald.app.pages.recipe.differences import differing_fields, missing_here
from ostwald.app.pages.recipe.editor import Editor
from ostwald.app.pages.recipe.example import example
from ostwald.app.pages.recipe.keeping import Keeping
from ostwald.app.pages.recipe.size_panel import SizePanel, formula
from ostwald.app.pages.recipe.variant import Variant

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.draft import Draft
    from ostwald.app.services import Services


class Bench:
    """What one tab shows.

    Args:
        services: Of the app.
        given: A recipe to show in the place of the example.
        origin: Names `given`.
        keeping: Where recipes are saved.
    """

    def __init__(
        self,
        services: Services,
        given: Draft | None = None,
        origin: str = "",
        keeping: Keeping | None = None,
    ) -> None:
        self.services = services
        self.keeping = keeping or Keeping(services.notebook)
        self.compare_button: ui.button | None = None
        self._variants: dict[str, Variant] = {}
        self._published: dict[str, tuple[float, ...] | None] = {}
        self._asked: set[str] = set()
        self._shown = "A"
        with ui.element("div").classes("rc-page") as self._page:
            self._editors = {name: self._room(f"rc-editor-{name}") for name in "AB"}
            with ui.element("div").classes("rc-right"):
                with ui.element("div").classes("rc-top"):
                    self.sizes = SizePanel()
                self._rooms = {name: self._room(f"rc-answers-{name}") for name in "AB"}
        self._add("A", example(), given, origin)

    @staticmethod
    def _room(name: str) -> ui.element:
        return ui.element("div").classes(f"rc-room {name}")

    @property
    def variants(self) -> list[Variant]:
        """Those that are shown, A first."""
        return list(self._variants.values())

    @property
    def published_nm(self) -> tuple[float, ...] | None:
        """Published sizes of what is made; None where the data are not installed."""
        product = next((found for one in self.variants if (found := formula(one))), "")
        return self._published.get(product, ())

    def variant(self, name: str) -> Variant:
        """Return a variant by its name."""
        return self._variants[name]

    def compare(self, draft: Draft | None = None) -> None:
        """Show B beside A; it starts as a copy of A."""
        if "B" in self._variants:
            return
        reading = self._variants["A"].reading
        start = draft or (reading.draft if reading is not None else example())
        self._page.classes(add="rc-comparing")
        if self.compare_button is not None:
            self.compare_button.disable()
        self._add("B", start, None, "")
        self._changed(self._variants["A"])

    def end_comparing(self) -> None:
        """Take B away."""
        variant = self._variants.pop("B", None)
        if variant is None:
            return
        variant.close()
        self._shown = "A"
        self._page.classes(remove="rc-comparing")
        if self.compare_button is not None:
            self.compare_button.enable()
        for room in (self._editors["B"], self._rooms["B"]):
            room.clear()
        self._variants["A"].editor.differ({})
        self._changed(self._variants["A"])

    def close(self) -> None:
        """Leave whatever is still worked on."""
        for variant in self.variants:
            variant.close()

    def _add(self, name: str, start: Draft, given: Draft | None, origin: str) -> None:
        from ostwald.app.pages.recipe.actions import editor_panel

        with self._editors[name]:
            editor = editor_panel(self, name, lambda: Editor(
                name, example=start, given=given, origin=origin
            ))  # fmt: skip
        with self._rooms[name]:
            answers = Answers("What comes out" if name == "A" else "What comes out of B")
        self._variants[name] = Variant(name, self.services, editor, answers, self._changed)
        if name == "A":
            editor.on_event("restored", self._restored)
        editor.on_event("chosen", lambda _: self._show_curve_of(name))

    def _restored(self, event: dict[str, Any]) -> None:
        if event.get("b") is True:
            self.compare()

    def _show_curve_of(self, name: str) -> None:
        if name != self._shown and name in self._variants:
            self._shown = name
            self._changed(self._variants[name])

    def _changed(self, variant: Variant) -> None:
        shown = self._variants.get(self._shown, variant)
        product = next((found for one in self.variants if (found := formula(one))), "")
        if product and product not in self._published and product not in self._asked:
            self._asked.add(product)
            background_tasks.create(self._find_published(product))
        self.sizes.show(self.variants, self._published.get(product, ()), shown)
        if len(self._variants) > 1:
            self._compare_fields()

    async def _find_published(self, product: str) -> None:
        """Read the published sizes; the data set takes seconds the first time it is asked for."""
        engine = self.services.engine

        def read() -> tuple[float, ...] | None:
            published = engine.predictor.published
            return None if published is None else published.sizes_nm(product)

        self._published[product] = await engine.slowly(read)
        self._changed(self._variants["A"])

    def _compare_fields(self) -> None:
        one, other = self._variants["A"], self._variants["B"]
        if one.reading is None or other.reading is None:
            return
        one.editor.differ(differing_fields(one.reading, other.reading, "B"))
        marks = differing_fields(other.reading, one.reading, "A")
        missing = missing_here(other.reading, one.reading)
        if missing:
            marks["rows"] = f"A also has {'; '.join(missing)}"
        other.editor.differ(marks)
