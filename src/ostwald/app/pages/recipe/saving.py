"""Taking results away: recipe file, tables, picture, methods paragraph, the notebook."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import Text, heading, show_problem
from ostwald.chemistry.methods import methods_paragraph
from ostwald.errors import InputError, OstwaldError
from ostwald.prediction.table import predictions_csv

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.bench import Bench
    from ostwald.app.pages.recipe.variant import Variant

_UNSAFE = re.compile(r"[^\w.+-]+")
_TO_MEND = InputError("the recipe is not complete", hint="mend what is marked beside its fields")


class Saving:
    """What the menu beside a recipe does.

    Args:
        bench: The page.
        name: Whose recipe: ``A`` or ``B``.
    """

    def __init__(self, bench: Bench, name: str) -> None:
        self._bench, self._name = bench, name
        with ui.button("Export").props("outline no-caps dense aria-haspopup=menu"), ui.menu():
            for text, act in (
                ("Recipe file (YAML)", self.save_yaml),
                ("Prediction (CSV)", self.save_prediction),
                ("Curve (CSV)", self.save_curve),
                ("Picture of ruler and curve (PNG)", self.save_picture),
                ("Methods paragraph", self.show_methods),
            ):
                ui.menu_item(text, on_click=self._safely(act)).props("role=menuitem")
        with (
            ui.dialog().props('aria-label="Methods paragraph"') as self._dialog,
            ui.card().classes("rc-dialog"),
        ):
            heading("Methods paragraph")
            self._paragraph = Text("p", "").classes("rc-paragraph")
            with ui.element("div").classes("rc-actions"):
                ui.space()
                ui.button("Copy", on_click=self._copy).props("outline no-caps")
                ui.button("Close", on_click=self._dialog.close).props("no-caps")

    @property
    def _variant(self) -> Variant:
        return self._bench.variant(self._name)

    async def save_yaml(self) -> None:
        """Download the recipe as it is written, complete or not."""
        reading = self._variant.reading
        if reading is not None:
            ui.download.content(reading.draft.to_yaml(), self._file("yaml"), "application/yaml")

    async def save_prediction(self) -> None:
        """Download what is predicted, for both variants where there are two."""
        told = [one.prediction for one in self._bench.variants if one.is_current and one.prediction]
        if not told:
            raise _TO_MEND
        ui.download.content(predictions_csv(told), self._file("prediction.csv"), "text/csv")

    async def save_curve(self) -> None:
        """Download the curve that is shown."""
        curve = self._variant.curve
        if curve is None:
            raise InputError("there is no curve", hint="mend the recipe, or move a slider")
        ui.download.content(curve.sweep.to_csv(), self._file("curve.csv"), "text/csv")

    async def save_picture(self) -> None:
        """Download the ruler and the curve as a picture for a talk or a paper."""
        variants = [one for one in self._bench.variants if one.is_current and one.prediction]
        if not variants:
            raise _TO_MEND
        curve = self._variant.curve
        published = self._bench.published_nm or ()
        named = [(one.name, one.prediction) for one in variants if one.prediction is not None]
        if len(named) == 1:
            named = [("predicted", named[0][1])]

        def draw() -> bytes:
            from ostwald.explain.size_plot import plot_sizes

            with tempfile.TemporaryDirectory() as folder:
                target = Path(folder) / "size.png"
                sweep = None if curve is None else curve.sweep
                plot_sizes(named, target, published_nm=published, sweep=sweep)
                return target.read_bytes()

        picture = await self._bench.services.engine.slowly(draw)
        ui.download.content(picture, self._file("png"), "image/png")

    async def show_methods(self) -> None:
        """Show the recipe as a paragraph."""
        reading = self._variant.reading
        if reading is None or reading.resolved is None:
            raise _TO_MEND
        text = await asyncio.to_thread(methods_paragraph, reading.resolved)
        self._paragraph.set_text(text)
        self._dialog.open()

    async def keep(self) -> None:
        """Save the recipe with its prediction to the notebook, or its change to the record."""
        variant = self._variant
        reading, prediction = variant.reading, variant.prediction
        if reading is None or reading.resolved is None or prediction is None:
            raise _TO_MEND
        keeping = self._bench.keeping
        record = await asyncio.to_thread(
            keeping.keep, self._name, reading.draft, prediction, self._bench.services.engine.model
        )
        ui.notify(f"“{record}” is in the notebook.", type="positive")

    def keep_button(self) -> None:
        """Add the button that saves to the notebook."""
        ui.button("Save to notebook", on_click=self._safely(self.keep)).props("no-caps dense")

    def _safely(self, act: Callable[[], object]) -> Callable[[], object]:
        async def run() -> None:
            try:
                result = act()
                if hasattr(result, "__await__"):
                    await result
            except OstwaldError as error:
                show_problem(error)

        return run

    def _copy(self) -> None:
        ui.clipboard.write(self._paragraph.text)
        ui.notify("Copied.", timeout=1500)

    def _file(self, suffix: str) -> str:
        reading = self._variant.reading
        draft = None if reading is None else reading.draft
        name = (draft.id or draft.product) if draft is not None else ""
        return f"{_UNSAFE.sub('-', name).strip('-.')[:60] or 'recipe'}.{suffix}"
