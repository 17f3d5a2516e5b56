"""The histogram of sizes as SVG, in the colours of the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.histogram import bin_edges, normal_density

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 360, 190, 34, 36, 8
_FEWEST_FOR_CURVE = 5


def histogram_svg(diameters: NDArray[np.float64], unit: str) -> str:
    """Draw the distribution of diameters.

    Args:
        diameters: (n,) equal-area diameters.
        unit: ``"nm"`` or ``"px"``.

    Returns:
        An SVG element made of numbers alone; an empty text without diameters.
    """
    if not diameters.size:
        return ""
    edges = bin_edges(diameters)
    counts = np.histogram(diameters, edges)[0]
    top, right = max(1, int(counts.max())), _WIDTH - 8

    def x(value: float) -> float:
        return float(_LEFT + (value - edges[0]) / (edges[-1] - edges[0]) * (right - _LEFT))

    def y(count: float) -> float:
        return float(_HEIGHT - _BOTTOM - count / top * (_HEIGHT - _BOTTOM - _TOP))

    bars = "".join(
        f'<rect x="{x(a) + 0.5:.1f}" y="{y(n):.1f}" width="{max(0.5, x(b) - x(a) - 1):.1f}" '
        f'height="{y(0) - y(n):.1f}"/>'
        for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
        if n
    )
    curve = ""
    if diameters.size >= _FEWEST_FOR_CURVE and float(np.ptp(diameters)) > 0:
        at = np.linspace(edges[0], edges[-1], 80)
        density = diameters.size * (edges[1] - edges[0]) * normal_density(at, diameters)
        points = " ".join(f"{x(a):.1f},{max(_TOP, y(d)):.1f}" for a, d in zip(at, density))  # noqa: B905
        curve = f'<polyline points="{points}"/>'
    ticks = _ticks(float(edges[0]), float(edges[-1]))
    marks = "".join(
        f'<line x1="{x(t):.1f}" x2="{x(t):.1f}" y1="{y(0):.1f}" y2="{y(0) + 4:.1f}"/>'
        f'<text x="{x(t):.1f}" y="{y(0) + 16:.1f}" text-anchor="middle">{t:g}</text>'
        for t in ticks
    )
    said = (
        f"Histogram of {diameters.size} diameters from {diameters.min():.3g} to "
        f"{diameters.max():.3g} {unit}, mean {diameters.mean():.3g} {unit}"
    )
    return (
        f'<svg class="mg-histogram" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{said}">'
        f'<g class="mg-bars">{bars}</g><g class="mg-curve">{curve}</g><g class="mg-axis">'
        f'<line x1="{_LEFT}" x2="{right}" y1="{y(0):.1f}" y2="{y(0):.1f}"/>{marks}'
        f'<text x="{_LEFT - 6}" y="{y(top) + 9:.1f}" text-anchor="end">{top}</text>'
        f'<text x="{_LEFT - 6}" y="{y(0):.1f}" text-anchor="end">0</text>'
        f'<text x="{(_LEFT + right) / 2}" y="{_HEIGHT - 4}" text-anchor="middle">'
        f"Equal-area diameter ({unit})</text></g></svg>"
    )


def _ticks(low: float, high: float) -> list[float]:
    """About five round values between two."""
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = min((s * power for s in (1, 2, 2.5, 5, 10)), key=lambda s: abs(s - rough))
    first = np.ceil(low / step - 1e-9) * step
    return [float(round(t, 10)) for t in np.arange(first, high + step * 1e-6, step)]
