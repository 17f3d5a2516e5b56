"""The picture with the outlines of what was measured, to check by eye."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path

if TYPE_CHECKING:
    from ostwald.microscopy.marked import Measurement

# Okabe and Ito's colours, told apart by colour-blind people and on grey.
ORANGE, SKY_BLUE, PURPLE = (230, 159, 0), (86, 180, 233), (204, 121, 167)
_COMFORTABLE_PX = 1200
_MOST_ENLARGED = 3
_FINE_LINE_PX = 1000
"""Side of a picture up to which one pixel is a line; larger ones are looked at reduced."""


def draw_overlay(measurement: Measurement) -> NDArray[np.uint8]:
    """Draw counted particles orange, those cut by the border blue, the scale bar purple.

    Args:
        measurement: What was measured.

    Returns:
        uint8, (height, width, 3); small pictures are enlarged so that outlines hide nothing.
    """
    grey = stretched(measurement.micrograph.pixels)
    factor = int(np.clip(_COMFORTABLE_PX // max(grey.shape), 1, _MOST_ENLARGED))
    labels = _enlarged(measurement.labels, factor)
    canvas = np.repeat(_enlarged(grey, factor)[:, :, None], 3, axis=2)
    veiled = _enlarged(measurement.scale.excluded, factor)
    canvas[veiled] = (0.75 * canvas[veiled] + 0.25 * np.array(PURPLE)).astype(np.uint8)
    cut = np.zeros(int(measurement.labels.max(initial=0)) + 1, dtype=bool)
    cut[measurement.table.particle] = measurement.table.touches_border
    edge = _inner_edges(labels, max(1, round(max(labels.shape) / _FINE_LINE_PX)))
    canvas[edge] = np.where(cut[labels[edge]][:, None], SKY_BLUE, ORANGE)
    if measurement.scale.bar_box_px is not None:
        _frame(canvas, measurement.scale.bar_box_px, factor)
    return canvas


def write_overlay(measurement: Measurement, path: Path) -> None:
    """Write the overlay as PNG.

    Args:
        measurement: What was measured.
        path: The file.

    Raises:
        InputError: It cannot be written.
    """
    from PIL import Image

    picture = Image.fromarray(draw_overlay(measurement))
    with atomic_path(path) as temporary:
        picture.save(temporary, format="PNG", compress_level=3)


def stretched(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Grey values from the 0.3th to the 99.7th percentile."""
    low, high = np.percentile(pixels[:: max(1, pixels.shape[0] // 1024)], [0.3, 99.7])
    if high <= low:
        return np.full(pixels.shape, 128, dtype=np.uint8)
    return np.asarray(np.clip((pixels - low) * (255.0 / (high - low)), 0, 255), dtype=np.uint8)


def _enlarged(array: NDArray[np.generic], factor: int) -> NDArray[np.generic]:
    return array if factor == 1 else np.repeat(np.repeat(array, factor, axis=0), factor, axis=1)


def _inner_edges(labels: NDArray[np.generic], width_px: int) -> NDArray[np.bool_]:
    """Pixels of a particle that lie less than a line's width from what is not of it."""
    edge = np.zeros(labels.shape, dtype=bool)
    down = labels[1:] != labels[:-1]
    right = labels[:, 1:] != labels[:, :-1]
    edge[1:] |= down
    edge[:-1] |= down
    edge[:, 1:] |= right
    edge[:, :-1] |= right
    for _ in range(width_px - 1):
        wider = edge.copy()
        wider[1:] |= edge[:-1]
        wider[:-1] |= edge[1:]
        wider[:, 1:] |= edge[:, :-1]
        wider[:, :-1] |= edge[:, 1:]
        edge = wider
    return np.asarray(edge & (labels != 0))


def _frame(canvas: NDArray[np.uint8], box: tuple[float, float, float, float], factor: int) -> None:
    x0, y0, x1, y1 = (round(value * factor) for value in box)
    height, width = canvas.shape[:2]
    for margin in (2, 3):
        top, bottom = max(0, y0 - margin), min(height - 1, y1 + margin - 1)
        left, right = max(0, x0 - margin), min(width - 1, x1 + margin - 1)
        canvas[[top, bottom], left : right + 1] = PURPLE
        canvas[top : bottom + 1, [left, right]] = PURPLE
