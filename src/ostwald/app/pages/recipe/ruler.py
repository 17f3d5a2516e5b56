"""The ruler: predicted sizes with intervals among the published sizes of the product."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ostwald.app.pages.recipe.scale import Scale
from ostwald.prediction.result import SizeEstimate

BINS = 48
_ROW_PX = 26
_HISTOGRAM_PX = 54


@dataclass(frozen=True, slots=True)
class Mark:
    """One prediction on the ruler.

    Attributes:
        variant: ``A`` or ``B``.
        size: What is predicted.
        is_known: Whether it is known ground.
    """

    variant: str
    size: SizeEstimate
    is_known: bool


def nm(size: float) -> str:
    """Return a size as a person writes it: three significant digits, two decimals at most."""
    if size >= 100:
        return f"{size:.0f}"
    return f"{size:.1f}" if size >= 10 else f"{size:.2f}".removesuffix("0")


def draw_ruler(marks: Sequence[Mark], published_nm: Sequence[float], product: str) -> str:
    """Draw the ruler as HTML that scales with the page.

    Args:
        marks: One or two predictions.
        published_nm: Sizes of published recipes of the product; may be empty.
        product: Its formula.

    Returns:
        HTML of numbers and escaped text.
    """
    ends = [end for mark in marks for end in (mark.size.lower_nm, mark.size.upper_nm)]
    scale = Scale.around([*published_nm, *ends])
    parts = [_histogram(scale, published_nm)] if len(published_nm) else []
    parts += [_row(scale, mark, several=len(marks) > 1) for mark in marks]
    ticks = "".join(
        f'<i style="left:{_percent(scale, tick)}"><b>{tick:g}</b></i>' for tick in scale.ticks_nm
    )
    sentence = escape(describe(marks, published_nm, product), quote=True)
    return (
        f'<div class="rc-ruler" role="img" aria-label="{sentence}">'
        f'<div class="rc-ruler-plot" aria-hidden="true">{"".join(parts)}'
        f'<div class="rc-ticks">{ticks}</div></div></div>'
    )


def describe(marks: Sequence[Mark], published_nm: Sequence[float], product: str) -> str:
    """Return in one sentence what the ruler shows."""
    told = [
        f"{mark.variant if len(marks) > 1 else 'Predicted'}: {nm(mark.size.estimate_nm)} nm, "
        f"between {nm(mark.size.lower_nm)} and {nm(mark.size.upper_nm)} nm"
        for mark in marks
    ]
    if len(published_nm):
        told.append(
            f"{len(published_nm)} published sizes of {product} "
            f"from {nm(min(published_nm))} to {nm(max(published_nm))} nm"
        )
    return "; ".join(told)


def _histogram(scale: Scale, sizes_nm: Sequence[float]) -> str:
    counts = [0] * BINS
    for size in sizes_nm:
        counts[min(int(scale.share(size) * BINS), BINS - 1)] += 1
    # the root, so that a few recipes are still seen beside hundreds
    most = math.sqrt(max(counts))
    width = 100 / BINS
    bars = "".join(
        f'<i style="left:{k * width:.3f}%;width:{width:.3f}%;'
        f'height:{max(100 * math.sqrt(count) / most, 4):.1f}%"></i>'
        for k, count in enumerate(counts)
        if count
    )
    return f'<div class="rc-published" style="height:{_HISTOGRAM_PX}px">{bars}</div>'


def _row(scale: Scale, mark: Mark, *, several: bool) -> str:
    low, high = scale.share(mark.size.lower_nm), scale.share(mark.size.upper_nm)
    ground = "" if mark.is_known else " rc-unknown"
    name = (
        f'<b class="rc-mark-name" style="left:{100 * high:.3f}%">{mark.variant}</b>'
        if several
        else ""
    )
    return (
        f'<div class="rc-interval-row rc-{mark.variant}{ground}" style="height:{_ROW_PX}px">'
        f'<i class="rc-interval" style="left:{100 * low:.3f}%;width:{100 * (high - low):.3f}%"></i>'
        f'<i class="rc-dot" style="left:{_percent(scale, mark.size.estimate_nm)}"></i>{name}</div>'
    )


def _percent(scale: Scale, size_nm: float) -> str:
    return f"{100 * scale.share(size_nm):.3f}%"
