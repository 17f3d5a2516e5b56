"""What the tags of a TIFF file say of its pixel size: one module a maker.

The tags are documented by tifffile and, for the calibrations, by the makers' own manuals. A maker's
function returns None where its tags are absent; where they are there but contradict each other, a
calibration without a size, and no other maker is asked.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import Any

from ostwald.microscopy.io.calibration import UNKNOWN, Calibration
from ostwald.microscopy.io.makers.registry import MAKERS, Maker


@lru_cache(maxsize=1)
def makers() -> tuple[Maker, ...]:
    """Return every maker, the most telling tags first."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(MAKERS.values(), key=lambda maker: maker.order))


def calibration_from_tags(tiff: Any, page: Any, series: int) -> Calibration:
    """Find the pixel size in the tags of one image of a TIFF file.

    Args:
        tiff: An open ``tifffile.TiffFile``.
        page: The image's first page.
        series: The image's number among those of the file, from 0.

    Returns:
        The calibration; without a size where no maker's tags are there and make sense.
    """
    for maker in makers():
        try:
            found = maker.read(tiff, page, series)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, ZeroDivisionError):
            continue  # a damaged tag is as good as none: the scale bar may still be read
        if found is not None and (found.nm_per_px or found.reciprocal or found.notes):
            return found
    return UNKNOWN
