"""Smoothing frames in which noise hides the particles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_WINDOW_PX = 512
_TAILS = (0.5, 99.5)


def smoothed(frame: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """Smooth a normalised frame and bring it back to its spread.

    Args:
        frame: (H, W) normalised pixels.
        sigma_px: Standard deviation of the Gaussian.

    Returns:
        (H, W) float32 of the same spread; the frame itself where nothing is left.
    """
    smooth = ndimage.gaussian_filter(frame, sigma_px, truncate=3.0)
    left = spread_left(frame, smooth)
    return frame if left <= 0 else np.asarray(smooth / np.float32(left), np.float32)


def spread_left(frame: NDArray[np.float32], smooth: NDArray[np.float32]) -> float:
    """Spread of a smoothed frame over that of the frame itself.

    Args:
        frame: (H, W) pixels.
        smooth: (H, W) the same, smoothed.

    Returns:
        The ratio, from the middle of the frame: near 1 where structures are larger than the
        smoothing, far less where most of the contrast is noise.
    """
    window = _middle(frame.shape)
    before = np.subtract(*np.percentile(frame[window], _TAILS[::-1]))
    after = np.subtract(*np.percentile(smooth[window], _TAILS[::-1]))
    return float(after / before) if before > 0 else 0.0


def is_noisy(frame: NDArray[np.float32], sigma_px: float, least_left: float) -> bool:
    """Tell whether smoothing would take away more than structures would lose.

    Args:
        frame: (H, W) normalised pixels at the working magnification.
        sigma_px: Standard deviation of the smoothing.
        least_left: Share of the spread that a clean frame keeps.

    Returns:
        True for a noisy frame.
    """
    window = frame[_middle(frame.shape)]
    return spread_left(window, ndimage.gaussian_filter(window, sigma_px, truncate=3.0)) < least_left


def _middle(shape: tuple[int, ...]) -> tuple[slice, slice]:
    top, left = (max(0, (n - _WINDOW_PX) // 2) for n in shape)
    return slice(top, top + _WINDOW_PX), slice(left, left + _WINDOW_PX)
