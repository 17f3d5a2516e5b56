"""The makers whose tags are read; each module of the package registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ostwald.microscopy.io.calibration import Calibration

TagReader = Callable[[Any, Any, int], Calibration | None]


@dataclass(frozen=True, slots=True)
class Maker:
    """The tags of one maker of microscopes, cameras or programs.

    Attributes:
        name: The maker.
        believed: When its figures are believed, for the documentation.
        order: Makers of lower order are asked first; general tags come last.
        read: Takes the open TIFF, the page and the number of its series.
    """

    name: str
    believed: str
    order: int
    read: TagReader


MAKERS: dict[str, Maker] = {}


def maker(name: str, *, believed: str, order: int = 0) -> Callable[[TagReader], TagReader]:
    """Register a reader of tags.

    Args:
        name: The maker.
        believed: When its figures are believed.
        order: Makers of lower order are asked first.

    Returns:
        The decorator.
    """

    def register(read: TagReader) -> TagReader:
        MAKERS[name] = Maker(name, believed, order, read)
        return read

    return register


def tag(page: Any, name: str | int) -> Any:
    """Return the value of a tag.

    Args:
        page: A page of tifffile.
        name: Its name or code.

    Returns:
        The value.

    Raises:
        KeyError: The page has no such tag.
    """
    found = page.tags.get(name)
    if found is None:
        raise KeyError(name)
    return found.value


def px_per_cm(page: Any) -> tuple[float, float]:
    """Return the resolution in pixels a centimetre, as (x, y).

    Args:
        page: A page of tifffile.

    Returns:
        Both resolutions.

    Raises:
        KeyError: The page has none.
        ValueError: It has no unit.
    """
    unit = int(tag(page, "ResolutionUnit"))
    if unit not in (2, 3):
        raise ValueError("the resolution has no unit")
    inch = 2.54 if unit == 2 else 1.0
    (a, b), (c, d) = tag(page, "XResolution"), tag(page, "YResolution")
    return float(a / b / inch), float(c / d / inch)
