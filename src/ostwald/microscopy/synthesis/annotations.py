"""Scale bars, their text, and information strips, in the styles of the common programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

BAR_VALUES_NM = tuple(mantissa * 10.0**power for power in range(5) for mantissa in (1.0, 2.0, 5.0))
CORNERS = ("bottom left", "bottom right", "top left", "top right")
_FONT_FILES = (
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSerif.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSerif-Regular.ttf",
)


@dataclass(frozen=True, slots=True)
class BarStyle:
    """How a scale bar looks.

    Attributes:
        corner: One of `CORNERS`.
        colour: Grey level of the bar and its text, 0 to 1.
        box: Grey level of a box behind them, or None.
        ticks: Draw an upright tick at each end.
        text_above: Text above the bar; else below it.
        strip: Put bar and text into an information strip under the image.
        micrometre_sign: How the micrometre is written: the micro sign, a Greek mu, or a plain u.
        space: Put a space between number and unit.
        thickness_px: Thickness of the bar.
        text_px: Height of the text.
        font: Index into the fonts at hand (taken modulo their number).
        label: Panel letter such as ``(a)`` in the opposite corner, or an empty string.
    """

    corner: str = "bottom left"
    colour: float = 0.0
    box: float | None = None
    ticks: bool = False
    text_above: bool = True
    strip: bool = False
    micrometre_sign: str = "µ"
    space: bool = True
    thickness_px: int = 4
    text_px: int = 22
    font: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class BarInfo:
    """The scale bar that was drawn.

    Attributes:
        value_nm: What the text says, in nm.
        length_px: Length of the bar; ``value_nm / length_px`` is the pixel size to rounding.
        text: The text as drawn.
        start: Row and column of the bar's upper left pixel.
        mask: (H, W) bool, pixels of bar, text, box, label and strip.
    """

    value_nm: float
    length_px: int
    text: str
    start: tuple[int, int]
    mask: NDArray[np.bool_]


def format_length(value_nm: float, micrometre_sign: str = "µ", space: bool = True) -> str:
    """Write a length as microscope software does: ``50 nm``, ``2 µm``."""
    gap = " " if space else ""
    if value_nm < 1000:
        return f"{value_nm:g}{gap}nm"
    return f"{value_nm / 1000:g}{gap}{micrometre_sign}m"


def annotate(
    pixels: NDArray[np.float32], nm_per_px: float, style: BarStyle
) -> tuple[NDArray[np.float32], BarInfo | None]:
    """Draw a scale bar onto an image.

    Args:
        pixels: (H, W) float32, 0 to 1.
        nm_per_px: Pixel size.
        style: How the bar looks.

    Returns:
        The image, higher by the strip where the style asks for one, and what was drawn; None
        where the image is too small for any bar.
    """
    height, width = pixels.shape
    value, length = _choose_value(width, nm_per_px)
    text = format_length(value, style.micrometre_sign, style.space)
    font = _font(style.font, style.text_px)
    left, top, right, bottom = font.getbbox(text)
    text_width, text_height = int(right - left), int(bottom - top)
    pad = max(3, style.text_px // 4)
    block_width = max(length, text_width)
    block_height = text_height + pad + style.thickness_px + (2 * pad if style.ticks else 0)
    if length < 8 or block_width + 4 * pad > width or block_height + 4 * pad > height:
        return pixels, None
    strip = block_height + 2 * pad if style.strip else 0
    canvas = np.zeros((height + strip, width), np.float32)
    canvas[:height] = pixels
    mask = np.zeros(canvas.shape, bool)
    if strip:
        canvas[height:] = 1.0 - style.colour
        mask[height:] = True
    row, column = _corner(style, canvas.shape, (block_height, block_width), pad, strip)
    if style.box is not None and not strip:
        box = (
            slice(max(row - pad, 0), row + block_height + pad),
            slice(max(column - pad, 0), column + block_width + pad),
        )
        canvas[box] = style.box
        mask[box] = True
    bar_row = row + text_height + pad if style.text_above else row
    text_row = row if style.text_above else row + style.thickness_px + pad
    bar_column = column + (block_width - length) // 2
    ink = Image.new("L", (width, height + strip), 0)
    draw = ImageDraw.Draw(ink)
    draw.text((column + (block_width - text_width) // 2 - left, text_row - top), text, 255, font)
    if style.label:
        draw.text((pad, pad), style.label, 255, font)
    coverage = np.asarray(ink, np.float32) / 255
    bar = (slice(bar_row, bar_row + style.thickness_px), slice(bar_column, bar_column + length))
    coverage[bar] = 1
    if style.ticks:
        ends = slice(max(bar_row - pad, 0), bar_row + style.thickness_px + pad)
        thin = max(1, style.thickness_px // 2)
        coverage[ends, bar_column : bar_column + thin] = 1
        coverage[ends, bar_column + length - thin : bar_column + length] = 1
    canvas = canvas * (1 - coverage) + style.colour * coverage
    mask |= coverage > 0
    return canvas.astype(np.float32), BarInfo(value, length, text, (bar_row, bar_column), mask)


def _choose_value(width: int, nm_per_px: float) -> tuple[float, int]:
    """Take the round length that comes nearest to a fifth of the image's width."""
    lengths = np.array([value / nm_per_px for value in BAR_VALUES_NM])
    best = int(np.argmin(np.abs(np.log(lengths / (0.2 * width)))))
    return BAR_VALUES_NM[best], round(float(lengths[best]))


def _corner(
    style: BarStyle, shape: tuple[int, ...], block: tuple[int, int], pad: int, strip: int
) -> tuple[int, int]:
    low_row, low_column = 2 * pad, 2 * pad
    high_row, high_column = shape[0] - block[0] - 2 * pad, shape[1] - block[1] - 2 * pad
    if strip:
        return shape[0] - strip + pad, low_column if "left" in style.corner else high_column
    return (
        low_row if "top" in style.corner else high_row,
        low_column if "left" in style.corner else high_column,
    )


@lru_cache(maxsize=64)
def _font(index: int, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a font of the system, or the one that Pillow carries."""
    for name in _FONT_FILES[index % len(_FONT_FILES) :]:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
