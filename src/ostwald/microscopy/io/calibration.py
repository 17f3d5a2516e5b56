"""What a file says about the size of its pixels, and how far that is believed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ostwald.microscopy.io.units import is_reciprocal, nm_per_unit, pixel_size_nm

# Sizes of a pixel within 1 % agree: files round their figures to three or four digits.
AGREEMENT = 0.01


@dataclass(frozen=True, slots=True)
class Calibration:
    """The pixel size of one picture.

    Attributes:
        nm_per_px: (row, column) size of a pixel in nm, or None where the file does not say.
        source: Which of the file's facts gave it.
        notes: What a person should know about it.
        is_placeholder: The size is the one that programs write when they know nothing.
        reciprocal: Unit of a diffraction pattern, which has no size in nm.
    """

    nm_per_px: tuple[float, float] | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    reciprocal: str | None = None
    is_placeholder: bool = False

    @property
    def mean_nm_per_px(self) -> float | None:
        """Root of the area of a pixel: areas in nm² are right with it whatever its sides."""
        return None if self.nm_per_px is None else math.sqrt(math.prod(self.nm_per_px))

    @property
    def is_square(self) -> bool:
        """Both sides of a pixel agree, or nothing is known."""
        return self.nm_per_px is None or agree(*self.nm_per_px)


UNKNOWN = Calibration()


def agree(first: float, second: float) -> bool:
    """Tell whether two sizes are the same but for rounding.

    Args:
        first: One size.
        second: The other.

    Returns:
        True when they differ by at most 1 %.
    """
    return abs(first - second) <= AGREEMENT * max(abs(first), abs(second))


def calibrated(
    x: float,
    unit: str,
    source: str,
    *,
    y: float | None = None,
    unit_y: str | None = None,
    notes: tuple[str, ...] = (),
) -> Calibration:
    """Turn a file's figures into a calibration.

    Args:
        x: Width of a pixel.
        unit: Its unit, in any spelling.
        source: Which of the file's facts these are.
        y: Height of a pixel; as wide as high where the file has none.
        unit_y: Its unit; that of the width where the file has none.
        notes: What the reader has to say.

    Returns:
        The calibration: without a size where unit or size are no micrograph's, with a note where
        the sides differ or the size is the one that programs write when they know nothing.
    """
    for spelling in (unit, unit_y or unit):
        if is_reciprocal(spelling):
            return Calibration(reciprocal=spelling.strip(), source=source)
    width = pixel_size_nm(abs(x), unit)
    height = width if y is None else pixel_size_nm(abs(y), unit_y or unit)
    if width is None or height is None:
        return Calibration(notes=notes)
    placeholder = abs(x) == 1.0 and nm_per_unit(unit) != nm_per_unit("m")
    if not agree(width, height):
        notes = (
            *notes,
            f"the pixels are not square ({height:.4g} nm high, {width:.4g} nm wide): areas and "
            "diameters are right, lengths and shapes are those drawn with square pixels",
        )
    elif placeholder:
        notes = (
            *notes,
            f"the file says exactly 1 {unit.strip()} a pixel, which many programs write when they "
            "know nothing: compare it with the scale bar or give --nm-per-px",
        )
    return Calibration((height, width), source, notes, is_placeholder=placeholder)


def contradictory(figures: str, source: str) -> Calibration:
    """Give up a calibration whose figures contradict each other.

    Args:
        figures: The figures in words, such as ``"field width 5.9 µm, pixel 5.8 nm x 512"``.
        source: Which of the file's facts these are.

    Returns:
        No size, and a note with the figures.
    """
    return Calibration(
        notes=(f"the {source} contradict each other ({figures}): not used as a scale",)
    )
