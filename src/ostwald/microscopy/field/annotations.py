"""Letters, arrows, lines and boxes that were drawn into a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.field.insets import frames_an_inset

_TOLERANCE, _WIDE_TOLERANCE = 14, 55
"""Grey levels, of 255, from the extreme that resizing and compression make of it; the second where
the picture's own levels end far from it."""

_AT_EXTREME = 0.1
"""Least share of it within the narrow tolerance: ink has one value, dark fringes have many."""

_SHARE = (1e-5, 0.12)
"""Least and largest share of a picture that annotations take up; more is specimen."""

_GAP = 25
_LEAST_PX = 25
_MOST_PIECES = 150
_STEP_GREY = 45
"""Least difference between an annotation and what is around it, of 255."""

_SHARP = 0.65
"""Share of that difference that is reached two pixels from the edge: no lens draws so sharply."""

_CLEAN, _CLEAN_GREY = 0.93, 3.0
"""The same, and the scatter within, of what neither a lens nor compression has touched."""

_MOST_BESIDE = 0.4
"""Largest share of its surroundings that others of its kind take up; more are fringes."""

_MOST_LONE = 6
_OWN_LEVELS = 0.1
"""Pixels close to an extreme over those at it, up to which no particle reaches that far."""

_FLAT_GREY, _WIDE_FLAT_GREY = 8.0, 20.0
_STROKE_SHARE, _STROKE_PX = 0.01, 5.0
"""Largest half-width of a stroke, over the smaller side of the picture; and at least."""

_FREER = 2.0
"""How much wider a stroke may be whose colour particles do not have."""

_HEAD = 2.0
"""How much wider than a stroke an arrowhead may be."""

_SLENDER = 2.5
_DASHES = 3
_MOST_STROKES_SHARE = 0.02
_NEAR = 1.3
"""Distance from the middle of a piece to a larger one, over its length, within which they belong
together: letters, dashes, arrowheads, a label and its bar."""

_SKEWED = 0.04
_MARGIN_PX = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    number: int
    points: NDArray[np.int64]
    box: tuple[slice, ...]
    radius_px: float
    half_width_px: float
    length_px: float
    middle: tuple[float, float]
    is_clean: bool

    @property
    def is_stroke(self) -> bool:
        return self.length_px >= _SLENDER * 2 * self.radius_px


