"""What a file says about the size of its pixels, and how far that is believed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ostwald.microscopy.io.units import is_reciprocal, nm_per_unit, pixel_size_nm

# Sizes of a pixel within 1 % agree: files round their figures to three or four digits.
AGREEMENT = 0.01
# Sizes that were 1 before a header rounded them to single precision.
_ROUNDING = 1e-6


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
        unit_y: Its unit; that of the width where the format has none of its own.
        notes: What the reader has to say.

    Returns:
        The calibration: without a size where unit or size are no micrograph's, with a note where
        the sides differ or the size is the one that programs write when they know nothing.
    """
    if y is None:
        y, unit_y = x, unit
    sides = ((abs(x), unit), (abs(y), unit if unit_y is None else unit_y))
    for _, spelling in sides:
        if is_reciprocal(spelling):
            return Calibration(reciprocal=spelling.strip(), source=source)
    width, height = (pixel_size_nm(*side) for side in sides)
    if width is None or height is None:
        return Calibration(notes=(*notes, *_why_unused(sides)))
    placeholder = math.isclose(abs(x), 1.0, rel_tol=_ROUNDING)
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


def _why_unused(sides: tuple[tuple[float, str], ...]) -> tuple[str, ...]:
    """Say why sizes with a unit of length are no calibration; nothing where there are none."""
    told = [(size, unit.strip()) for size, unit in sides if size > 0 and nm_per_unit(unit)]
    absurd = [side for side in told if pixel_size_nm(*side) is None]
    if absurd:
        size, unit = absurd[0]
        return (
            f"the file says {size:.4g} {unit} a pixel, which no electron micrograph has: not used "
            "as a scale",
        )
    if told:
        return ("the file gives the size of its pixels in one direction only: not used as a scale",)
    return ()


def is_display_width(width_nm: float) -> bool:
    """Tell whether a field, magnified, can be as wide as what magnifications refer to.

    Args:
        width_nm: Width of the field times the magnification.

    Returns:
        True for cameras, prints and displays: 5 mm to 1 m.
    """
    return 5e6 <= width_nm <= 1e9


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
