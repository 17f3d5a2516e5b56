"""What lies around every pixel of a whole frame, by OpenCV's filters."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_TRUNCATE = 3.0
"""Reach of a blur, in standard deviations."""


_Kind = TypeVar("_Kind", np.bool_, np.int32)


def highest_around(values: NDArray[_Kind], reach_px: int) -> NDArray[_Kind]:
    """The highest value in the square around every pixel, itself included.

    Args:
        values: (H, W) labels or truth values.
        reach_px: From the middle of the square to its edge.

    Returns:
        (H, W) the same type.
    """
    import cv2

    # Labels are whole numbers far below the 2^24 that single precision holds exactly.
    kind = np.uint8 if values.dtype == np.bool_ else np.float32
    side = 2 * reach_px + 1
    grown: Any = cv2.dilate(values.astype(kind), np.ones((side, side), np.uint8))
    return np.asarray(grown.astype(values.dtype))


def blurred(frame: NDArray[np.float32], sigma_px: float) -> NDArray[np.float32]:
    """Blur a frame that is continued as its own mirror image.

    Args:
        frame: (H, W) float32.
        sigma_px: Standard deviation of the Gaussian.

    Returns:
        (H, W) float32.
    """
    import cv2

    side = 2 * int(_TRUNCATE * sigma_px + 0.5) + 1
    return np.asarray(
        cv2.GaussianBlur(frame, (side, side), sigma_px, borderType=cv2.BORDER_REFLECT), np.float32
    )
