"""Find straight, level, evenly coloured bars: what could be a scale bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.scale.bar_ends import (
    around,
    clear_rows,
    ends_of,
    has_one_tick,
    is_one_sided,
)
from ostwald.microscopy.scale.selection import (
    FRAME_TOLERANCE,
    MIN_BORDERED,
    without_lookalikes,
)

# Bars are drawn in the picture's blackest black or whitest white; JPEG and resizing blur that.
_TOLERANCES = (3, 16, 40)
_MIN_LENGTH_PX = 14
_MIN_LENGTH_SHARE = 0.015
_MAX_LENGTH_SHARE = 0.92
_MIN_SLENDERNESS = 3.0
_MAX_THICKNESS_SHARE = 0.12
_END_WOBBLE_PX = 2
# Grey levels by which a bar differs from what is above and below it.
_LEAST_CONTRAST = 10
_EDGE_PX = 2
# Rows beyond a bar within which it must end: resizing and compression blur its sides.
_BORDER_ROWS = 4
# Greys of which bars may be drawn: the commonest in runs of one value, so often at least.
_MAX_GREYS = 3
_GREY_TOLERANCE = 6
_LEAST_GREY_SHARE = 2e-4
_MAX_RUNS = 60_000
_MAX_BARS = 40
_WHOLE_TO_ROW = 2.0
_LONG_PX = 120.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A candidate for a scale bar.

    Attributes:
        x0: Left edge in pixels, to a fraction of a pixel.
        x1: Right edge, exclusive.
        y0: Upper row.
        y1: Lower row, exclusive.
        bright: White bar rather than black.
        contrast: Share of the pixels just above and below that differ from the bar, 0 to 1.
        level: Grey level.
        ground: Grey level around it.
        upright: Drawn from top to bottom.
        half: Ticked at one end only: the other half lies beyond a label, or nobody knows where.
    """

    x0: float
    x1: float
    y0: float
    y1: float
    bright: bool
    contrast: float
    level: int = -1
    ground: int = -1
    upright: bool = False
    half: bool = False

    @property
    def length_px(self) -> float:
        """Length."""
        return self.y1 - self.y0 if self.upright else self.x1 - self.x0

    @property
    def thickness_px(self) -> float:
        """Thickness."""
        return self.x1 - self.x0 if self.upright else self.y1 - self.y0

    def touches(self, other: Bar) -> bool:
        """Tell whether another candidate of the other colour lies right above or below."""
        return (
            self.differs_from(other)
            and max(self.y0 - other.y1, other.y0 - self.y1) <= 2
            and min(self.x1, other.x1) - max(self.x0, other.x0) > 0
        )

    def differs_from(self, other: Bar) -> bool:
        """Tell whether two candidates have different colours."""
        if self.level < 0 or other.level < 0:
            return self.bright != other.bright
        return abs(self.level - other.level) >= FRAME_TOLERANCE

    def is_like(self, other: Bar) -> bool:
        """Tell whether two candidates are readings of one bar at two tolerances."""
        slack = max(4.0, 0.02 * max(self.length_px, other.length_px))
        return (
            not self.differs_from(other)
            and abs(self.x0 - other.x0) <= slack
            and abs(self.x1 - other.x1) <= slack
            and self.y0 - 4 <= other.y1
            and other.y0 - 4 <= self.y1
        )


