"""One row a particle."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# The columns of the particle table, in the order of the file; pixel columns that the interface
# does not name follow at the end.
COLUMNS: tuple[str, ...] = (
    "particle",
    "x_px",
    "y_px",
    "area_px",
    "area_nm2",
    "diameter_nm",
    "max_feret_nm",
    "min_feret_nm",
    "aspect_ratio",
    "circularity",
    "solidity",
    "shape",
    "shape_probability",
    "touches_border",
    "score",
    "major_axis_nm",
    "minor_axis_nm",
    "angle_deg",
    "length_nm",
    "width_nm",
    "diameter_px",
    "max_feret_px",
    "min_feret_px",
    "major_axis_px",
    "minor_axis_px",
    "length_px",
    "width_px",
    "mean_intensity",
)

LENGTHS: tuple[str, ...] = (
    "diameter",
    "max_feret",
    "min_feret",
    "major_axis",
    "minor_axis",
    "length",
    "width",
)
"""What there is in pixels and in nanometres."""


@dataclass(frozen=True, slots=True, eq=False)
class ParticleTable:
    """Measurements of the particles of one image, one entry each.

    Attributes:
        particle: Number of the particle in the label image.
        x_px: Centroid, column (0 is the centre of the first pixel).
        y_px: Centroid, row.
        area_px: Projected area in pixels.
        area_nm2: Projected area in nm²; NaN without a scale, like every nm column.
        diameter_nm: Diameter of the circle of equal area.
        max_feret_nm: Largest caliper diameter.
        min_feret_nm: Smallest caliper diameter.
        aspect_ratio: Long over short side of the smallest enclosing rectangle.
        circularity: ``4 pi area / perimeter^2``, at most 1.
        solidity: Area over convex area.
        shape: Most probable of the eleven shapes.
        shape_probability: Its probability.
        touches_border: Cut by the frame or by scale bar and strip: not counted in statistics.
        score: The segmentation's confidence, 0 to 1; NaN for labels given by hand.
        major_axis_nm: Long axis of the ellipse with the same second moments.
        minor_axis_nm: Its short axis.
        angle_deg: Direction of the long axis, 0 to 180 degrees, counted from the right against
            the clock, as ImageJ does.
        length_nm: Long side of the smallest enclosing rectangle: the length of a rod.
        width_nm: Its short side: the width of a rod.
        diameter_px: Diameter of the circle of equal area, in pixels.
        max_feret_px: Largest caliper diameter, in pixels.
        min_feret_px: Smallest caliper diameter, in pixels.
        major_axis_px: Long axis, in pixels.
        minor_axis_px: Short axis, in pixels.
        length_px: Long side, in pixels.
        width_px: Short side, in pixels.
        mean_intensity: Mean of its pixels, in the file's units; NaN without the picture.
    """

    particle: NDArray[np.int64]
    x_px: Numbers
    y_px: Numbers
    area_px: NDArray[np.int64]
    area_nm2: Numbers
    diameter_nm: Numbers
    max_feret_nm: Numbers
    min_feret_nm: Numbers
    aspect_ratio: Numbers
    circularity: Numbers
    solidity: Numbers
    shape: NDArray[np.str_]
    shape_probability: Numbers
    touches_border: NDArray[np.bool_]
    score: Numbers
    major_axis_nm: Numbers
    minor_axis_nm: Numbers
    angle_deg: Numbers
    length_nm: Numbers
    width_nm: Numbers
    diameter_px: Numbers
    max_feret_px: Numbers
    min_feret_px: Numbers
    major_axis_px: Numbers
    minor_axis_px: Numbers
    length_px: Numbers
    width_px: Numbers
    mean_intensity: Numbers

    def __len__(self) -> int:
        """Number of particles."""
        return int(self.particle.size)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which particles lie fully in the picture and enter the statistics."""
        return ~self.touches_border

    def at_scale(self, nm_per_px: float | None) -> ParticleTable:
        """Return the same particles with another size of a pixel.

        Args:
            nm_per_px: The size, or None where it is not known.

        Returns:
            The table; only its nm columns differ.
        """
        pixels = {f"{name}_px": getattr(self, f"{name}_px") for name in LENGTHS}
        columns: dict[str, Any] = {**nm_columns(pixels, self.area_px, nm_per_px)}
        return replace(self, **columns)

    def rows(self, chosen: NDArray[np.bool_]) -> ParticleTable:
        """Return the table of some of the particles.

        Args:
            chosen: (n,) which.

        Returns:
            Their rows, in the same order.
        """
        return ParticleTable(*(getattr(self, name)[chosen] for name in COLUMNS))

    def with_rows(self, others: ParticleTable) -> ParticleTable:
        """Return the table with further particles, in the order of their numbers.

        Args:
            others: Particles whose numbers are not in this table.

        Returns:
            Both together.
        """
        order = np.argsort(np.concatenate([self.particle, others.particle]), kind="stable")
        columns = (
            np.concatenate([getattr(self, name), getattr(others, name)])[order] for name in COLUMNS
        )
        return ParticleTable(*columns)

    def to_columns(self) -> dict[str, NDArray[np.generic]]:
        """Return the columns by name, in the order of the file."""
        return {name: getattr(self, name) for name in COLUMNS}

    def to_csv(self) -> str:
        """Return the table as CSV, one line a particle; unknown values are empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        columns = [[_cell(value) for value in getattr(self, name).tolist()] for name in COLUMNS]
        writer.writerows(zip(*columns, strict=True))
        return text.getvalue()


def nm_columns(
    lengths_px: Mapping[str, Numbers], area_px: NDArray[np.int64], nm_per_px: float | None
) -> dict[str, Numbers]:
    """Turn pixels into nanometres.

    Args:
        lengths_px: Columns such as ``diameter_px``.
        area_px: Areas.
        nm_per_px: Size of a pixel; NaN follows where it is not known.

    Returns:
        The columns in nm and nm².
    """
    scale = np.nan if nm_per_px is None else float(nm_per_px)
    columns = {f"{name}_nm": lengths_px[f"{name}_px"] * scale for name in LENGTHS}
    return {**columns, "area_nm2": np.asarray(area_px * scale**2, dtype=np.float64)}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.6g}"
    return str(value)


if tuple(field.name for field in fields(ParticleTable)) != COLUMNS:  # pragma: no cover
    raise TypeError("the columns and the fields of the particle table differ")
