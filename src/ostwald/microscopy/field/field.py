"""The part of a picture that is specimen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.field.annotations import find_annotations
from ostwald.microscopy.field.corners import corner_boxes
from ostwald.microscopy.field.insets import dark_insets
from ostwald.microscopy.field.lines import dead_lines, even_strips
from ostwald.microscopy.field.surround import find_surround
from ostwald.microscopy.scale.bar import to_display

_LEAST_SIDE_PX = 32
_RIM_PX = 2
_WIDE_PX, _WIDE = 5.0, 0.02
"""Half-width from which on a mark is an area, in pixels and over the side of the picture."""

_SHINES_THROUGH = 0.01
"""Scatter of an area through which specimen shines, over the range of the picture."""


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


def find_field(pixels: NDArray[np.float32], coloured: NDArray[np.bool_] | None = None) -> Field:
    """Find what of a picture is no specimen.

    Args:
        pixels: (H, W) grey values, finite.
        coloured: (H, W) bool, what was drawn in colour.

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
    if coloured is not None and (drawn := _in_colour(pixels, coloured) & ~mask).any():
        mask |= drawn
        reasons.append("marks in colour")
    return Field(mask, tuple(reasons))


def _in_colour(pixels: NDArray[np.float32], coloured: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Marks in colour with their paler rim, but no single pixels and nothing that shines through.

    A tint over particles, as of an overlay, hides nothing; ink has one value.
    """
    kept = ndimage.binary_opening(coloured)
    kept = ndimage.binary_propagation(kept, mask=ndimage.binary_dilation(coloured))
    names, count = ndimage.label(kept)
    if not count:
        return np.asarray(kept)
    depth = np.asarray(ndimage.distance_transform_edt(np.pad(kept, 1)))[1:-1, 1:-1]
    numbers = np.arange(1, count + 1)
    wide = ndimage.maximum(depth, names, numbers) > max(_WIDE_PX, _WIDE * min(kept.shape))
    core = np.where(depth > _RIM_PX, names, 0)
    scatter = np.nan_to_num(ndimage.standard_deviation(pixels, core, numbers))
    tint = wide & (scatter > _SHINES_THROUGH * float(np.ptp(pixels)))
    kept &= ~np.append(False, tint)[names]
    return np.asarray(ndimage.binary_dilation(kept, iterations=_RIM_PX))


def _annotations(pixels: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    display = to_display(pixels)
    boxes = corner_boxes(display, known)
    boxes |= dark_insets(display, known | boxes)
    return boxes | find_annotations(display, known | boxes)
