"""What the command line says, as the page says it."""

from __future__ import annotations

import re
from typing import Any

from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.scale.result import Scale

_INSTEAD = (
    (r"; give the right pixel size with --nm-per-px", "; set the right one under Scale"),
    (
        r"give (?:the right pixel size with|a positive number with) --nm-per-px",
        "set it under Scale",
    ),
    (r"give --nm-per-px", "set the scale by hand"),
    (r"name an image whose scale is read, or set the scale by hand", "set the scale by hand"),
    (r"; choose others with --frame, --channel or --all-frames", ""),
    (r"or measure one at a time with --roi x,y,w,h: .*", "or choose one below"),
)
GRADES = {
    "good": ("check_circle", "mg-good", "Nothing speaks against these numbers"),
    "look": ("visibility", "mg-look", "Compare the outlines with your own eye"),
    "do not use": ("block", "mg-bad", "Do not use these numbers"),
}


def page_words(text: str) -> str:
    """Return a remark with what the page offers in place of the command line's options."""
    for pattern, instead in _INSTEAD:
        text = re.sub(pattern, instead, text)
    return text


def length(nm: float) -> str:
    """Return a length as one says it, such as ``200 nm`` or ``1.5 µm``."""
    return f"{nm / 1000:.4g} µm" if nm >= 1000 else f"{nm:.4g} nm"


def size_line(summary: dict[str, Any]) -> str:
    """Return mean and spread of an image, such as ``9.83 ± 0.71 nm``; empty without particles."""
    unit = "nm" if summary["size_nm"] else "px"
    size = summary["size_nm"] or summary["size_px"]
    if not size:
        return ""
    if size["std"] is None:
        return f"{size['mean']:.3g} {unit}"
    # Two digits of the spread, but no more than four of the mean.
    places = max(0, min(1 - _magnitude(size["std"]), 3 - _magnitude(size["mean"])))
    return f"{size['mean']:.{places}f} ± {size['std']:.{places}f} {unit}"


def _magnitude(value: float) -> int:
    text = f"{value:.1e}" if value > 0 else "1e-9"
    return int(text.split("e")[1])


def count_line(summary: dict[str, Any]) -> str:
    """Return how many particles count, such as ``214 whole particles, 31 cut``."""
    cut = summary["particles_at_border"]
    whole = summary["particles"] - cut
    line = f"{whole} whole particle{'' if whole == 1 else 's'}"
    return f"{line}, {cut} cut by the border" if cut else line


def interval_line(summary: dict[str, Any]) -> str:
    """Return the interval of the mean; empty for fewer than two particles."""
    unit = "nm" if summary["size_nm"] else "px"
    size = summary["size_nm"] or summary["size_px"]
    if not size or not size["mean_ci95"]:
        return ""
    low, high = size["mean_ci95"]
    spread = size["distribution_percent"]
    return f"spread {spread:.1f} %, mean within {low:.4g} to {high:.4g} {unit} (95 %)"


def shape_line(summary: dict[str, Any]) -> str:
    """Return the shapes, the most frequent first."""
    shares = summary["shape"]["fractions"]
    return ", ".join(f"{name} {100 * share:.0f} %" for name, share in list(shares.items())[:3])


def scale_line(measured: Measurement) -> str:
    """Say where the scale comes from and what it is."""
    scale, micrograph = measured.scale, measured.micrograph
    if scale.nm_per_px is None:
        return "No scale was found: sizes are in pixels. Set it by hand."
    size = f"{scale.nm_per_px:.4g} nm a pixel"
    bar = _bar(scale)
    if scale.source == "metadata":
        source = micrograph.metadata_source or "metadata"
        line = f"From the file ({source}): {size}"
        return f"{line}. The bar in the picture agrees: {bar}." if bar else f"{line}."
    if scale.source == "scale bar":
        sure = f"{100 * scale.confidence:.0f} % sure"
        return f"Bar read in the picture: {bar}, so {size} ({sure})."
    return f"Set by hand: {size}" + (f" ({bar})." if bar else ".")


def _bar(scale: Scale) -> str:
    if scale.bar_value_nm is None or scale.bar_length_px is None:
        return ""
    return f"{length(scale.bar_value_nm)} over {scale.bar_length_px:.4g} px"
