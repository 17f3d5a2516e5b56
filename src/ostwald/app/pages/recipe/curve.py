"""The curve of a sweep: size against one amount or condition, drawn as it scales with the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import numpy as np

from ostwald.app.pages.recipe.ruler import Mark, nm
from ostwald.explain.sweep import Sweep
from ostwald.recipes.shapes import SHAPES

_UNITS = 1000.0
_ENOUGH_FOR_A_NAME = 0.14


@dataclass(frozen=True)
class Curve:
    """A sweep with its axis in the unit that the chemist wrote.

    Attributes:
        variant: Whose it is.
        field: What is varied, as the editor names it.
        name: What is varied, in words.
        unit: Of `values`.
        values: Rising; one for each point of the sweep.
        sweep: The answers.
    """

    variant: str
    field: str
    name: str
    unit: str
    values: Sequence[float]
    sweep: Sweep


def draw_curve(curve: Curve, at: float | None, mark: Mark | None) -> str:
    """Draw the curve as HTML.

    Args:
        curve: What is drawn.
        at: Where the recipe lies on the axis now.
        mark: What is predicted there.

    Returns:
        HTML of numbers and escaped text.
    """
    x0, x1 = curve.values[0], curve.values[-1]
    upper = np.asarray(curve.sweep.upper_nm)
    top = _round_up(1.05 * float(np.nanmax(upper))) if np.isfinite(upper).any() else 10.0
    if mark is not None:
        top = max(top, _round_up(1.05 * mark.size.upper_nm))
    shares = [(value - x0) / (x1 - x0) for value in curve.values]
    parts = [_grounds(curve.sweep, shares), _lines(curve.sweep, shares, top)]
    parts.append(_shapes(curve.sweep, shares))
    if at is not None and mark is not None:
        parts.append(_now((at - x0) / (x1 - x0), mark, top))
    y_ticks = "".join(
        f'<b class="rc-y" style="bottom:{100 * tick / top:.2f}%">{tick:g}</b>'
        for tick in _linear_ticks(0.0, top, 4)
    )
    x_ticks = "".join(
        f'<b class="rc-x" style="left:{100 * (tick - x0) / (x1 - x0):.2f}%">{tick:g}</b>'
        for tick in _linear_ticks(x0, x1, 5)
    )
    sentence = escape(_sentence(curve), quote=True)
    unit = curve.unit.replace("degC", "°C")
    label = escape(f"{curve.name}, {unit}" if unit else curve.name)
    return (
        f'<div class="rc-curve rc-{curve.variant}" role="img" aria-label="{sentence}">'
        f'<div class="rc-curve-frame" aria-hidden="true"><span class="rc-y-label">size, nm</span>'
        f'<div class="rc-curve-plot">{"".join(parts)}{y_ticks}{x_ticks}</div>'
        f'<span class="rc-x-label">{label}</span></div></div>'
    )


def _sentence(curve: Curve) -> str:
    size = curve.sweep.size_nm
    known = np.flatnonzero(np.isfinite(size))
    if not len(known):
        return f"Size against {curve.name}: impossible all along"
    first, last = int(known[0]), int(known[-1])
    return (
        f"Size against {curve.name}: {nm(float(size[first]))} nm at {curve.values[first]:g}, "
        f"{nm(float(size[last]))} nm at {curve.values[last]:g} {curve.unit}"
    )


def _lines(sweep: Sweep, shares: Sequence[float], top: float) -> str:
    """Return the band and the line, piece by piece between what is impossible."""
    band, line = [], []
    for piece in _pieces([not one for one in sweep.impossible.tolist()]):
        xs = [_UNITS * shares[k] for k in piece]
        middle, low, high = (
            [_UNITS * (1 - float(values[k]) / top) for k in piece]
            for values in (sweep.size_nm, sweep.lower_nm, sweep.upper_nm)
        )
        outline = [*zip(xs, high, strict=True), *zip(xs[::-1], low[::-1], strict=True)]
        band.append(f'<polygon class="rc-band" points="{_points(outline)}"/>')
        path = list(zip(xs, middle, strict=True))
        line.append(f'<polyline class="rc-line" points="{_points(path)}"/>')
    return (
        f'<svg viewBox="0 0 {_UNITS:g} {_UNITS:g}" preserveAspectRatio="none">'
        f"{''.join(band)}{''.join(line)}</svg>"
    )


def _grounds(sweep: Sweep, shares: Sequence[float]) -> str:
    """Return hatched stretches of unknown ground and dotted ones of impossible flasks."""
    unknown = (~sweep.in_domain & ~sweep.impossible).tolist()
    parts = []
    for flags, name in ((unknown, "rc-hatched"), (sweep.impossible.tolist(), "rc-impossible")):
        for piece in _pieces(flags):
            left, right = _stretch(piece, shares)
            parts.append(
                f'<i class="{name}" style="left:{100 * left:.2f}%;'
                f'width:{100 * (right - left):.2f}%"></i>'
            )
    return "".join(parts)


def _shapes(sweep: Sweep, shares: Sequence[float]) -> str:
    """Return the likeliest shapes along the upper edge, where there is room for their names."""
    parts = []
    for shape, group in groupby(range(len(shares)), key=lambda k: int(sweep.shape[k])):
        left, right = _stretch(list(group), shares)
        if shape < 0:
            continue
        name = SHAPES[shape] if right - left >= _ENOUGH_FOR_A_NAME else ""
        parts.append(
            f'<i class="rc-shape-band" style="left:{100 * left:.2f}%;'
            f'width:{100 * (right - left):.2f}%">{name}</i>'
        )
    return "".join(parts)


def _stretch(piece: Sequence[int], shares: Sequence[float]) -> tuple[float, float]:
    """Return where a run of points begins and ends: halfway to its neighbours."""
    half = 0.5 / (len(shares) - 1)
    return max(shares[piece[0]] - half, 0.0), min(shares[piece[-1]] + half, 1.0)


def _now(share: float, mark: Mark, top: float) -> str:
    if not 0.0 <= share <= 1.0:
        return ""
    low, high = mark.size.lower_nm / top, mark.size.upper_nm / top
    return (
        f'<i class="rc-whisker" style="left:{100 * share:.2f}%;bottom:{100 * low:.2f}%;'
        f'height:{100 * (high - low):.2f}%"></i>'
        f'<i class="rc-dot" style="left:{100 * share:.2f}%;'
        f'bottom:{100 * mark.size.estimate_nm / top:.2f}%"></i>'
    )


def _pieces(flags: Sequence[bool]) -> list[list[int]]:
    return [
        list(group) for is_set, group in groupby(range(len(flags)), flags.__getitem__) if is_set
    ]


def _points(path: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in path)


def _linear_ticks(low: float, high: float, about: int) -> list[float]:
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(lead * power for lead in (1.0, 2.0, 2.5, 5.0, 10.0) if raw <= lead * power * 1.001)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{k * step:.6g}") for k in range(first, last + 1)]


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    leads = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return next(lead * power for lead in leads if value <= lead * power * (1 + 1e-9))
