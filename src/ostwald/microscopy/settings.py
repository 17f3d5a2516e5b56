"""How images are measured: every choice of the user, in one object that batches can compare."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ostwald.errors import InputError

Contrast = Literal["bright", "dark"]


@dataclass(frozen=True, slots=True)
class BorrowedScale:
    """The pixel size of one image, for others of the same microscope that have none.

    Attributes:
        nm_per_px: Size of a pixel.
        image: The image it was found in.
        source: What gave it there, such as ``"scale bar"``.
        size_px: (height, width) of that image; others must be as large.
    """

    nm_per_px: float
    image: str
    source: str
    size_px: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for.

    Attributes:
        nm_per_px: Size of a pixel; overrides the file's own and the scale bar.
        frame: Number of the image in a file with several, from 1.
        channel: Name of the image in a file with several.
        roi: (x, y, width, height) of the part to measure, in pixels.
        min_size_nm: Smallest equal-area diameter that is kept.
        max_size_nm: Largest equal-area diameter that is kept.
        min_circularity: Least circularity that is kept.
        contrast: Keep only particles ``"bright"`` or ``"dark"`` against their surroundings.
        borrowed: Scale for images that have none of their own.
    """

    nm_per_px: float | None = None
    frame: int | None = None
    channel: str | None = None
    roi: tuple[int, int, int, int] | None = None
    min_size_nm: float | None = None
    max_size_nm: float | None = None
    min_circularity: float | None = None
    contrast: Contrast | None = None
    borrowed: BorrowedScale | None = None

    def __post_init__(self) -> None:
        """Check every value.

        Raises:
            InputError: A value is impossible or two contradict each other.
        """
        if self.nm_per_px is not None and not (
            math.isfinite(self.nm_per_px) and self.nm_per_px > 0
        ):
            raise InputError(
                f"a pixel size of {self.nm_per_px} nm is not possible",
                hint="give a positive number with --nm-per-px",
            )
        for name in ("min_size_nm", "max_size_nm"):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and value > 0):
                raise InputError(
                    f"a size of {value} nm is not possible", where=name, hint="give a positive size"
                )
        if self.min_size_nm and self.max_size_nm and self.min_size_nm > self.max_size_nm:
            raise InputError(
                f"the smallest size, {self.min_size_nm:g} nm, is above the largest, "
                f"{self.max_size_nm:g} nm"
            )
        if self.min_circularity is not None and not 0 <= self.min_circularity <= 1:
            raise InputError(
                f"a circularity of {self.min_circularity} is not possible",
                hint="it lies between 0 and 1",
            )
        if self.contrast not in (None, "bright", "dark"):
            raise InputError(f"contrast {self.contrast!r}", hint="bright or dark")
        if self.roi is not None:
            x, y, width, height = self.roi
            if min(x, y) < 0 or min(width, height) < 1:
                raise InputError(
                    f"{x},{y},{width},{height} is no part of a picture",
                    where="roi",
                    hint="give left, top, width and height in pixels",
                )

    def to_json(self) -> dict[str, Any]:
        """Return what was asked for, without what was not."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        if self.roi is not None:
            given["roi"] = list(self.roi)
        if self.borrowed is not None:
            given["borrowed"]["size_px"] = list(self.borrowed.size_px)
        return given


def parse_roi(text: str) -> tuple[int, int, int, int]:
    """Read ``x,y,w,h``.

    Args:
        text: Four whole numbers with commas between them.

    Returns:
        (x, y, width, height) in pixels.

    Raises:
        InputError: It is something else.
    """
    try:
        x, y, width, height = (int(part) for part in text.split(","))
    except ValueError as error:
        raise InputError(
            f"{text!r} is no part of a picture",
            where="--roi",
            hint="give left, top, width and height in pixels, such as --roi 0,0,1024,960",
        ) from error
    return x, y, width, height
