"""The notebook's two drawings as SVG, in the colours of the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.app.lab import Compared
    from ostwald.app.work import Adapted

_SIDE, _LEFT, _BOTTOM, _TOP = 340.0, 46.0, 42.0, 10.0


def parity(points: Sequence[Compared]) -> str:
    """Draw predicted against measured sizes, on logarithmic axes, with the intervals.

    Args:
        points: At least one.

    Returns:
        An SVG element.
    """
    sizes = [
        size
        for one in points
        for size in (one.measured_nm, one.predicted_nm, one.lower_nm, one.upper_nm)
    ]
    axis = _Axis(min(sizes) / 1.1, max(sizes) * 1.1)
    marks = []
    for one in points:
        x = axis.x(one.measured_nm)
        low, high = axis.y(one.lower_nm), axis.y(one.upper_nm)
        told = (
            f"{one.name} ({one.product}): measured {one.measured_nm:.3g} nm, predicted "
            f"{one.predicted_nm:.3g} nm ({one.lower_nm:.3g} to {one.upper_nm:.3g})"
        )
        marks.append(
            f'<g class="ow-mark"><title>{escape(told)}</title>'
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>'
            f'<circle cx="{x:.1f}" cy="{axis.y(one.predicted_nm):.1f}" r="4.5"/></g>'
        )
    ends = axis.x(axis.low), axis.y(axis.low), axis.x(axis.high), axis.y(axis.high)
    told = f"Predicted against measured size of {len(points)} results; the line is equality."
    return _svg(
        told,
        axis.grid(),
        f'<line class="ow-equal" x1="{ends[0]}" y1="{ends[1]}" x2="{ends[2]}" y2="{ends[3]}"/>',
        *marks,
        _labels("measured, nm", "predicted, nm"),
    )


def learning_curve(adapted: Adapted) -> str:
    """Draw what each further experiment brought.

    Args:
        adapted: With a curve.

    Returns:
        An SVG element.
    """
    most = max(*adapted.high_nm, *adapted.error_nm, 1e-9) * 1.1
    last = max(adapted.known[-1], 1.0)

    def x(known: float) -> float:
        return _LEFT + (_SIDE - _LEFT - 10.0) * known / last

    def y(error: float) -> float:
        return _SIDE - _BOTTOM - (_SIDE - _BOTTOM - _TOP) * error / most

    band = [
        *(f"{x(k):.1f},{y(e):.1f}" for k, e in zip(adapted.known, adapted.high_nm, strict=True)),
        *(
            f"{x(k):.1f},{y(e):.1f}"
            for k, e in reversed(list(zip(adapted.known, adapted.low_nm, strict=True)))
        ),
    ]
    pairs = list(zip(adapted.known, adapted.error_nm, strict=True))
    line = " ".join(f"{x(k):.1f},{y(e):.1f}" for k, e in pairs)
    dots = "".join(
        f'<circle cx="{x(k):.1f}" cy="{y(e):.1f}" r="3.5"><title>{k:g} known: off by {e:.2g} nm'
        "</title></circle>"
        for k, e in pairs
    )
    grid = []
    for error in _ticks(most):
        at = y(error)
        grid.append(f'<line x1="{_LEFT}" x2="{_SIDE - 10}" y1="{at:.1f}" y2="{at:.1f}"/>')
        grid.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" class="ow-end">{error:g}</text>')
    for known in sorted({0.0, *(k for k in adapted.known if k == last), round(last / 2)}):
        at = _SIDE - _BOTTOM + 16
        grid.append(f'<text x="{x(known):.1f}" y="{at}" class="ow-middle">{known:g}</text>')
    told = (
        f"Mean error on experiments that the model did not know: {pairs[0][1]:.2g} nm with none of "
        f"this lab's, {pairs[-1][1]:.2g} nm with {pairs[-1][0]:g} of them."
    )
    return _svg(
        told,
        f'<g class="ow-grid">{"".join(grid)}</g>',
        f'<polygon class="ow-band" points="{" ".join(band)}"/>',
        f'<polyline class="ow-line" points="{line}"/>',
        f'<g class="ow-mark">{dots}</g>',
        _labels("own experiments that the model knew", "mean error on the others, nm"),
    )


class _Axis:
    """One logarithmic scale for both axes."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def _share(self, size: float) -> float:
        inside = min(max(size, self.low), self.high)
        return math.log(inside / self.low) / math.log(self.high / self.low)

    def x(self, size: float) -> float:
        return _LEFT + (_SIDE - _LEFT - 10.0) * self._share(size)

    def y(self, size: float) -> float:
        return _SIDE - _BOTTOM - (_SIDE - _BOTTOM - _TOP) * self._share(size)

    def grid(self) -> str:
        steps = [step * 10.0**power for power in range(-2, 6) for step in (1.0, 2.0, 3.0, 5.0, 7.0)]
        parts = []
        for size in steps:
            if not self.low <= size <= self.high:
                continue
            x, y = self.x(size), self.y(size)
            parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_SIDE - _BOTTOM}"/>')
            parts.append(f'<line x1="{_LEFT}" x2="{_SIDE - 10}" y1="{y:.1f}" y2="{y:.1f}"/>')
            at = _SIDE - _BOTTOM + 16
            parts.append(f'<text x="{x:.1f}" y="{at}" class="ow-middle">{size:g}</text>')
            parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" class="ow-end">{size:g}</text>')
        return f'<g class="ow-grid">{"".join(parts)}</g>'


def _ticks(most: float) -> list[float]:
    step = 10.0 ** math.floor(math.log10(most))
    for finer in (5.0, 2.0, 1.0):
        if most / (step / finer) <= 6:
            step /= finer
            break
    return [float(f"{step * k:.6g}") for k in range(int(most / step) + 1)]


def _labels(below: str, beside: str) -> str:
    middle = (_SIDE - _BOTTOM + _TOP) / 2
    return (
        f'<text class="ow-middle" x="{(_SIDE + _LEFT) / 2}" y="{_SIDE - 6}">{escape(below)}</text>'
        f'<text class="ow-middle" transform="translate(12 {middle}) rotate(-90)">'
        f"{escape(beside)}</text>"
    )


def _svg(told: str, *parts: str) -> str:
    return (
        f'<svg class="ow-plot" viewBox="0 0 {_SIDE:g} {_SIDE:g}" role="img" '
        f'aria-label="{escape(told)}">{"".join(parts)}</svg>'
    )
