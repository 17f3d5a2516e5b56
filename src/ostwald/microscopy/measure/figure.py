"""The picture as a paper prints it: stretched, without the microscope's strip, with a scale bar."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path
from ostwald.microscopy.measure.overlay import stretched

if TYPE_CHECKING:
    from ostwald.microscopy.marked import Measurement

_SHARE = 0.22
"""Length of the bar over the picture's width: about what papers print."""
_STEPS = (1.0, 2.0, 5.0)
_LEAST_WIDTH_PX = 1600
"""Small pictures are enlarged, so that bar and letters are sharp in print."""


def write_figure(measurement: Measurement, path: Path) -> None:
    """Write the picture with a fresh scale bar as PNG.

    Args:
        measurement: What was measured; without a scale there is no bar.
        path: The file.

    Raises:
        InputError: It cannot be written.
    """
    from PIL import Image, ImageDraw, ImageFont

    excluded = measurement.scale.excluded
    grey = stretched(measurement.micrograph.pixels)
    grey = grey[: rows_above_strip(excluded)]
    factor = max(1, math.ceil(_LEAST_WIDTH_PX / grey.shape[1]))
    picture = Image.fromarray(grey)
    size = (grey.shape[1] * factor, grey.shape[0] * factor)
    picture = picture.resize(size, Image.Resampling.BICUBIC if factor > 1 else None)
    nm_per_px = measurement.scale.nm_per_px
    yx = measurement.micrograph.nm_per_px_yx
    if nm_per_px is not None:
        # A level bar is measured in widths of a pixel, which may differ from their heights.
        across = nm_per_px * (math.sqrt(yx[1] / yx[0]) if yx else 1.0) / factor
        value_nm = round_length(_SHARE * size[0] * across)
        _draw_bar(ImageDraw.Draw(picture), size, value_nm / across, in_words(value_nm), ImageFont)
    with atomic_path(path) as temporary:
        dots = 300
        picture.save(temporary, format="PNG", compress_level=3, dpi=(dots, dots))


def rows_above_strip(excluded: NDArray[np.bool_]) -> int:
    """Return how many rows lie above an information strip at the foot of the picture.

    Args:
        excluded: (height, width) what is no specimen.

    Returns:
        The height where there is no strip.
    """
    full = np.asarray(excluded.all(axis=1))
    height = int(full.size)
    strip = 0
    while strip < height and full[height - 1 - strip]:
        strip += 1
    return height - strip if 0 < strip < height / 2 else height


def round_length(nm: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is no longer.

    Args:
        nm: A length, positive.

    Returns:
        The round length.
    """
    power = 10.0 ** math.floor(math.log10(nm))
    return max(step * power for step in (0.5, *_STEPS) if step * power <= nm * (1 + 1e-9))


def in_words(nm: float) -> str:
    """Return a length as a scale bar says it, such as ``"200 nm"`` or ``"1 µm"``."""
    if nm >= 1000:
        return f"{nm / 1000:g} µm"
    return f"{nm:g} nm" if nm >= 0.1 else f"{nm * 1000:g} pm"


def _draw_bar(draw, size, length_px, text, fonts) -> None:  # type: ignore[no-untyped-def]
    width, height = size
    margin, thickness = round(0.025 * width), max(3, round(0.007 * width))
    font = fonts.load_default(size=max(10, round(0.032 * width)))
    x0, y1 = margin, height - margin
    x1, y0 = x0 + round(length_px), y1 - thickness
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    gap = round(0.3 * (bottom - top))
    text_x = x0 + (x1 - x0 - (right - left)) / 2 - left
    text_y = y0 - gap - bottom
    pad = round(0.5 * margin)
    # On a ground of its own it is read over dark and bright particles alike.
    box = (
        min(x0, text_x + left) - pad, text_y + top - pad, max(x1, text_x + right) + pad, y1 + pad
    )  # fmt: skip
    draw.rectangle(box, fill=255)
    draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=0)
    draw.text((text_x, text_y), text, font=font, fill=0)