def to_display(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Stretch intensities to 0 to 255 from the darkest to the brightest pixel.

    Args:
        pixels: Shape (height, width), finite.

    Returns:
        uint8, same shape; all zero for an even picture.
    """
    low, high = float(pixels.min()), float(pixels.max())
    if high <= low:
        return np.zeros(pixels.shape, dtype=np.uint8)
    return ((pixels - low) * (255.0 / (high - low)) + 0.5).astype(np.uint8)


def find_bars(display: NDArray[np.uint8]) -> list[Bar]:
    """Find level bars of one extreme colour.

    Args:
        display: Grey picture, shape (height, width), from ``to_display``.

    Returns:
        Candidates, the most convincing first; duplicates of one bar are merged.
    """
    found: list[Bar] = []
    for mask, bright in _colours(display):
        for box in _stack_runs(*_runs(mask), display.shape[1]):
            bar = _checked(display, mask, box, bright)
            like = [known for known in found if bar is not None and bar.is_like(known)]
            # Compression breaks a bar into thin rows of one value, shorter than it is.
            if bar is not None and all(
                bar.thickness_px > _WHOLE_TO_ROW * known.thickness_px for known in like
            ):
                found = [*(known for known in found if known not in like), bar]
    whole = without_lookalikes(display, found)
    whole.sort(key=_merit, reverse=True)
    return whole[:_MAX_BARS]


def _colours(display: NDArray[np.uint8]) -> Iterator[tuple[NDArray[np.bool_], bool]]:
    """Pixels of each colour that a bar may have, and whether it is brighter than what is around."""
    for tolerance in _TOLERANCES:
        for bright in (False, True):
            yield display >= 255 - tolerance if bright else display <= tolerance, bright
    middle = int(np.median(display[:: max(1, display.shape[0] // 512)]))
    for grey in _flat_greys(display):
        mask = np.abs(display.astype(np.int16) - grey) <= _GREY_TOLERANCE
        yield mask, grey > middle


def _flat_greys(display: NDArray[np.uint8]) -> list[int]:
    """Greys, other than the extremes, that occur in blocks of one value: no specimen does."""
    step = display.astype(np.int16)
    flat = np.abs(np.diff(step, axis=1)[:-1]) <= 1
    flat &= np.abs(np.diff(step, axis=0)[:, :-1]) <= 1
    # A run of flat pixels as long as the shortest bar.
    padded = np.zeros((flat.shape[0], flat.shape[1] + 1), np.int32)
    np.cumsum(flat, axis=1, out=padded[:, 1:])
    if padded.shape[1] <= _MIN_LENGTH_PX:
        return []
    run = padded[:, _MIN_LENGTH_PX:] - padded[:, :-_MIN_LENGTH_PX] == _MIN_LENGTH_PX
    counts = np.bincount(display[: run.shape[0], : run.shape[1]][run], minlength=256).astype(float)
    counts[: _TOLERANCES[-1] // 2] = 0
    counts[256 - _TOLERANCES[-1] // 2 :] = 0
    greys: list[int] = []
    for _ in range(_MAX_GREYS):
        grey = int(np.argmax(counts))
        if counts[grey] < max(3.0, _LEAST_GREY_SHARE * display.size / 10):
            break
        greys.append(grey)
        counts[max(0, grey - _GREY_TOLERANCE) : grey + _GREY_TOLERANCE + 1] = 0
    return greys


def _merit(bar: Bar) -> float:
    """How much a candidate looks like a bar: even borders, slender, thick and long."""
    slender = min(1.0, bar.length_px / (4.0 * bar.thickness_px))
    return (
        bar.contrast * slender
        + min(0.3, 0.1 * bar.thickness_px)
        + 0.3 * min(1.0, bar.length_px / _LONG_PX)
    )


def _runs(
    mask: NDArray[np.bool_],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Rows, starts and ends of the horizontal runs long enough for a bar."""
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1).ravel()
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    length = ends - starts
    shortest = max(_MIN_LENGTH_PX, _MIN_LENGTH_SHARE * width)
    keep = (length >= shortest) & (length <= _MAX_LENGTH_SHARE * width)
    if np.count_nonzero(keep) > _MAX_RUNS:
        keep &= length >= 3 * shortest
    rows, first = np.divmod(starts[keep][:_MAX_RUNS], width + 1)
    return rows, first, first + length[keep][:_MAX_RUNS]


def _stack_runs(
    rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp], width: int
) -> list[tuple[int, int, int, int]]:
    """Join runs of neighbouring rows that begin and end together into (x0, x1, y0, y1)."""
    open_boxes: list[list[int]] = []
    boxes: list[tuple[int, int, int, int]] = []
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        still_open = []
        for box in open_boxes:
            if box[3] < row:
                boxes.append((box[0], box[1], box[2], box[3]))
            else:
                still_open.append(box)
        open_boxes = still_open
        for box in open_boxes:
            if abs(box[0] - start) <= _END_WOBBLE_PX and abs(box[1] - end) <= _END_WOBBLE_PX:
                box[3] = row + 1
                break
        else:
            open_boxes.append([start, end, row, row + 1])
    boxes.extend((box[0], box[1], box[2], box[3]) for box in open_boxes)
    return boxes


def _checked(
    display: NDArray[np.uint8],
    mask: NDArray[np.bool_],
    box: tuple[int, int, int, int],
    bright: bool,
) -> Bar | None:
    x0, x1, y0, y1 = box
    height, width = display.shape
    thickness = y1 - y0
    if x1 - x0 < _MIN_SLENDERNESS * thickness or thickness > max(
        3.0, _MAX_THICKNESS_SHARE * height
    ):
        return None
    if min(x0, y0) < _EDGE_PX or x1 > width - _EDGE_PX or y1 > height - _EDGE_PX:
        return None  # cut by the picture's edge: who knows how long it was
    above = _bordered(mask[max(0, y0 - _BORDER_ROWS) : y0, x0:x1])
    below = _bordered(mask[y1 : y1 + _BORDER_ROWS, x0:x1])
    clear = clear_rows(display, box) if _stands_out(display, box) else None
    if min(above, below) < MIN_BORDERED or clear is None:
        return None
    half = is_one_sided(mask, box)
    if half and not has_one_tick(mask, box):
        return None  # a particle of its colour at its end: who knows where it ends
    left, right = ends_of(display, box, clear)
    level = int(np.median(display[y0:y1][clear, x0:x1]))
    ground = int(np.median(around(display, box)))
    return Bar(left, right, y0, y1, bright, (above + below) / 2, level, ground, half=half)


def _stands_out(display: NDArray[np.uint8], box: tuple[int, int, int, int]) -> bool:
    """Tell whether a bar differs visibly from what is above and below it, outline or not."""
    x0, x1, y0, y1 = box
    level = float(np.median(display[y0:y1, x0:x1]))
    beside = (display[max(0, y0 - _BORDER_ROWS) : y0], display[y1 : y1 + _BORDER_ROWS])
    return all(
        bool(np.any(np.abs(np.median(rows[:, x0:x1], axis=1) - level) >= _LEAST_CONTRAST))
        for rows in beside
    )


def _bordered(rows: NDArray[np.bool_]) -> float:
    """Share of a bar's length along which a neighbouring row is not the bar's colour."""
    return float(1.0 - rows.mean(axis=1).min())