def find_annotations(display: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find what was drawn into a picture in its blackest black or whitest white.

    Annotations have one value, edges sharper than any lens makes, and thin strokes. Those of a
    colour that particles do not have may be wider. Fringes of defocus are as bright, but not as
    sharp towards the film.

    Args:
        display: Grey picture, (H, W), from the darkest to the brightest pixel.
        known: (H, W) bool, pixels that are no specimen.

    Returns:
        (H, W) bool, with a margin.
    """
    mask = np.zeros(display.shape, bool)
    specimen = display[~known]
    if not specimen.size:
        return mask
    counts = np.bincount(specimen, minlength=256)
    grey = np.arange(256)
    usual = counts * ((grey > _TOLERANCE) & (grey < 255 - _TOLERANCE))
    if usual.sum() < 0.5 * counts.sum():
        return mask
    mean = float(usual @ grey) / usual.sum()
    spread = float(np.sqrt(usual @ (grey - mean) ** 2 / usual.sum())) + 1e-9
    median = int(np.searchsorted(np.cumsum(usual), usual.sum() / 2))
    for bright in (True, False):
        levels = counts[::-1] if bright else counts
        extreme = int(levels[: _WIDE_TOLERANCE + 1].sum())
        apart = int(levels[_WIDE_TOLERANCE + 1 : _WIDE_TOLERANCE + _GAP].sum()) < extreme
        apart = apart and int(levels[: _TOLERANCE + 1].sum()) >= _AT_EXTREME * extreme
        tolerance = _WIDE_TOLERANCE if apart else _TOLERANCE
        if not _SHARE[0] <= levels[: tolerance + 1].sum() / display.size <= _SHARE[1]:
            continue
        drawn = (display >= 255 - tolerance) if bright else (display <= tolerance)
        drawn &= ~known
        free = (mean - median) * (1 if bright else -1) < -_SKEWED * spread
        between = int(levels[_TOLERANCE + 1 : 2 * _TOLERANCE + 1].sum())
        unused = between < _OWN_LEVELS * int(levels[: _TOLERANCE + 1].sum())
        flat_grey = _WIDE_FLAT_GREY if apart else _FLAT_GREY
        mask |= _drawn(display, drawn, free, free or unused, flat_grey)
    return mask


def _drawn(
    display: NDArray[np.uint8],
    extreme: NDArray[np.bool_],
    free: bool,
    alone: bool,
    flat_grey: float,
) -> NDArray[np.bool_]:
    """Pieces of one colour that were drawn, with a margin; ``alone`` if particles never have it."""
    mask = np.zeros(display.shape, bool)
    names, count = ndimage.label(extreme, np.ones((3, 3)))
    sizes = np.bincount(names.ravel(), minlength=count + 1)
    large = np.flatnonzero(sizes >= _LEAST_PX)
    large = large[large > 0]
    if not 0 < large.size <= _MOST_PIECES:
        return mask
    boxes = ndimage.find_objects(names)
    pieces = [
        piece
        for number in large
        if (piece := _sharp_piece(display, names, int(number), boxes[number - 1], flat_grey))
    ]
    usual = max(_STROKE_PX, _STROKE_SHARE * min(display.shape))
    widest = usual * (_FREER if free else 1)
    strokes = [p for p in pieces if p.is_stroke and p.half_width_px <= widest]
    if sum(int(sizes[p.number]) for p in strokes) > _MOST_STROKES_SHARE * display.size:
        return mask
    # A lone stroke may be a rod; a line of a sixth of the picture, or several, is none.
    long = [p for p in strokes if p.length_px >= min(display.shape) / 6]
    lone = [p for p in strokes if p.is_clean] if alone else []
    lone = lone if len(lone) <= _MOST_LONE else []
    sure = [*long, *lone]
    groups = [g for g in _groups(strokes) if len(g) >= _DASHES or any(p in sure for p in g)]
    # A particle beside a bar is wider than letters are.
    thin = [p for p in pieces if p.radius_px <= _HEAD * usual]
    chosen = _with_neighbours([p for group in groups for p in group], thin)
    for piece in chosen:
        window = _grown(piece.box, _MARGIN_PX + 1, display.shape)
        drawn = names[window] == piece.number
        mask[window] |= ndimage.binary_dilation(drawn, iterations=_MARGIN_PX)
        if frames_an_inset(names[piece.box] == piece.number, piece.box, display.shape):
            mask[piece.box] = True
    return mask


def _sharp_piece(
    display: NDArray[np.uint8],
    names: NDArray[np.signedinteger],
    number: int,
    box: tuple[slice, ...],
    flat_grey: float,
) -> _Piece | None:
    """Measure a piece; None where its edge is as blurred as the specimen's."""
    window = _grown(box, 6, display.shape)
    inside = names[window] == number
    grey = display[window].astype(float)
    away = ndimage.distance_transform_edt(~inside)
    others = (names[window] > 0) & ~inside
    around = (away > 3.5) & (away <= 5.5)
    if np.count_nonzero(around & others) > _MOST_BESIDE * np.count_nonzero(around):
        return None
    near = grey[(away > 1.5) & (away <= 2.5) & ~others]
    ground = grey[around & ~others]
    if near.size < 4 or ground.size < 4:
        return None
    level = float(np.median(grey[inside]))
    # A quarter of the surroundings may be alike: an arrow points at something.
    contrast = float(np.percentile(np.abs(ground - level), 25))
    reached = float(np.percentile(np.abs(near - level), 25))
    if contrast < _STEP_GREY or reached < _SHARP * contrast:
        return None
    scatter = float(grey[inside].std())
    if scatter > flat_grey:
        return None
    usual = float(np.median(np.abs(near - level))) / float(np.median(np.abs(ground - level)))
    radius = float(ndimage.distance_transform_edt(np.pad(inside, 1)).max())
    height, width = (side.stop - side.start for side in box)
    middle = tuple(float(side.start + side.stop) / 2 for side in box)
    length = float(np.hypot(height, width))
    # An arrow is no wider than its shaft.
    half = min(radius, np.count_nonzero(inside) / (2 * length))
    clean = usual >= _CLEAN and scatter <= _CLEAN_GREY
    edge = inside & ~ndimage.binary_erosion(inside)
    points = np.argwhere(edge) + [side.start for side in window]
    return _Piece(number, points, box, radius, half, length, (middle[0], middle[1]), clean)


def _groups(strokes: list[_Piece]) -> list[list[_Piece]]:
    """Strokes that stand together."""
    groups: list[list[_Piece]] = []
    for stroke in strokes:
        near = [g for g in groups if any(_is_near(stroke, other) for other in g)]
        groups = [g for g in groups if g not in near]
        groups.append([stroke, *(piece for g in near for piece in g)])
    return groups


def _is_near(one: _Piece, other: _Piece) -> bool:
    small, large = sorted((one, other), key=lambda piece: piece.length_px)
    away = float(np.hypot(*(large.points - small.middle).T).min())
    return away <= _NEAR * small.length_px


def _with_neighbours(strokes: list[_Piece], pieces: list[_Piece]) -> list[_Piece]:
    """Strokes and the pieces beside them that are no larger."""
    chosen = list(strokes)
    for piece in pieces:
        if piece in strokes:
            continue
        if any(_is_near(piece, s) and piece.length_px <= 1.5 * s.length_px for s in strokes):
            chosen.append(piece)
    return chosen


def _grown(box: tuple[slice, ...], margin: int, shape: tuple[int, ...]) -> tuple[slice, ...]:
    return tuple(
        slice(max(0, side.start - margin), min(length, side.stop + margin))
        for side, length in zip(box, shape, strict=True)
    )
