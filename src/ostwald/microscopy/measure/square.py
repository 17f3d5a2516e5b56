"""Pictures whose pixels are not square, made square, and labels brought back to their pixels."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Sample = TypeVar("Sample", bound=np.generic)


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


def made_square(picture: NDArray[np.float32], stretch: tuple[float, float]) -> NDArray[np.float32]:
    """Resample a picture onto square pixels.

    Args:
        picture: (height, width).
        stretch: From ``stretch_of``.

    Returns:
        (height * stretch[0], width * stretch[1]), rounded; linear between the pixels, and an
        average where many fall into one.
    """
    from skimage import transform

    resize: Any = transform.resize
    shape = tuple(max(1, round(n * by)) for n, by in zip(picture.shape, stretch, strict=True))
    smooth = resize(picture, shape, order=1, mode="reflect", anti_aliasing=True)
    return np.asarray(smooth, dtype=np.float32)


def nearest(array: NDArray[Sample], shape: tuple[int, ...]) -> NDArray[Sample]:
    """Take the nearest pixels for a picture of another shape.

    Args:
        array: (height, width) labels or a mask.
        shape: The shape wanted.

    Returns:
        The same values in that shape.
    """
    places = [
        np.minimum(((np.arange(new) + 0.5) * old / new).astype(int), old - 1)
        for new, old in zip(shape, array.shape, strict=True)
    ]
    return np.asarray(array[np.ix_(*places)])


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
