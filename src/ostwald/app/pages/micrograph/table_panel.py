"""The table of particles, a page of rows at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui import ui

from ostwald.app.pages.layout import panel
from ostwald.microscopy.marked import Measurement

_ROWS = 10
_COLUMNS = (
    ("particle", "Particle"),
    ("diameter", "Diameter"),
    ("length", "Length"),
    ("width", "Width"),
    ("aspect_ratio", "Aspect ratio"),
    ("circularity", "Circularity"),
    ("shape", "Shape"),
    ("touches_border", "Counted"),
)
_IN_UNIT = ("diameter", "length", "width")


class TablePanel:
    """Particles that count, or are cut.

    Args:
        choose: Called with the number of a particle.
    """

    def __init__(self, choose: Callable[[int], object]) -> None:
        self._measured: Measurement | None = None
        self._unit = ""
        with panel("Particles", classes="mg-particles"):
            self._table = ui.table(
                rows=[],
                columns=self._columns("nm"),
                row_key="particle",
                pagination={"rowsPerPage": _ROWS, "rowsNumber": 0, "sortBy": "particle"},
            ).classes("mg-table")
        self._table.props("flat dense :rows-per-page-options=[10,25,100]")
        self._table.add_slot(
            "body-cell-particle",
            '<q-td :props="props"><q-btn flat dense no-caps color="primary" :label="props.value" '
            ":aria-label=\"'Show particle ' + props.value\" "
            "@click=\"$parent.$emit('choose', props.row.particle)\" /></q-td>",
        )
        self._table.on("choose", lambda event: choose(int(event.args)))
        self._table.on("request", self._asked)

    def show(self, measured: Measurement) -> None:
        """Show the particles of a measurement.

        Args:
            measured: The image's.
        """
        self._measured = measured
        unit = "px" if measured.scale.nm_per_px is None else "nm"
        if unit != self._unit:
            self._unit = unit
            self._table.columns = self._columns(unit)
        self._fill(dict(self._table.pagination))

    def _columns(self, unit: str) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "label": f"{label} ({unit})" if name in _IN_UNIT else label,
                "field": name,
                "sortable": True,
                "align": "left" if name in ("shape", "touches_border") else "right",
            }
            for name, label in _COLUMNS
        ]

    def _asked(self, event: Any) -> None:
        self._fill(dict(event.args["pagination"]))

    def _fill(self, wanted: dict[str, Any]) -> None:
        measured = self._measured
        if measured is None:
            return
        table, count = measured.table, len(measured.table)
        per_page = min(max(int(wanted.get("rowsPerPage") or _ROWS), 1), 100)
        page = min(max(int(wanted.get("page") or 1), 1), max(1, -(-count // per_page)))
        sort_by = wanted.get("sortBy")
        name = sort_by if sort_by in dict(_COLUMNS) else "particle"
        values = getattr(table, f"{name}_px" if name in _IN_UNIT else name)
        order = np.argsort(values, kind="stable")
        if wanted.get("descending"):
            order = order[::-1]
        rows = order[(page - 1) * per_page : page * per_page]
        self._table.rows = [self._row(measured, int(row)) for row in rows]
        self._table.pagination = {
            "page": page, "rowsPerPage": per_page, "rowsNumber": count,
            "sortBy": name, "descending": bool(wanted.get("descending")),
        }  # fmt: skip
        self._table.update()

    def _row(self, measured: Measurement, row: int) -> dict[str, Any]:
        table = measured.table
        shown = {n: f"{getattr(table, f'{n}_{self._unit}')[row]:.4g}" for n in _IN_UNIT}
        return {
            "particle": int(table.particle[row]),
            **shown,
            "aspect_ratio": f"{table.aspect_ratio[row]:.3f}",
            "circularity": f"{table.circularity[row]:.3f}",
            "shape": str(table.shape[row]),
            "touches_border": "cut" if table.touches_border[row] else "yes",
        }
