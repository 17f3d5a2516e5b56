"""Read the labels of the bars found in a picture, and say how sure the reading is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.scale.bar import Bar
from ostwald.microscopy.scale.bar_ends import Box
from ostwald.microscopy.scale.length import ODD, is_reciprocal_length, parse_length
from ostwald.microscopy.scale.pairing import LabelledBar, pair
from ostwald.microscopy.scale.reading import TextBox, joined, read_line, read_text

_MAX_CROPS = 5
_MAX_CROP_SHARE = 0.5
# Heights, in pixels, to which a label is brought for second readings.
_SECOND_LOOK_PX = (32, 48)
# Margins around it, in its heights.
_MARGINS = (0.1, 0.3)
_UNCONFIRMED = 0.6
# Agreeing second looks, none contradicting, after which no more are taken.
_ENOUGH = 3
# Grey levels by which lettering may differ from its bar; less where the specimen is near.
_SAME_COLOUR = 60
_LEAST_SAME_COLOUR = 12
_NEARER = 0.65
_SPECIMEN = 80
_SMALL_PICTURE_PX = 700
_OUTLINE_PX = 3
# Height of a tick at the end of half a bar, in thicknesses of the bar.
_TICK = 6
# A text that ends this near to a region's side may go on; by so many of its heights.
_CUT_PX, _CUT_ROOM = 6.0, 5.0
# The same above and below, where it is made higher by one of its heights.
_CUT_HIGH_PX = 1.0


@dataclass(frozen=True, slots=True)
class BarReading:
    """Everything that was read around bars and in strips.

    Attributes:
        texts: All text found.
        pairs: Bars with their labels, most fitting first.
        confidence: 0 to 1 for each pair.
        reciprocal: The label of a diffraction pattern's bar, or None.
        lengths_without_bar: Lengths that no bar belongs to.
    """

    texts: tuple[TextBox, ...] = ()
    pairs: tuple[LabelledBar, ...] = ()
    confidence: Mapping[LabelledBar, float] = field(default_factory=dict)
    reciprocal: str | None = None
    lengths_without_bar: tuple[str, ...] = ()

    def strip_holds_text(self, first: int, end: int) -> bool:
        """Tell whether text was read between two rows: an even margin alone is no strip."""
        return any(first <= (text.y0 + text.y1) / 2 < end for text in self.texts)


def read_bars(
    display: NDArray[np.uint8], bars: list[Bar], strips: list[tuple[int, int]]
) -> BarReading:
    """Read the text around bars and in strips, and pair it with the bars.

    Args:
        display: Grey picture, shape (height, width).
        bars: Candidates, the best first.
        strips: (first row, row after the last) of information strips.

    Returns:
        What was read; empty where there is neither a bar nor a strip.
    """
    texts: list[TextBox] = []
    for box in _crops(display.shape, bars, strips):
        whole = _read_whole(partial(_read_crop, display), box, display.shape)
        texts.extend(text for text in whole if not _known(text, texts))
    texts = joined(texts)
    if not pair(bars, texts):
        texts.extend(_text_in_bar_colour(display, bars))
    pairs = tuple(pair(bars, texts))
    paired = {candidate.text for candidate in pairs}
    lone = [t.text for t in texts if t not in paired and parse_length(t.text) is not None]
    reciprocal = next((text.text for text in texts if is_reciprocal_length(text.text)), None)
    return BarReading(
        texts=tuple(texts),
        pairs=pairs,
        confidence={candidate: _confidence(display, candidate) for candidate in pairs},
        reciprocal=reciprocal,
        lengths_without_bar=tuple(lone),
    )


def _read_crop(display: NDArray[np.uint8], box: Box) -> list[TextBox]:
    x0, y0, x1, y1 = box
    crop = display[y0:y1, x0:x1]
    return [text.moved(x0, y0) for text in read_text(crop, _magnification(crop.shape))]


def _magnification(shape: tuple[int, ...]) -> float:
    return 2.0 if max(shape) < _SMALL_PICTURE_PX // 2 else 1.0


def _read_whole(
    read: Callable[[Box], list[TextBox]], box: Box, shape: tuple[int, ...]
) -> list[TextBox]:
    """Read a region, once more and wider where it cuts a text: the rest decides what it says."""
    found = read(box)
    wider = _widened(box, found, shape)
    if wider != box:
        found = read(wider)
    return [text for text in found if not is_cut(text, wider, shape)]


def _widened(box: Box, texts: list[TextBox], shape: tuple[int, ...]) -> Box:
    """The same region, wider on a side that cuts a text."""
    x0, y0, x1, y1 = box
    height = max((text.height_px for text in texts), default=0.0)
    room, rise = _CUT_ROOM * height, height
    left = any(text.x0 - x0 <= _CUT_PX for text in texts)
    right = any(x1 - text.x1 <= _CUT_PX for text in texts)
    above = any(text.y0 - y0 <= _CUT_HIGH_PX for text in texts)
    below = any(y1 - text.y1 <= _CUT_HIGH_PX for text in texts)
    return (
        max(0, int(x0 - room)) if left else x0,
        max(0, int(y0 - rise)) if above else y0,
        min(shape[1], int(x1 + room)) if right else x1,
        min(shape[0], int(y1 + rise)) if below else y1,
    )


def is_cut(text: TextBox, box: Box, shape: tuple[int, ...]) -> bool:
    """Tell whether a text may go on beyond the region that was read.

    Args:
        text: The text, in pixels of the picture.
        box: (x0, y0, x1, y1) of the region.
        shape: Height and width of the picture.

    Returns:
        True where it reaches a side of the region within the picture.
    """
    left, right = box[0] > 0, box[2] < shape[1]
    return (left and text.x0 - box[0] <= _CUT_PX) or (right and box[2] - text.x1 <= _CUT_PX)


def _crops(shape: tuple[int, ...], bars: list[Bar], strips: list[tuple[int, int]]) -> list[Box]:
    """Regions (x0, y0, x1, y1) worth reading: strips, then surroundings of the best bars."""
    height, width = shape
    crops = [(0, first, width, end) for first, end in strips]
    # Once a clear bar is among them, only other clear bars are worth the time: a second scale.
    clear = [bar for bar in bars if is_clear(bar)]
    for bar in clear or bars:
        pad_x = max(1.1 * bar.length_px, 0.12 * width, 80)
        pad_y = max(6.0 * bar.thickness_px, 0.06 * height, 40)
        box = (
            max(0, int(bar.x0 - pad_x)),
            max(0, int(bar.y0 - pad_y)),
            min(width, int(bar.x1 + pad_x)),
            min(height, int(bar.y1 + pad_y)),
        )
        if not any(_inside(bar, crop) for crop in crops):
            crops.append(box)
        if len(crops) >= _MAX_CROPS:
            break
    return crops


def is_clear(bar: Bar) -> bool:
    """Tell whether a candidate has the form and the borders of a bar.

    Args:
        bar: The candidate.

    Returns:
        True where hardly anything but a bar looks so.
    """
    return bar.contrast >= 0.8 and bar.thickness_px >= 2 and bar.length_px >= 5 * bar.thickness_px


def _inside(bar: Bar, crop: Box) -> bool:
    x0, y0, x1, y1 = crop
    return x0 <= bar.x0 and bar.x1 <= x1 and y0 <= bar.y0 and bar.y1 <= y1


def _known(text: TextBox, texts: list[TextBox]) -> bool:
    middle_x, middle_y = (text.x0 + text.x1) / 2, (text.y0 + text.y1) / 2
    return any(t.x0 <= middle_x <= t.x1 and t.y0 <= middle_y <= t.y1 for t in texts)


def _confidence(display: NDArray[np.uint8], candidate: LabelledBar) -> float:
    """Recogniser's score, agreement of further readings, plausibility of value and place."""
    same = other = 0
    best = candidate.text.score
    for text, score in _second_looks(display, candidate):
        length = parse_length(text)
        best = max(best, score)
        same += length is not None and length.nm == candidate.length.nm
        differs = length is not None and length.nm != candidate.length.nm
        # A small exponent, as in nm⁻¹, is easily missed.
        other += differs or is_reciprocal_length(text)
        if same >= _ENOUGH and not other:
            break
    agreement = (1 + same) / (1 + same + 2 * other) * (1.0 if same else _UNCONFIRMED)
    place = (0.6 + 0.4 * candidate.fit) * (1.0 - 0.5 * (candidate.rival_fit / candidate.fit) ** 2)
    repaired = 0.85 if candidate.length.repaired else 1.0
    plausible = candidate.length.plausibility
    if plausible <= ODD and same < _ENOUGH:
        plausible *= _UNCONFIRMED
    return float(best * agreement * place * repaired * plausible)


