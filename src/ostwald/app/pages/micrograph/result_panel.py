"""What the image says, its doubts first: grade, reasons, summary, histogram."""

from __future__ import annotations

import numpy as np
from nicegui import ui

from ostwald.app.pages.layout import Text, panel
from ostwald.app.pages.micrograph.histogram import histogram_svg
from ostwald.app.pages.micrograph.wording import (
    GRADES,
    count_line,
    interval_line,
    page_words,
    shape_line,
    size_line,
)
from ostwald.microscopy.batch.results import diameters_of
from ostwald.microscopy.marked import Measurement

_FEW = 3


class ResultPanel:
    """The result of the image that is looked at."""

    def __init__(self) -> None:
        with panel("Result", classes="mg-result"):
            with ui.element("div").classes("mg-doubts").props('role="status"') as self._doubts:
                with ui.element("div").classes("mg-doubts-head"):
                    self._icon = ui.icon("visibility").props('aria-hidden="true"')
                    self._grade = Text("strong", "")
                self._reasons = ui.element("ul")
            self._noted: list[str] = []
            self._size = Text("p", "").classes("mg-size").props('data-what="size"')
            self._lines = Text("p", "").classes("ow-soft mg-lines")
            self._histogram = ui.html("", sanitize=False)
            with ui.element("details").classes("mg-notes") as self._notes:
                self._notes_title = Text("summary", "Remarks")
                self._note_list = ui.element("ul")

    def show(self, measured: Measurement) -> None:
        """Show a measurement.

        Args:
            measured: The image's.
        """
        summary = measured.to_json()
        trust = measured.trust
        icon, colour, words = GRADES[trust.grade]
        self._icon.props(f"name={icon}")
        self._doubts.classes(replace=f"mg-doubts {colour}")
        self._grade.set_text(words)
        _list(self._reasons, list(trust.reasons))
        self._size.set_text(size_line(summary) or "No size")
        lines = (count_line(summary), interval_line(summary), shape_line(summary))
        self._lines.set_text("\n".join(line for line in lines if line))
        diameters, unit = diameters_of(measured)
        self._histogram.set_content(histogram_svg(np.array(diameters), unit))
        notes = [page_words(note) for note in measured.warnings if note not in trust.reasons]
        self._notes.set_visibility(bool(notes))
        self._notes_title.set_text(f"Remarks ({len(notes)})")
        if notes != self._noted:
            self._noted = notes
            # A few are seen at once; many would push the rest of the page away.
            is_open = len(notes) <= _FEW
            self._notes.props(add="open" if is_open else None, remove=None if is_open else "open")
        _list(self._note_list, notes)


def _list(element: ui.element, texts: list[str]) -> None:
    element.clear()
    element.set_visibility(bool(texts))
    with element:
        for text in texts:
            Text("li", text)
