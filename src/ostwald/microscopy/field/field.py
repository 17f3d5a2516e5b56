"""The part of a picture that is specimen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.field.annotations import find_annotations
from ostwald.microscopy.field.corners import corner_boxes
from ostwald.microscopy.field.lines import dead_lines, even_strips
from ostwald.microscopy.field.surround import find_surround
from ostwald.microscopy.scale.bar import to_display

_LEAST_SIDE_PX = 32


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What of a picture is no specimen.

    Attributes:
        mask: (H, W) bool, True where there is no specimen. Particles that reach it are cut.
        reasons: What was found, in plain words.
    """

    mask: NDArray[np.bool_]
    reasons: tuple[str, ...]

    @property
    def share_excluded(self) -> float:
        """Share of the picture that is no specimen, 0 to 1."""
        return float(self.mask.mean()) if self.mask.size else 0.0


def find_field(pixels: NDArray[np.float32]) -> Field:
    """Find what of a picture is no specimen.

    Args:
        pixels: (H, W) grey values, finite.

    Returns:
        Aperture or condenser edge, padding, strips, dead rows and columns, and annotations.
    """
    mask = np.zeros(pixels.shape, bool)
    if min(pixels.shape) < _LEAST_SIDE_PX or float(pixels.min()) == float(pixels.max()):
        return Field(mask, ())
    reasons = []
    for find, reason in (
        (even_strips, "an even strip along the edge"),
        (find_surround, "the outside of a round or framed field of view"),
        (dead_lines, "dead rows or columns"),
        (_annotations, "letters, arrows or other annotations"),
    ):
        found = find(pixels, mask)
        if found.any():
            mask |= found
            reasons.append(reason)
    return Field(mask, tuple(reasons))


def _annotations(pixels: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    display = to_display(pixels)
    boxes = corner_boxes(display, known)
    return boxes | find_annotations(display, known | boxes)