def _second_looks(
    display: NDArray[np.uint8], candidate: LabelledBar
) -> Iterator[tuple[str, float]]:
    """Read the label again at other sizes, margins and contrasts, one reading at a time."""
    ways = tuple(itertools.product(_SECOND_LOOK_PX, _MARGINS))
    for size, margin in ways:
        yield _second_look(display, candidate, size, margin)
    view = in_colour(display, candidate.bar)
    for size, margin in ways:
        yield _second_look(view, candidate, size, margin)


def in_colour(display: NDArray[np.uint8], bar: Bar) -> NDArray[np.uint8]:
    """Keep only what has the bar's colour: its label often has, particles have not.

    Args:
        display: Grey picture.
        bar: The bar.

    Returns:
        Black on white, same shape.
    """
    level = bar.level if bar.level >= 0 else 255 * bar.bright
    # Most of what is as bright, or dark, as lettering is specimen.
    specimen = float(np.percentile(display, 100 - _SPECIMEN if not bar.bright else _SPECIMEN))
    reach = np.clip(_NEARER * abs(specimen - level), _LEAST_SAME_COLOUR, _SAME_COLOUR)
    away = np.abs(display.astype(np.float32) - level)
    return np.asarray(np.clip(255 * (away / reach - 0.5), 0, 255), dtype=np.uint8)


