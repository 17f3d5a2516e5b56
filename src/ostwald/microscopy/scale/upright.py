"""Bars that stand upright, with a label that lies or stands beside them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ostwald.microscopy.scale.bar import Bar, find_bars
from ostwald.microscopy.scale.bar_reading import BarReading, in_colour, is_clear, is_cut
from ostwald.microscopy.scale.length import Length, parse_length
from ostwald.microscopy.scale.pairing import LabelledBar
from ostwald.microscopy.scale.reading import TextBox, joined, read_line, read_text

_MOST_BARS = 2
_PAD_PX, _PAD_SHARE = 80, 0.4
_REACH = 3.0
"""Distance of a label from its bar, in heights of the label, at which it belongs to none."""

_SECOND_LOOK_PX, _MARGINS = (32, 48), (0.1, 0.3)
_LEAST_CONFIRMED = 2
_LEAST_FIT = 0.2
_LEAST_LENGTH = 1.5
_TURNS = (0, 1, 3)
_OUTLINE_PX = 3


def read_upright(display: NDArray[np.uint8]) -> BarReading:
    """Find upright bars and read their labels.

    Args:
        display: Grey picture, (height, width).

    Returns:
        What was read; only labels that further looks confirm.
    """
    width = display.shape[1]
    turned = find_bars(np.rot90(display).copy())
    bars = [_upright(bar, width) for bar in turned if is_clear(bar)][:_MOST_BARS]
    confidence: dict[LabelledBar, float] = {}
    for bar in bars:
        confidence |= _labels(display, bar)
    pairs = tuple(sorted(confidence, key=lambda pair: -confidence[pair]))
    return BarReading(tuple(pair.text for pair in pairs), pairs, confidence)


def _labels(display: NDArray[np.uint8], bar: Bar) -> dict[LabelledBar, float]:
    """Labels of one bar and how sure each is: as it is, else without what lies behind them."""
    region = x0, y0, x1, y1 = _crop(bar, display.shape)
    # The bar would be read as a digit, or taken into the box of the text.
    rows = slice(max(0, int(bar.y0) - _OUTLINE_PX - y0), int(bar.y1) + _OUTLINE_PX - y0)
    columns = slice(max(0, int(bar.x0) - _OUTLINE_PX - x0), int(bar.x1) + _OUTLINE_PX - x0)
    confidence: dict[LabelledBar, float] = {}
    for whole in (display[y0:y1, x0:x1], in_colour(display[y0:y1, x0:x1], bar)):
        crop = whole.copy()
        crop[rows, columns] = int(np.median(crop))
        for turns in _TURNS:
            view = np.rot90(crop, turns).copy()
            for text in joined(read_text(view)):
                length = parse_length(text.text)
                box = _turned_back(text, turns, crop.shape).moved(x0, y0)
                if length is None or is_cut(box, region, display.shape):
                    continue
                fit = _fit(bar, box, text.height_px)
                sure = _confirmed(view, text, length)
                if fit >= _LEAST_FIT and sure > 0:
                    place = 0.6 + 0.4 * fit
                    repaired = 0.85 if length.repaired else 1.0
                    confidence[LabelledBar(bar, box, length, fit)] = float(
                        sure * place * repaired * length.plausibility
                    )
        if confidence:
            break
    return confidence


def _upright(bar: Bar, width: int) -> Bar:
    """The bar in the picture's own coordinates; it was found in the picture turned to the left."""
    return replace(
        bar,
        x0=float(width - bar.y1),
        x1=float(width - bar.y0),
        y0=bar.x0,
        y1=bar.x1,
        upright=True,
    )


def _crop(bar: Bar, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    beside = max(_PAD_PX, int(_PAD_SHARE * shape[1]))
    return (
        max(0, int(bar.x0) - beside),
        max(0, int(bar.y0) - _PAD_PX),
        min(shape[1], int(bar.x1) + beside),
        min(shape[0], int(bar.y1) + _PAD_PX),
    )


def _turned_back(text: TextBox, turns: int, shape: tuple[int, ...]) -> TextBox:
    """Box of a text in a crop, from its box in the crop turned to the left ``turns`` times."""
    height, width = shape
    if turns == 1:
        x0, x1, y0, y1 = width - text.y1, width - text.y0, text.x0, text.x1
    elif turns == 3:
        x0, x1, y0, y1 = text.y0, text.y1, height - text.x1, height - text.x0
    else:
        return text
    return replace(text, x0=x0, x1=x1, y0=y0, y1=y1)


def _fit(bar: Bar, box: TextBox, height_px: float) -> float:
    """1 for a label right beside, above or below its bar, falling to 0 with distance."""
    if bar.length_px < _LEAST_LENGTH * height_px:
        return 0.0  # a stroke of a letter
    across = max(bar.x0 - box.x1, box.x0 - bar.x1, 0.0)
    along = max(bar.y0 - box.y1, box.y0 - bar.y1, 0.0)
    distance = float(np.hypot(across, along)) / (_REACH * max(height_px, 1.0))
    return max(0.0, 1.0 - distance) * (0.5 + 0.5 * bar.contrast)


def _confirmed(view: NDArray[np.uint8], text: TextBox, length: Length) -> float:
    """Best score of a label that is read alike at other sizes and margins; 0 if it is not."""
    same, best = 0, text.score
    for size, margin in itertools.product(_SECOND_LOOK_PX, _MARGINS):
        pad = margin * text.height_px
        rows = slice(max(0, int(text.y0 - pad)), int(text.y1 + pad + 1))
        columns = slice(max(0, int(text.x0 - pad)), int(text.x1 + pad + 1))
        crop = view[rows, columns]
        wide = max(1, round(crop.shape[1] * size / max(1, crop.shape[0])))
        look = Image.fromarray(crop).resize((wide, size), Image.Resampling.BICUBIC)
        read, score = read_line(np.asarray(look))
        again = parse_length(read)
        if again is not None and again.nm != length.nm:
            return 0.0
        if again is not None:
            same, best = same + 1, max(best, score)
    return best if same >= _LEAST_CONFIRMED else 0.0
