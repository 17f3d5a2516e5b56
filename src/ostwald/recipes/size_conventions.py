r"""Between the edge lengths that papers report and the equal-area diameter ostwald works in.

Papers give the edge of a cube or a triangle; image analysis gives the area of a particle's
projection. One measure serves every shape: the diameter of the circle with the same area,

    d = 2 sqrt(A / pi)

which for the projections that papers report by their edge a is

========  ===============================  =====================================  ======
shape     projection                       d / a                                  value
========  ===============================  =====================================  ======
cube      square, A = a^2                  2 / sqrt(pi)                           1.1284
triangle  equilateral, A = sqrt(3)/4 a^2   sqrt(sqrt(3) / pi)                     0.7425
rhombus   of 60 degrees, A = sqrt(3)/2 a^2 sqrt(2 sqrt(3) / pi)                   1.0501
========  ===============================  =====================================  ======

These are the factors of the published training table (Gu et al., doi
10.1021/acsnano.5c09134), which rounds the results to 0.01 nm. All other shapes are reported by
a diameter already, or their edge does not fix their area (rods, rectangles): they are left
alone.
"""

from __future__ import annotations

import math

from ostwald.errors import InputError
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.shapes import read_shape

EDGE_TO_DIAMETER: dict[str, float] = {
    "cube": 2.0 / math.sqrt(math.pi),
    "triangle": math.sqrt(math.sqrt(3.0) / math.pi),
    "rhombus": math.sqrt(2.0 * math.sqrt(3.0) / math.pi),
}


def has_edge_length(shape: str) -> bool:
    """Tell whether papers report particles of this shape by their edge length.

    Args:
        shape: A shape label or one of its synonyms.

    Returns:
        True for cubes, triangles and rhombi.

    Raises:
        InputError: The shape is not known.
    """
    return read_shape(shape) in EDGE_TO_DIAMETER


def reported_to_equal_area(shape: str, size_nm: float) -> float:
    """Turn a reported size into the diameter of the circle with the same area.

    Args:
        shape: A shape label or one of its synonyms.
        size_nm: Edge length for cubes, triangles and rhombi; diameter for the rest.

    Returns:
        The equal-area diameter in nm.

    Raises:
        InputError: The shape is not known.
    """
    return size_nm * EDGE_TO_DIAMETER.get(read_shape(shape), 1.0)


def equal_area_to_reported(shape: str, size_nm: float) -> float:
    """Turn an equal-area diameter into the size that a paper would report.

    Args:
        shape: A shape label or one of its synonyms.
        size_nm: Equal-area diameter in nm.

    Returns:
        Edge length in nm for cubes, triangles and rhombi; the diameter for the rest.

    Raises:
        InputError: The shape is not known.
    """
    return size_nm / EDGE_TO_DIAMETER.get(read_shape(shape), 1.0)


def to_equal_area(outcome: Outcome) -> Outcome:
    """Return an outcome whose size is the equal-area diameter.

    Args:
        outcome: An outcome whose size may be an edge length.

    Returns:
        The same outcome if there is nothing to convert, or if its source does not say what its
        size is.

    Raises:
        InputError: The size is an edge length of particles whose shape is not known.
    """
    if outcome.size_measure != "edge length":
        return outcome
    size = outcome.size_nm
    if size is not None:
        if outcome.shape is None:
            raise InputError(
                "size_nm is an edge length, and the shape is not given",
                where="size_measure",
                hint="give the shape, or the equal-area diameter",
            )
        size = reported_to_equal_area(outcome.shape, size)
    return outcome.model_copy(update={"size_nm": size, "size_measure": "equal-area diameter"})
