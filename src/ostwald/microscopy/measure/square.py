"""Particles of pictures whose pixels are not square, drawn with square ones."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def stretch_of(nm_per_px_yx: tuple[float, float] | None) -> tuple[float, float]:
    """Return how the axes are stretched so that pixels become square and keep their area.

    Args:
        nm_per_px_yx: Height and width of a pixel, or None for square ones.

    Returns:
        Factors of rows and columns, whose product is 1.
    """
    if nm_per_px_yx is None:
        return 1.0, 1.0
    mean = math.sqrt(math.prod(nm_per_px_yx))
    return nm_per_px_yx[0] / mean, nm_per_px_yx[1] / mean


def square_mask(
    mask: NDArray[np.bool_], stretch: tuple[float, float]
) -> tuple[NDArray[np.bool_], float]:
    """Draw a particle with square pixels, without losing detail on either axis.

    Args:
        mask: (height, width) one particle.
        stretch: From ``stretch_of``.

    Returns:
        The particle, and the side of its pixels in those whose area is that of the original.
    """
    if stretch == (1.0, 1.0):
        return mask, 1.0
    from scipy import ndimage

    side = min(stretch)
    padded = np.pad(mask, 2).astype(np.float32)
    factors = tuple(by / side for by in stretch)
    zoomed = ndimage.zoom(padded, factors, order=1, grid_mode=True, mode="nearest")
    # Half a long side of a pixel: the steps of the coarse axis are no ragged edge.
    fine = np.asarray(ndimage.gaussian_filter(zoomed, 0.5 * max(factors)) > 0.5)
    return (fine if fine.any() else padded > 0.5), side
