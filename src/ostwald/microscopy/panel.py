"""The scale of one panel of a figure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ostwald.errors import InputError
from ostwald.microscopy.field import find_panels
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.scale.finder import find_scale
from ostwald.microscopy.scale.region import Roi, check_part, part_of
from ostwald.microscopy.scale.result import Scale

_WITHIN = 0.9
"""Least share of a part that lies in its panel: a frame or gutter may be cut out with it."""


def find_panel_scale(micrograph: Micrograph, nm_per_px: float | None, roi: Roi | None) -> Scale:
    """Find the scale of a micrograph, or of the panel of a figure that holds a part of it.

    Args:
        micrograph: The picture.
        nm_per_px: A pixel size given by the user, which overrides file and bar.
        roi: (x, y, width, height) in pixels of the part that is measured; None for all.

    Returns:
        As ``find_scale``. In a figure of several panels only a bar of the panel itself counts;
        for a part of several panels only a bar within it, and a warning says so.

    Raises:
        InputError: A figure of several panels, and no part was chosen; or the part does not lie
            in the picture.
    """
    shape = micrograph.height_px, micrograph.width_px
    panels = find_panels(micrograph.pixels)
    if roi is not None:
        check_part(roi, shape)
        # Where the whole is laid out too irregularly to be parted, a part of it may show it.
        panels = panels or _moved(find_panels(micrograph.pixels[part_of(roi)]), roi)
    if not panels:
        return find_scale(micrograph, nm_per_px)
    if roi is None:
        listed = ", ".join(",".join(map(str, box)) for box in panels)
        raise InputError(
            f"shows {len(panels)} panels, whose scales may differ",
            where=str(micrograph.path) if micrograph.path else "image",
            hint=f"crop one, or measure one at a time with --roi x,y,w,h: {listed}",
        )
    panel = max(panels, key=lambda box: _share_within(roi, box))
    if _share_within(roi, panel) >= _WITHIN:
        note = f"one of {len(panels)} panels: only its own scale bar counts"
    else:
        panel, note = roi, f"the part lies in several panels (of {len(panels)} that are seen)"
    cut = part_of(panel)
    coloured = micrograph.coloured
    found = find_scale(
        replace(
            micrograph,
            pixels=micrograph.pixels[cut],
            coloured=None if coloured is None else coloured[cut],
        ),
        nm_per_px,
    )
    excluded = np.zeros(shape, dtype=np.bool_)
    excluded[cut] = found.excluded
    bar = found.bar_box_px
    x, y = panel[:2]
    return replace(
        found,
        excluded=excluded,
        bar_box_px=None if bar is None else (bar[0] + x, bar[1] + y, bar[2] + x, bar[3] + y),
        warnings=(*found.warnings, note),
    )


def _moved(boxes: list[Roi], part: Roi) -> list[Roi]:
    """Boxes within a part, as boxes within the picture."""
    return [(part[0] + x, part[1] + y, width, height) for x, y, width, height in boxes]


def _share_within(part: Roi, box: Roi) -> float:
    """Share of a part that lies in a box."""
    x, y, width, height = part
    across = min(x + width, box[0] + box[2]) - max(x, box[0])
    down = min(y + height, box[1] + box[3]) - max(y, box[1])
    return max(across, 0) * max(down, 0) / (width * height)
