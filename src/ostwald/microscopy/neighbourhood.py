"""What lies around every pixel of a whole frame, by OpenCV's filters."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

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


def opened(mask: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.bool_]:
    """Keep what a rectangle can cover without leaving a mask.

    Args:
        mask: (H, W) bool.
        rows: Height of the rectangle.
        columns: Its width.

    Returns:
        (H, W) bool; outside the frame is nothing.
    """
    import cv2

    kernel = np.ones((rows, columns), np.uint8)
    left: Any = cv2.erode(
        mask.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    # The same rectangle turned about, so that even sides do not move what is kept.
    anchor = columns - 1 - columns // 2, rows - 1 - rows // 2
    return np.asarray(cv2.dilate(left, kernel, anchor=anchor) > 0)


def blurred(
    frame: NDArray[np.float32], sigma_px: float | tuple[float, float], reach: float = 3.0
) -> NDArray[np.float32]:
    """Blur a frame that is continued as its own mirror image.

    Args:
        frame: (H, W) float32.
        sigma_px: Standard deviation of the Gaussian, or those along columns and along rows.
        reach: Where the Gaussian ends, in standard deviations.

    Returns:
        (H, W) float32.
    """
    import cv2

    down, along = sigma_px if isinstance(sigma_px, tuple) else (sigma_px, sigma_px)
    sides = tuple(2 * int(reach * sigma + 0.5) + 1 for sigma in (along, down))
    # A side of one pixel leaves its direction alone; OpenCV asks for some width all the same.
    blur: Any = cv2.GaussianBlur(
        frame, sides, sigmaX=along or 1.0, sigmaY=down or 1.0, borderType=cv2.BORDER_REFLECT
    )
    return np.asarray(blur, np.float32)


def evened(frame: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    """Mean over the rectangle around every pixel, the frame being its own mirror image.

    Args:
        frame: (H, W) float32.
        rows: Height of the rectangle; of even ones the upper half is larger by one.
        columns: Its width.

    Returns:
        (H, W) float32.
    """
    import cv2

    return np.asarray(cv2.blur(frame, (columns, rows), borderType=cv2.BORDER_REFLECT), np.float32)
