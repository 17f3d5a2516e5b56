"""The particles that are chosen: numbers of one, and what can be done to them."""

from __future__ import annotations

import numpy as np
from nicegui import ui

from ostwald.app.pages.layout import Text, panel
from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.measure.table import ParticleTable


class ChosenPanel:
    """Shows the numbers of what is chosen in the picture."""

    def __init__(self) -> None:
        with panel("Particle"):
            self._line = Text("p", "").props('aria-live="polite" data-what="chosen"')
            self._line.classes("mg-lines")
            self._list = ui.element("dl").classes("mg-numbers")

    def show(self, measured: Measurement, table: ParticleTable, chosen: list[int]) -> None:
        """Show what is chosen.

        Args:
            measured: The image's measurement.
            table: All particles, also those that do not count.
            chosen: Numbers.
        """
        rows = np.flatnonzero(np.isin(table.particle, chosen))
        self._list.clear()
        if not rows.size:
            self._line.set_text("Click a particle in the picture, or choose it with arrow keys.")
            return
        unit = "px" if measured.scale.nm_per_px is None else "nm"
        diameters = getattr(table, f"diameter_{unit}")[rows]
        if rows.size > 1:
            self._line.set_text(
                f"{rows.size} particles chosen, {diameters.mean():.4g} {unit} on average"
            )
            return
        row = int(rows[0])
        number = int(table.particle[row])
        cut, counted = bool(table.touches_border[row]), number in measured.table.particle
        standing = "not counted: cut by the border" if cut else "counted"
        if not counted:
            standing = "left out by the filters"
        self._line.set_text(f"Particle {number}, {standing}")
        score = float(table.score[row])
        facts = [
            ("Diameter", f"{diameters[0]:.4g} {unit}"),
            ("Length × width", _pair(table, row, "length", "width", unit)),
            ("Feret", _pair(table, row, "max_feret", "min_feret", unit)),
            ("Area", _area(table, row, unit)),
            ("Aspect ratio", f"{table.aspect_ratio[row]:.3f}"),
            ("Circularity", f"{table.circularity[row]:.3f}"),
            ("Shape", f"{table.shape[row]} ({100 * table.shape_probability[row]:.0f} %)"),
            ("Found by", "hand" if np.isnan(score) else f"the network ({100 * score:.0f} % sure)"),
        ]
        with self._list:
            for name, value in facts:
                Text("dt", name)
                Text("dd", value)


def _pair(table: ParticleTable, row: int, first: str, second: str, unit: str) -> str:
    a, b = (float(getattr(table, f"{name}_{unit}")[row]) for name in (first, second))
    return f"{a:.4g} × {b:.4g} {unit}"


def _area(table: ParticleTable, row: int, unit: str) -> str:
    return f"{table.area_px[row]} px" if unit == "px" else f"{table.area_nm2[row]:.4g} nm²"
