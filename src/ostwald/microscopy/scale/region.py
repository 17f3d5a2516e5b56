"""The part of a picture that the user wants measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ostwald.errors import InputError
from ostwald.microscopy.scale.result import Scale

Roi = tuple[int, int, int, int]


def part_of(roi: Roi | None) -> tuple[slice, slice]:
    """Return rows and columns of a part.

    Args:
        roi: (x, y, width, height) in pixels; None for the whole picture.

    Returns:
        Slices of rows and columns.
    """
    if roi is None:
        return slice(None), slice(None)
    x, y, width, height = roi
    return slice(y, y + height), slice(x, x + width)


def check_part(roi: Roi, shape: tuple[int, int]) -> None:
    """Check that a part lies in the picture.

    Args:
        roi: (x, y, width, height) in pixels.
        shape: Height and width of the picture.

    Raises:
        InputError: It reaches beyond.
    """
    x, y, width, height = roi
    rows, columns = shape
    if x + width > columns or y + height > rows:
        raise InputError(
            f"the part {x},{y},{width},{height} reaches beyond the picture, which has "
            f"{columns} x {rows} pixels",
            where="roi",
            hint="give left, top, width and height in pixels",
        )


def limited_to(scale: Scale, roi: Roi | None) -> Scale:
    """Exclude what lies outside a part of the picture; the bar may lie there and still be read.

    Args:
        scale: The scale and what is excluded already.
        roi: (x, y, width, height) in pixels, within the picture.

    Returns:
        The same scale, with the outside excluded: particles that the part cuts count as cut.
    """
    if roi is None:
        return scale
    excluded = np.ones_like(scale.excluded)
    excluded[part_of(roi)] = scale.excluded[part_of(roi)]
    return replace(scale, excluded=excluded)
