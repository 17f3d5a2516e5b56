"""Find the scale of a micrograph: its file first, then the scale bar drawn in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.scale.bar import Bar, find_bars, to_display
from ostwald.microscopy.scale.bar_reading import BarReading, is_clear, read_bars
from ostwald.microscopy.scale.pairing import LabelledBar
from ostwald.microscopy.scale.result import Scale, ScaleSource
from ostwald.microscopy.scale.strip import find_strips
from ostwald.microscopy.scale.upright import read_upright

# Two scales within 3 % agree: bars are drawn to whole pixels and their labels are rounded.
_AGREEMENT = 0.03
_MIN_CONFIDENCE = 0.6
_METADATA_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class _Answer:
    nm_per_px: float | None
    source: ScaleSource
    confidence: float
    bar: LabelledBar | None
    warnings: tuple[str, ...]


def find_scale(micrograph: Micrograph, nm_per_px: float | None = None) -> Scale:
    """Find the scale and everything in the picture that is not specimen.

    Args:
        micrograph: The picture.
        nm_per_px: A pixel size given by the user, which overrides file and bar.

    Returns:
        The scale. A bar that cannot be read with confidence gives source ``"none"`` and a
        warning, never a guess.
    """
    display = to_display(micrograph.pixels)
    bars = find_bars(display)
    strips = find_strips(display)
    reading = read_bars(display, bars, strips)
    told = nm_per_px if nm_per_px is not None else micrograph.nm_per_px
    if told is None:
        answer = _from_bar(reading)
        # Strokes of a letter may pass for a poor bar, where the true one stands upright.
        poor = not any(is_clear(pair.bar) for pair in reading.pairs)
        if answer.source == "none" and poor and not reading.reciprocal:
            standing = read_upright(display)
            if standing.pairs:
                answer = _from_bar(standing)
                reading = replace(standing, texts=(*reading.texts, *standing.texts))
    else:
        answer = _from_told(told, nm_per_px is not None, reading)
    shown = answer.bar
    return Scale(
        nm_per_px=answer.nm_per_px,
        source=answer.source,
        bar_value_nm=shown.length.nm if shown else None,
        bar_length_px=round(shown.bar.length_px, 2) if shown else None,
        confidence=round(answer.confidence, 3),
        excluded=_excluded(display.shape, reading, strips),
        bar_box_px=(shown.bar.x0, shown.bar.y0, shown.bar.x1, shown.bar.y1) if shown else None,
        warnings=answer.warnings,
    )


def _from_bar(reading: BarReading) -> _Answer:
    if reading.reciprocal:
        note = f"the bar is labelled {reading.reciprocal!r}: this looks like a diffraction pattern"
        return _Answer(None, "none", 0.0, None, (note,))
    pairs = [pair for pair in reading.pairs if reading.confidence[pair] >= _MIN_CONFIDENCE]
    if not pairs:
        return _Answer(None, "none", 0.0, None, (_why_no_scale(reading),))
    best = max(pairs, key=lambda pair: reading.confidence[pair])
    rivals = [pair for pair in pairs if not _agree(pair.nm_per_px, best.nm_per_px)]
    if rivals:
        note = (
            f"two scale bars disagree ({_describe(best)} and {_describe(rivals[0])}); "
            "give the right pixel size with --nm-per-px"
        )
        return _Answer(None, "none", 0.0, None, (note,))
    return _Answer(best.nm_per_px, "scale bar", reading.confidence[best], best, ())


def _from_told(told: float, by_user: bool, reading: BarReading) -> _Answer:
    """Take the user's or the file's pixel size and compare it with the bars."""
    source: ScaleSource = "user" if by_user else "metadata"
    pairs = [pair for pair in reading.pairs if reading.confidence[pair] >= _MIN_CONFIDENCE]
    agreeing = [pair for pair in pairs if _agree(pair.nm_per_px, told)]
    if agreeing:
        return _Answer(told, source, 0.99, agreeing[0], ())
    confidence = 1.0 if by_user else _METADATA_CONFIDENCE
    if not pairs:
        return _Answer(told, source, confidence, None, ())
    name = "the pixel size given" if by_user else "the file's metadata"
    note = f"{name} ({told:.4g} nm a pixel) and the scale bar ({_describe(pairs[0])}) disagree"
    return _Answer(told, source, confidence / 2, pairs[0], (note,))


def _agree(first: float, second: float) -> bool:
    return abs(first - second) <= _AGREEMENT * max(first, second)


def _describe(pair: LabelledBar) -> str:
    return f"{pair.text.text} over {pair.bar.length_px:.0f} px = {pair.nm_per_px:.4g} nm a pixel"


def _why_no_scale(reading: BarReading) -> str:
    mend = "sizes are in pixels; give --nm-per-px"
    if reading.pairs:
        doubtful = reading.pairs[0]
        return f"a scale bar was found but read with doubt ({doubtful.text.text!r}); {mend}"
    if reading.lengths_without_bar:
        text = reading.lengths_without_bar[0]
        return f"a length was read ({text!r}) but no bar that belongs to it was found; {mend}"
    return f"no scale: no metadata and no scale bar that could be read; {mend}"


def _excluded(
    shape: tuple[int, ...], reading: BarReading, strips: list[tuple[int, int]]
) -> NDArray[np.bool_]:
    """Cover bars, their text and strips, with a margin for outlines and shadows."""
    excluded = np.zeros(shape, dtype=np.bool_)
    for first, end in strips:
        if reading.strip_holds_text(first, end):
            excluded[first:end] = True
    for pair in reading.pairs:
        _cover(excluded, pair.bar, margin=max(3, round(0.5 * pair.bar.thickness_px)))
        text = pair.text
        box = replace(pair.bar, x0=text.x0, x1=text.x1, y0=text.y0, y1=text.y1 + 1)
        _cover(excluded, box, margin=max(3, round(0.15 * text.height_px)))
    return excluded


def _cover(excluded: NDArray[np.bool_], box: Bar, margin: int) -> None:
    height, width = excluded.shape
    rows = slice(max(0, int(box.y0) - margin), min(height, int(box.y1) + margin))
    columns = slice(max(0, int(box.x0) - margin), min(width, int(box.x1 + 1) + margin))
    excluded[rows, columns] = True
