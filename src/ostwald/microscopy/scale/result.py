"""What is known about a micrograph's scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ScaleSource = Literal["metadata", "scale bar", "user", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The scale of one micrograph and the part of it that is not specimen.

    Attributes:
        nm_per_px: Size of a pixel in nanometres; None where the source is ``"none"``.
        source: ``"metadata"``, ``"scale bar"``, ``"user"`` or ``"none"``.
        bar_value_nm: What the scale bar says, in nanometres, where one was read.
        bar_length_px: Length of the bar in pixels, where one was found.
        confidence: 0 to 1.
        excluded: bool, shape (height, width): bar, its text and any information strip.
        bar_box_px: (x0, y0, x1, y1) of the bar, right and lower edge exclusive.
        warnings: Doubts and contradictions, in plain words.
    """

    nm_per_px: float | None
    source: ScaleSource
    bar_value_nm: float | None
    bar_length_px: float | None
    confidence: float
    excluded: NDArray[np.bool_]
    bar_box_px: tuple[float, float, float, float] | None = None
    warnings: tuple[str, ...] = ()
