"""The scale: what was found, and how a person sets it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nicegui import ui

from ostwald.app.pages.layout import Text, panel
from ostwald.app.pages.micrograph.desk import Desk
from ostwald.app.pages.micrograph.wording import length, page_words, scale_line
from ostwald.microscopy.marked import Measurement

_UNITS = {"nm": 1.0, "µm": 1000.0, "Å": 0.1}
Ends = tuple[float, float, float, float]


class ScalePanel:
    """Shows and sets the scale of the image that is looked at.

    Args:
        desk: What is looked at.
        redraw: Called when the bar in the picture changes without the scale.
    """

    def __init__(self, desk: Desk, redraw: Callable[[], None]) -> None:
        self._desk, self._redraw = desk, redraw
        self.draft: Ends | None = None
        self._waiting: tuple[dict[str, Any] | None, bool] | None = None
        self._is_setting = False
        self._setting = False
        with panel("Scale"):
            self._line = Text("p", "").classes("mg-scale-line").props('data-what="scale"')
            self._doubts = Text("p", "").classes("ow-doubt mg-lines")
            with ui.element("div").classes("mg-fields"):
                self._value = (
                    ui.number("The bar is", min=0, format="%.6g")
                    .props("outlined dense")
                    .classes("mg-grow")
                )
                self._unit = ui.select(list(_UNITS), value="nm", label="Unit").props(
                    "outlined dense options-dense"
                )
                self._pixel = (
                    ui.number("A pixel is (nm)", min=0, format="%.6g")
                    .props("outlined dense")
                    .classes("mg-grow")
                )
            with ui.element("div").classes("mg-buttons"):
                self._draw = ui.button("Draw a bar", icon="straighten").props("flat dense no-caps")
                self._back = ui.button("As found", icon="restart_alt").props("flat dense no-caps")
                self._all = ui.button("Use for images without scale").props("flat dense no-caps")
            self._hint = Text("p", "").classes("ow-soft mg-small")
        self._value.on("change", self._typed_value)
        self._value.on("keydown.enter", self._typed_value)
        self._unit.on_value_change(self._typed_unit)
        self._pixel.on("change", self._typed_pixel)
        self._pixel.on("keydown.enter", self._typed_pixel)
        self._draw.on("click", self._begin_bar)
        self._back.on("click", self._as_found)
        self._all.on("click", self._for_all)

    def show(self, measured: Measurement) -> None:
        """Show the scale.

        Args:
            measured: The image's measurement.
        """
        scale = measured.scale
        self._setting = True
        self._line.set_text(scale_line(measured))
        self._line.classes(remove="ow-doubt")
        if scale.nm_per_px is None:
            self._line.classes(add="ow-doubt")
        doubts = [page_words(one) for one in scale.warnings if "no scale" not in one]
        if scale.source in ("scale bar", "metadata") and scale.confidence < 0.75:
            doubts.append("It was read with some doubt: compare it with the picture.")
        self._doubts.set_text("\n".join(doubts))
        self._doubts.set_visibility(bool(doubts))
        unit = "µm" if (scale.bar_value_nm or 0) >= 1000 else self._unit.value
        self._unit.set_value(unit)
        if self.draft is None:
            value = scale.bar_value_nm
            self._value.set_value(None if value is None else float(f"{value / _UNITS[unit]:.6g}"))
        self._pixel.set_value(None if scale.nm_per_px is None else float(f"{scale.nm_per_px:.5g}"))
        picture = self._desk.picture
        by_hand = picture is not None and picture.hand_scale is not None
        bar = self.bar(measured)
        self._draw.set_visibility(bar is None)
        self._back.set_visibility(by_hand or self.draft is not None)
        others = [one for one in self._desk.album.pictures if _lacks_scale(one.summary)]
        self._all.set_visibility(scale.nm_per_px is not None and bool(others))
        self._hint.set_text(
            "Put the ends on the bar of the picture, then type how long it is."
            if self.draft is not None
            else "Drag the ends of the bar in the picture, or move them with the arrow keys."
            if bar is not None
            else ""
        )
        self._setting = False

    def bar(self, measured: Measurement) -> dict[str, Any] | None:
        """Return the bar as the viewer draws it; None where there is none.

        Args:
            measured: The image's measurement.

        Returns:
            Its ``ends`` and ``text``.
        """
        if self.draft is not None:
            return {"ends": list(self.draft), "text": ""}
        scale, picture = measured.scale, self._desk.picture
        told = scale.bar_value_nm
        if told is None or scale.bar_box_px is None:
            return None
        hand = picture.hand_scale if picture is not None else None
        if hand is not None and "bar" in hand:
            return {"ends": list(hand["bar"]), "text": length(told)}
        x0, y0, x1, y1 = scale.bar_box_px
        ends = (
            [x0, (y0 + y1) / 2, x1, (y0 + y1) / 2]
            if x1 - x0 >= y1 - y0
            else [(x0 + x1) / 2, y0, (x0 + x1) / 2, y1]
        )
        return {"ends": ends, "text": length(told)}

    def forget_draft(self) -> None:
        """Give up a bar that has no length yet."""
        self.draft = None

    async def moved(self, ends: list[float], done: bool) -> None:
        """Take the ends of the bar, as they are dragged.

        Args:
            ends: x and y of both.
            done: Whether the drag has ended; before, only the latest ends count.
        """
        x0, y0, x1, y1 = map(float, ends)
        measured = self._desk.measured
        if self.draft is not None or measured is None or measured.scale.bar_value_nm is None:
            self.draft = (x0, y0, x1, y1)
            return
        scale = {"bar": [x0, y0, x1, y1], "value_nm": measured.scale.bar_value_nm}
        await self._set(scale, passing=not done)

    async def _set(self, scale: dict[str, Any] | None, *, passing: bool = False) -> None:
        """Set the scale; while one is being set only the latest of the others waits."""
        self._waiting = (scale, passing)
        if self._is_setting:
            return
        self._is_setting = True
        try:
            while self._waiting is not None:
                (told, is_passing), self._waiting = self._waiting, None
                await self._desk.do(lambda p, told=told: p.use_scale(told), passing=is_passing)  # type: ignore[misc]
        finally:
            self._is_setting = False

    async def _typed_value(self) -> None:
        measured, value = self._desk.measured, self._value.value
        if self._setting or measured is None or value is None:
            return
        bar = self.bar(measured)
        if bar is None:
            self._begin_bar()
            return
        nm = float(value) * _UNITS[str(self._unit.value)]
        now = measured.scale.bar_value_nm if self.draft is None else None
        if now is not None and abs(nm - now) <= 1e-6 * nm:
            return
        if nm > 0:
            self.draft = None
        await self._set({"bar": bar["ends"], "value_nm": nm})

    async def _typed_unit(self) -> None:
        if not self._setting:
            await self._typed_value()

    async def _typed_pixel(self) -> None:
        measured, value = self._desk.measured, self._pixel.value
        if self._setting or measured is None or value is None:
            return
        now = measured.scale.nm_per_px
        if now is not None and abs(float(value) - now) <= 1e-4 * now:
            return
        self.draft = None
        await self._set({"nm_per_px": float(value)})

    def _begin_bar(self) -> None:
        measured = self._desk.measured
        if measured is None:
            return
        width, height = measured.micrograph.width_px, measured.micrograph.height_px
        self.draft = (0.06 * width, 0.94 * height, 0.26 * width, 0.94 * height)
        if self._value.value is not None:
            self._value.set_value(None)
        self.show(measured)
        self._redraw()

    async def _as_found(self) -> None:
        self.draft = None
        await self._set(None)

    async def _for_all(self) -> None:
        measured = self._desk.measured
        if measured is None or measured.scale.nm_per_px is None:
            return
        size = measured.scale.nm_per_px
        album, shape = self._desk.album, measured.labels.shape
        count = 0
        for picture in list(album.pictures):
            if not _lacks_scale(picture.summary):
                continue
            about = picture.about
            if (about.get("height_px"), about.get("width_px")) != shape:
                continue
            await asyncio.to_thread(picture.use_scale, {"nm_per_px": size})
            count += 1
        album.save()
        ui.notify(
            f"{count} image{'' if count == 1 else 's'} of the same size in pixels took it over: "
            "right only at the same magnification",
            type="info",
        )
        await self._desk.changed()


def _lacks_scale(summary: dict[str, Any] | None) -> bool:
    return summary is not None and summary["scale"]["nm_per_px"] is None
