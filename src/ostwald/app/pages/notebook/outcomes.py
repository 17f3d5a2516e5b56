"""Writing down what came out of a recipe."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import problem_box
from ostwald.errors import InputError, OstwaldError
from ostwald.recipes.shapes import SHAPES

if TYPE_CHECKING:
    from ostwald.app.notebook.records import OutcomeRecord
    from ostwald.app.services import Services

_MEASURES = ("equal-area diameter", "edge length", "as reported")


class OutcomeForm:
    """A row of fields for one result.

    Args:
        services: What pages share.
        recipe_id: Whose result it is.
        added: Called when it is kept.
    """

    def __init__(
        self, services: Services, recipe_id: int, added: Callable[[], Awaitable[None]]
    ) -> None:
        self._services, self._recipe_id, self._added = services, recipe_id, added
        with ui.element("div").classes("ow-fields"):
            self._size = ui.number("Size, nm", min=0).props("outlined dense")
            self._measure = ui.select(list(_MEASURES), label="Size is", value=_MEASURES[0]).props(
                "outlined dense options-dense"
            )
            self._shape = ui.select(["", *SHAPES], label="Shape", value="").props(
                "outlined dense options-dense"
            )
            self._spread = ui.number("Spread, %", min=0).props("outlined dense")
            self._note = ui.input("Note").props("outlined dense")
            ui.button("Add result", on_click=self._add).props("unelevated no-caps")
        self._said = ui.element("div").classes("ow-wide")

    async def _add(self) -> None:
        self._said.clear()
        known = {
            "size_nm": self._size.value,
            "size_distribution_percent": self._spread.value,
            "shape": self._shape.value or None,
        }
        try:
            if all(value is None for value in known.values()):
                raise InputError("nothing is filled in", hint="give a size, a shape or both")
            await asyncio.to_thread(
                lambda: self._services.notebook.add_outcome(
                    self._recipe_id,
                    note=self._note.value or "",
                    size_measure=self._measure.value,
                    **known,
                )
            )
        except OstwaldError as error:
            with self._said:
                problem_box(error)
            return
        await self._added()


def outcome_words(one: OutcomeRecord) -> str:
    """Return a result in words."""
    parts = []
    if one.size_nm is not None:
        spread = one.size_distribution_percent
        told = f"{one.size_nm:.3g} nm" + ("" if spread is None else f" ± {spread:.2g} %")
        measure = one.size_measure
        parts.append(told if measure == _MEASURES[0] else f"{told} ({measure})")
    if one.shape:
        parts.append(one.shape)
    if one.absorption_peak_nm is not None:
        parts.append(f"peak at {one.absorption_peak_nm:.0f} nm")
    if one.particles_counted:
        parts.append(f"{one.particles_counted} particles")
    if one.note:
        parts.append(one.note)
    return f"{', '.join(parts)}; {one.added:%Y-%m-%d}"
