"""A scale that a person has set: a bar with its length, or the size of a pixel."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ostwald.errors import InputError
from ostwald.microscopy.measure.square import stretch_of
from ostwald.microscopy.scale.result import Scale

_AGREEMENT = 0.03
"""Two scales that differ by less agree: bars are drawn to whole pixels."""
_LEAST_BAR_PX = 2.0
_LEAST_NM, _MOST_NM = 1e-5, 1e6
"""Sizes of pixels that an electron microscope can have."""


@dataclass(frozen=True, slots=True)
class HandBar:
    """A bar whose ends a person has set.

    Attributes:
        start: (x, y) of one end in pixels; (0, 0) is the upper left corner of the picture.
        end: The other.
        value_nm: How long it is.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    value_nm: float

    def length_px(self, nm_per_px_yx: tuple[float, float] | None = None) -> float:
        """Return its length.

        Args:
            nm_per_px_yx: Height and width of a pixel where they differ.

        Returns:
            The length in pixels of the mean area.
        """
        rows, columns = stretch_of(nm_per_px_yx)
        (x0, y0), (x1, y1) = self.start, self.end
        return math.hypot(columns * (x1 - x0), rows * (y1 - y0))


def with_bar(found: Scale, bar: HandBar, nm_per_px_yx: tuple[float, float] | None = None) -> Scale:
    """Take the scale from a bar that a person has set.

    Args:
        found: What was found in the image.
        bar: The bar; it replaces one that was read.
        nm_per_px_yx: Height and width of a pixel where they differ.

    Returns:
        The scale, with a warning where the file's metadata say something else.

    Raises:
        InputError: The bar has no length.
    """
    values = (*bar.start, *bar.end, bar.value_nm)
    length = bar.length_px(nm_per_px_yx) if all(map(math.isfinite, values)) else math.nan
    if not length >= _LEAST_BAR_PX:
        raise InputError(
            "the bar has no length in the picture", hint="draw its ends apart from each other"
        )
    if not (math.isfinite(bar.value_nm) and bar.value_nm > 0):
        raise InputError("the bar's length must be a positive number")
    nm_per_px = _possible(bar.value_nm / length)
    (x0, y0), (x1, y1) = bar.start, bar.end
    told = found.nm_per_px if found.source == "metadata" else None
    return replace(
        found,
        nm_per_px=nm_per_px,
        source="user",
        bar_value_nm=bar.value_nm,
        bar_length_px=round(length, 2),
        confidence=1.0,
        bar_box_px=(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)),
        warnings=_differs(nm_per_px, told, "the file's metadata say"),
    )


def with_pixel_size(found: Scale, nm_per_px: float) -> Scale:
    """Take the size of a pixel that a person has given.

    Args:
        found: What was found in the image.
        nm_per_px: The size.

    Returns:
        The scale, with a warning where bar or file say something else.

    Raises:
        InputError: No pixel can have that size.
    """
    _possible(nm_per_px)
    read = "the scale bar says" if found.source == "scale bar" else "the file's metadata say"
    bar = found.bar_value_nm and found.bar_length_px and found.bar_value_nm / found.bar_length_px
    warnings = _differs(nm_per_px, found.nm_per_px, read)
    if not warnings and bar:
        warnings = _differs(nm_per_px, bar, "the scale bar says")
    return replace(found, nm_per_px=nm_per_px, source="user", confidence=1.0, warnings=warnings)


def _possible(nm_per_px: float) -> float:
    if not (math.isfinite(nm_per_px) and _LEAST_NM <= nm_per_px <= _MOST_NM):
        raise InputError(
            f"a pixel of {nm_per_px:.3g} nm is not possible", hint="check number and unit"
        )
    return nm_per_px


def _differs(given: float, other: float | None, who: str) -> tuple[str, ...]:
    if other is None or abs(given - other) <= _AGREEMENT * max(given, other):
        return ()
    return (f"the scale set by hand is {given:.4g} nm a pixel, {who} {other:.4g}: check it",)
