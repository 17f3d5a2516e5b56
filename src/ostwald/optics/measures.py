r"""Between the lengths that sizing curves are drawn for and the program's own measure of size.

Everywhere else a size is the diameter of the circle that has the area of the particle's
projection. A convex body that lies in all directions projects, on average, a quarter of its
surface (Cauchy), so that

===================  ============================  ==================
a curve's length     mean projected area           diameter / length
===================  ============================  ==================
diameter             pi d^2 / 4                    1
tetrahedron edge L   sqrt(3) L^2 / 4               0.7425
===================  ============================  ==================

A tetrahedron that lies on a face projects the same area, so that the number does not depend on
how the particles lie on the grid.
"""

from __future__ import annotations

import math
from typing import Literal

Measure = Literal["diameter", "tetrahedron edge"]

DIAMETER_PER_LENGTH: dict[Measure, float] = {
    "diameter": 1.0,
    "tetrahedron edge": math.sqrt(math.sqrt(3.0) / math.pi),
}


def to_diameter(length_nm: float, measure: Measure) -> float:
    """Turn a curve's length into the equal-area diameter.

    Args:
        length_nm: Length in nm.
        measure: What the length is.

    Returns:
        Equal-area diameter in nm.
    """
    return length_nm * DIAMETER_PER_LENGTH[measure]


def from_diameter(diameter_nm: float, measure: Measure) -> float:
    """Turn an equal-area diameter into a curve's length.

    Args:
        diameter_nm: Equal-area diameter in nm.
        measure: What the curve is drawn for.

    Returns:
        Length in nm.
    """
    return diameter_nm / DIAMETER_PER_LENGTH[measure]


def describe_conversion(measure: Measure) -> str:
    """Say how a curve's length was turned into a diameter.

    Args:
        measure: What the curve is drawn for.

    Returns:
        One sentence; empty where nothing was converted.
    """
    if measure == "diameter":
        return ""
    return (
        f"the curve gives the {measure}; sizes are equal-area diameters, "
        f"{DIAMETER_PER_LENGTH[measure]:.4f} of it"
    )
