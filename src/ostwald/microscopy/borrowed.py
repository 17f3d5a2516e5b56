"""Scales that deserve less trust: taken over from another image, or a program's placeholder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ostwald.errors import InputError
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.settings import BorrowedScale, Settings

_HALF_TRUSTED = 0.5
_NOT_MEASURED = "sizes are in pixels"


def borrowed_scale(path: Path | str) -> BorrowedScale:
    """Find the scale of an image that others shall use.

    Args:
        path: The image.

    Returns:
        Its scale.

    Raises:
        InputError: It cannot be read, has no scale of its own, or is a figure of several panels.
    """
    from ostwald.microscopy.io.reader import read_micrograph
    from ostwald.microscopy.panel import find_panel_scale

    micrograph = read_micrograph(path)
    scale = find_panel_scale(micrograph, None, None)
    if scale.nm_per_px is None:
        raise InputError(
            "has no scale that others could use",
            where=str(path),
            hint="name an image whose scale is read, or give --nm-per-px",
        )
    return BorrowedScale(
        nm_per_px=scale.nm_per_px,
        image=Path(path).name,
        source=scale.source,
        size_px=(micrograph.height_px, micrograph.width_px),
    )


def with_borrowed(scale: Scale, micrograph: Micrograph, settings: Settings) -> Scale:
    """Give an image without scale that of another, where the user asked for it.

    Args:
        scale: What was found in the image.
        micrograph: The image.
        settings: Which scale may be borrowed.

    Returns:
        The same scale where it has one; else the borrowed one, with a warning, unless the images
        are not of one size and so perhaps not of one magnification.
    """
    borrowed = settings.borrowed
    if borrowed is None or scale.nm_per_px is not None:
        return scale
    size = (micrograph.height_px, micrograph.width_px)
    if size != borrowed.size_px:
        note = (
            f"the scale of {borrowed.image} was not taken over, since that image has "
            f"{borrowed.size_px[1]} x {borrowed.size_px[0]} pixels; {_NOT_MEASURED}"
        )
        return replace(scale, warnings=(*scale.warnings, note))
    kept = tuple(warning for warning in scale.warnings if _NOT_MEASURED not in warning)
    note = (
        f"the scale was taken over from {borrowed.image} ({borrowed.source}, "
        f"{borrowed.nm_per_px:.4g} nm a pixel), as asked: right only at the same magnification"
    )
    return replace(
        scale,
        nm_per_px=borrowed.nm_per_px,
        source="user",
        confidence=_HALF_TRUSTED,
        warnings=(*kept, note),
    )


def without_trust_in_placeholders(scale: Scale, micrograph: Micrograph) -> Scale:
    """Halve the confidence in a size that programs write when they know nothing.

    Args:
        scale: The scale.
        micrograph: The image, whose warnings name the size.

    Returns:
        The same scale; unchanged where a scale bar confirms it or it comes from elsewhere.
    """
    doubtful = micrograph.info.get("placeholder_scale", False) and scale.source == "metadata"
    if not doubtful or scale.bar_value_nm is not None:
        return scale
    return replace(scale, confidence=_HALF_TRUSTED)
