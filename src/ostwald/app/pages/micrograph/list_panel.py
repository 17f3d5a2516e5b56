"""The images: progress, errors in words, and one line of results each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import Text
from ostwald.app.pages.micrograph.wording import GRADES, page_words, shape_line, size_line
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph.picture import Picture

_GRADE_WORDS = {"good": "good", "look": "look", "do not use": "do not use"}


class ListPanel:
    """Rows of images.

    Args:
        choose: Called with the image that is to be looked at.
        remove: Called with the image that is to go, or whose work is to stop.
    """

    def __init__(
        self, choose: Callable[[Picture], object], remove: Callable[[Picture], object]
    ) -> None:
        self._choose, self._remove = choose, remove
        self._rows: dict[str, _Row] = {}
        self._list = ui.element("ul").classes("mg-list").props('aria-label="Images"')

    def show(self, pictures: list[Picture], current: Picture | None) -> None:
        """Bring the rows up to date.

        Args:
            pictures: All images.
            current: The one that is looked at.
        """
        wanted = {picture.id for picture in pictures}
        for gone in self._rows.keys() - wanted:
            self._rows.pop(gone).delete()
        for picture in pictures:
            row = self._rows.get(picture.id)
            if row is None:
                with self._list:
                    row = self._rows[picture.id] = _Row(picture, self._choose, self._remove)
            row.show(picture is current)
        self._list.set_visibility(bool(pictures))


class _Row:
    def __init__(
        self,
        picture: Picture,
        choose: Callable[[Picture], object],
        remove: Callable[[Picture], object],
    ) -> None:
        self._picture = picture
        self._shown: object = None
        with ui.element("li").classes("mg-row") as self._row:
            self._name = ui.element("button").props('type="button"').classes("mg-row-name")
            self._name.on("click", lambda: choose(picture))
            with self._name:
                Text("span", picture.name)
            self._state = Text("span", "").classes("mg-row-state")
            self._grade = Text("span", "").classes("mg-grade")
            self._bar = ui.linear_progress(0, show_value=False).classes("mg-row-bar")
            self._bar.props(f'aria-label="Progress of this image" id="progress-{picture.id}"')
            self._button = ui.button(icon="close").props("flat dense round size=sm")
            self._button.classes("mg-row-remove").on("click", lambda: remove(picture))

    def show(self, is_current: bool) -> None:
        picture = self._picture
        job = picture.job
        share = job.share if job is not None else 0.0
        doing = job.doing if job is not None else ""
        now = (picture.stage, share, doing, picture.version, is_current)
        if now == self._shown:
            return
        self._shown = now
        working = picture.stage in ("waiting", "working")
        self._bar.set_visibility(working)
        self._bar.set_value(share)
        self._row.classes(toggle="", remove="mg-row-current")
        if is_current:
            self._row.classes(add="mg-row-current")
        self._name.props(f"aria-pressed={'true' if is_current else 'false'}")
        what = "Cancel" if working else "Remove"
        self._button.props(f'aria-label="{what} this image" title="{what}"')
        self._state.classes(remove="ow-problem")
        self._grade.set_visibility(picture.stage == "done")
        if picture.stage == "done" and picture.summary is not None:
            summary = picture.summary
            whole = summary["particles"] - summary["particles_at_border"]
            parts = [size_line(summary), f"n = {whole}", shape_line(summary).split(",")[0]]
            line = " · ".join(part for part in parts if part)
            self._state.set_text(line if whole else "no whole particle")
            grade = summary["trust"]["grade"]
            self._grade.set_text(_GRADE_WORDS[grade])
            self._grade.classes(replace=f"mg-grade {GRADES[grade][1]}")
        elif working:
            self._state.set_text(doing or ("waiting" if picture.stage == "waiting" else "starting"))
        else:
            self._state.classes(add="ow-problem")
            self._state.set_text(row_words(picture.error))

    def delete(self) -> None:
        self._row.delete()


def row_words(error: OstwaldError | None) -> str:
    """Return an error as the row of its image tells it: without the name, which stands there."""
    if error is None:
        return "not measured"
    hint = f" — {error.hint}" if error.hint else ""
    return page_words(f"{error.problem}{hint}")