def _text_in_bar_colour(display: NDArray[np.uint8], bars: list[Bar]) -> list[TextBox]:
    """Read the surroundings of the clearest bar once more, without what lies behind its label."""
    texts: list[TextBox] = []
    for bar in [bar for bar in bars if is_clear(bar)][:1]:
        (box,) = _crops(display.shape, [bar], [])
        # A thick bar is taken into the box of its text; with a thin one, lines are told better.
        for painted_over in ([drawn for drawn in bars if is_clear(drawn)], []):
            view = partial(_read_in_colour, display, bar, painted_over)
            texts = joined(_read_whole(view, box, display.shape))
            if pair(bars, texts):
                break
    return texts


def _read_in_colour(
    display: NDArray[np.uint8], bar: Bar, painted_over: list[Bar], box: Box
) -> list[TextBox]:
    """Read what a region shows in a bar's colour, some bars painted over."""
    x0, y0, x1, y1 = box
    view = in_colour(display[y0:y1, x0:x1], bar)
    for drawn in painted_over:
        high = _TICK * drawn.thickness_px if drawn.half else _OUTLINE_PX
        rows = slice(max(0, int(drawn.y0 - high) - y0), max(0, int(drawn.y1 + high) - y0))
        first, end = int(drawn.x0) - _OUTLINE_PX - x0, int(drawn.x1) + _OUTLINE_PX - x0
        view[rows, max(0, first) : max(0, end)] = 255
    return [text.moved(x0, y0) for text in read_text(view, _magnification(view.shape))]


def _second_look(
    display: NDArray[np.uint8], candidate: LabelledBar, height_px: int, margin: float
) -> tuple[str, float]:
    """Read the label again, cut out with a margin and brought to another size.

    The bar's end, which would be read as a ``1``, is painted over first.
    """
    from PIL import Image

    text, bar = candidate.text, candidate.bar
    margin *= text.height_px
    height, width = display.shape
    x0, x1 = max(0, int(text.x0 - margin)), min(width, int(text.x1 + margin + 1))
    y0, y1 = max(0, int(text.y0 - margin)), min(height, int(text.y1 + margin + 1))
    crop = display[y0:y1, x0:x1].copy()
    bar_rows = slice(max(0, int(bar.y0) - _OUTLINE_PX - y0), max(0, int(bar.y1) + _OUTLINE_PX - y0))
    first, end = int(bar.x0) - _OUTLINE_PX - x0, int(bar.x1 + 1) + _OUTLINE_PX - x0
    columns = np.arange(max(0, first), max(0, min(end, crop.shape[1])))
    if candidate.gap is not None:
        columns = columns[(columns + x0 < candidate.gap[0]) | (columns + x0 >= candidate.gap[1])]
    crop[bar_rows, columns] = int(np.median(crop))
    factor = height_px / max(1, crop.shape[0])
    size = (max(1, round(crop.shape[1] * factor)), height_px)
    return read_line(np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC)))
