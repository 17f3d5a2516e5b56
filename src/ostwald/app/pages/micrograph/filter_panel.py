"""Which particles count: those filters that ``ostwald measure`` has."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from nicegui import ui

from ostwald.app.pages.layout import Text, panel, show_problem
from ostwald.app.pages.micrograph.desk import Desk
from ostwald.errors import OstwaldError
from ostwald.microscopy.settings import Settings

_CONTRASTS = {"any": "any", "dark": "darker than around", "bright": "brighter than around"}


class FilterPanel:
    """Sets which particles of the image count.

    Args:
        desk: What is looked at.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._setting = False
        with panel("Count only"):
            with ui.element("div").classes("mg-fields"):
                self._min = self._number("From (nm)")
                self._max = self._number("To (nm)")
                self._round = self._number("Circularity from", max=1, step=0.05)
                self._contrast = (
                    ui.select(_CONTRASTS, value="any", label="Contrast")
                    .props("outlined dense options-dense")
                    .classes("mg-grow")
                )
            self._unscaled = Text("p", "Sizes can be filtered once there is a scale.")
            self._unscaled.classes("ow-soft mg-small")
            with ui.element("div").classes("mg-buttons"):
                self._none = ui.button("Count all", icon="restart_alt", on_click=self._clear)
                self._none.props("flat dense no-caps")
                self._all = ui.button("Use for all images", on_click=self._for_all)
                self._all.props("flat dense no-caps")
        self._contrast.on_value_change(self._typed)

    def _number(self, label: str, **limits: Any) -> ui.number:
        field = ui.number(label, min=0, format="%.6g", **limits).props("outlined dense clearable")
        field.classes("mg-grow")
        for event in ("change", "keydown.enter", "clear"):
            field.on(event, self._typed)
        return field

    def show(self, settings: Settings, has_scale: bool) -> None:
        """Show which particles count.

        Args:
            settings: The image's.
            has_scale: Whether sizes in nanometres are known.
        """
        self._setting = True
        self._min.set_value(settings.min_size_nm)
        self._max.set_value(settings.max_size_nm)
        for field in (self._min, self._max):
            field.set_enabled(has_scale)
        self._unscaled.set_visibility(not has_scale)
        self._round.set_value(settings.min_circularity)
        self._contrast.set_value(settings.contrast or "any")
        self._none.set_visibility(bool(settings.to_json()))
        self._all.set_visibility(len(self._desk.album.pictures) > 1)
        self._setting = False

    def _wanted(self) -> Settings:
        picture = self._desk.picture
        contrast = self._contrast.value
        return replace(
            picture.settings if picture is not None else Settings(),
            min_size_nm=self._min.value or None,
            max_size_nm=self._max.value or None,
            min_circularity=self._round.value if self._round.value else None,
            contrast=None if contrast == "any" else contrast,
        )

    async def _typed(self) -> None:
        if self._setting or self._desk.picture is None:
            return
        try:
            wanted = self._wanted()
        except OstwaldError as error:
            show_problem(error)
            return
        if wanted != self._desk.picture.settings:
            await self._desk.do(lambda picture: picture.use_settings(wanted))

    async def _clear(self) -> None:
        await self._desk.do(lambda picture: picture.use_settings(Settings()))

    async def _for_all(self) -> None:
        current = self._desk.picture
        if current is None:
            return
        for picture in list(self._desk.album.pictures):
            if picture.stage == "done" and picture is not current:
                await asyncio.to_thread(picture.use_settings, current.settings)
        self._desk.album.save()
        await self._desk.changed()
        ui.notify("All images count the same particles now", type="info")
