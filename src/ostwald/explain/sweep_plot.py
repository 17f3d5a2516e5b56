"""Curves and maps of sweeps: unknown ground hatched, impossible flasks blank."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ostwald._files import atomic_path
from ostwald.explain.published_points import PublishedPoints, published_points
from ostwald.explain.sweep import Sweep
from ostwald.plotting import BLACK, BLUE, GREY, PALETTE, new_figure
from ostwald.recipes.shapes import SHAPES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase

    from ostwald.prediction.published import PublishedRecipes

HATCH = "////"
NOT_KNOWN = "not known ground"
FARTHEST = 1.3
"""Colours reach beyond predicted sizes by this factor at most, to show published ones."""


def plot_sweep(sweep: Sweep, target: Path, published: PublishedRecipes | None = None) -> None:
    """Draw a sweep.

    Args:
        sweep: One axis gives a curve with its interval and the shapes below, two give maps of
            size, width of the interval, and shape.
        target: File to write; its suffix names the format (png, svg, pdf).
        published: Drawn as points where they are installed.

    Raises:
        InputError: The file cannot be written.
    """
    points = None if published is None else published_points(sweep, published)
    figure = _curve(sweep, points) if len(sweep.axes) == 1 else _maps(sweep, points)
    with atomic_path(target) as path:
        figure.savefig(path)


def _title(sweep: Sweep) -> str:
    return sweep.recipe.id or sweep.recipe.product.label


def _curve(sweep: Sweep, points: PublishedPoints | None) -> Figure:
    figure = new_figure(7.2, 4.4)
    draw_curve(figure, sweep, points)
    return figure


def draw_curve(figure: FigureBase, sweep: Sweep, points: PublishedPoints | None = None) -> None:
    """Draw a sweep over one axis into a figure or a part of one.

    Args:
        figure: Where.
        sweep: Of one axis.
        points: Published recipes to show as well.
    """
    axes = figure.subplots()
    x = sweep.axes[0].values
    axes.fill_between(
        x,
        sweep.lower_nm,
        sweep.upper_nm,
        color=BLUE,
        alpha=0.2,
        linewidth=0,
        label=f"{sweep.coverage * 100:g} % interval",
    )
    axes.plot(x, sweep.size_nm, color=BLUE, linewidth=2, label="predicted")
    unknown = ~sweep.in_domain & ~sweep.impossible
    if unknown.any():
        axes.fill_between(
            x,
            0,
            1,
            where=_widened(unknown).tolist(),
            transform=axes.get_xaxis_transform(),
            facecolor="none",
            edgecolor=GREY,
            hatch=HATCH,
            linewidth=0,
            label=NOT_KNOWN,
        )
    if points is not None and len(points.at):
        axes.plot(
            points.at[:, 0],
            points.size_nm,
            "o",
            color=BLACK,
            markersize=3.5,
            alpha=0.45,
            label=f"published {sweep.recipe.product.formula}, other things differing",
        )
    _shape_band(axes, sweep)
    axes.set_xlim(x[0], x[-1])
    known = np.nan_to_num(sweep.upper_nm)
    axes.set_ylim(0, 1.15 * max(float(known.max()), 1.0))
    axes.set_xlabel(sweep.axes[0].label)
    axes.set_ylabel("equal-area diameter, nm")
    axes.set_title(_title(sweep), fontsize="medium", loc="left")
    figure.legend(loc="outside lower center", ncols=3, fontsize="small", frameon=False)


def _widened(mask: np.ndarray) -> np.ndarray:
    """Return the mask with its neighbours, so that a single point is hatched too."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    return wide


def _shape_band(axes: Axes, sweep: Sweep) -> None:
    """Write the likeliest shapes along the upper edge, where each begins and ends."""
    x, shape = sweep.axes[0].values, sweep.shape
    starts = [0, *(np.flatnonzero(np.diff(shape)) + 1).tolist(), len(shape)]
    span = x[-1] - x[0]
    for first, after in pairwise(starts):
        if shape[first] < 0:
            continue
        left, right = x[first], x[min(after, len(x) - 1)]
        colour = PALETTE[shape[first] % len(PALETTE)]
        axes.plot(
            [left, right],
            [0.985, 0.985],
            transform=axes.get_xaxis_transform(),
            color=colour,
            linewidth=5,
            solid_capstyle="butt",
        )
        if right - left > 0.1 * span:
            axes.text(
                (left + right) / 2,
                0.96,
                SHAPES[shape[first]],
                transform=axes.get_xaxis_transform(),
                ha="center",
                va="top",
                fontsize="small",
                color=BLACK,
            )


def _maps(sweep: Sweep, points: PublishedPoints | None) -> Figure:
    figure = new_figure(12.5, 4.2)
    size, width, shape = figure.subplots(1, 3, sharex=True, sharey=True)
    drawn = np.ma.masked_invalid(sweep.size_nm.T)
    x, y = (one.values for one in sweep.axes)
    low, high = _limits(sweep, points)
    image = size.pcolormesh(x, y, drawn, cmap="viridis", vmin=low, vmax=high, shading="nearest")
    figure.colorbar(image, ax=size)
    ratio = np.ma.masked_invalid((sweep.upper_nm / sweep.lower_nm).T)
    image = width.pcolormesh(x, y, ratio, cmap="cividis", shading="nearest")
    figure.colorbar(image, ax=width)
    _draw_shapes(shape, sweep)
    for axes, title in (
        (size, "size, nm"),
        (width, f"{sweep.coverage * 100:g} % interval, upper / lower"),
        (shape, "likeliest shape"),
    ):
        _hatch(axes, sweep)
        axes.set_xlabel(sweep.axes[0].label)
        axes.set_title(title, fontsize="medium")
    size.set_ylabel(sweep.axes[1].label)
    if points is not None and len(points.at):
        size.scatter(
            points.at[:, 0],
            points.at[:, 1],
            c=points.size_nm,
            cmap="viridis",
            vmin=low,
            vmax=high,
            edgecolors="white",
            linewidths=0.8,
            s=26,
            clip_on=False,
            zorder=3,
        )
    parts = [_title(sweep)]
    if points is not None and len(points.at):
        parts.append("points: published sizes, other things differing")
    if (~sweep.in_domain & ~sweep.impossible).any():
        parts.append(f"hatched: {NOT_KNOWN}")
    if sweep.impossible.any():
        parts.append("blank: impossible")
    figure.suptitle("; ".join(parts), fontsize="medium")
    return figure


def _limits(sweep: Sweep, points: PublishedPoints | None) -> tuple[float, float]:
    known = sweep.size_nm[np.isfinite(sweep.size_nm)]
    if not len(known):
        return 0.0, 1.0
    if points is None or not len(points.at):
        return float(known.min()), float(known.max())
    both = np.concatenate([known, points.size_nm])
    low, high = float(np.quantile(both, 0.02)), float(np.quantile(both, 0.98))
    # A few published giants must not flatten the map.
    return (
        min(max(low, known.min() / FARTHEST), float(known.min())),
        max(min(high, known.max() * FARTHEST), float(known.max())),
    )


def _draw_shapes(axes: Axes, sweep: Sweep) -> None:
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    present = [int(k) for k in np.unique(sweep.shape) if k >= 0]
    if not present:
        return
    place = {k: i for i, k in enumerate(present)}
    codes = np.full(sweep.shape.T.shape, np.nan)
    for k, i in place.items():
        codes[k == sweep.shape.T] = i
    colours = [PALETTE[k % len(PALETTE)] for k in present]
    x, y = (one.values for one in sweep.axes)
    axes.pcolormesh(
        x,
        y,
        codes,
        cmap=ListedColormap(colours),
        vmin=-0.5,
        vmax=len(present) - 0.5,
        shading="nearest",
    )
    axes.legend(
        handles=[Patch(color=c, label=SHAPES[k]) for c, k in zip(colours, present, strict=True)],
        loc="center left",
        bbox_to_anchor=(1.01, 0.5),
        fontsize="small",
        frameon=False,
    )


def _hatch(axes: Axes, sweep: Sweep) -> None:
    unknown = (~sweep.in_domain & ~sweep.impossible).T.astype(float)
    if not unknown.any():
        return
    x, y = (one.values for one in sweep.axes)
    if unknown.all():
        axes.fill_between(
            [x[0], x[-1]],
            y[0],
            y[-1],
            facecolor="none",
            edgecolor=BLACK,
            hatch=HATCH,
            linewidth=0,
            alpha=0.45,
        )
        return
    drawn = axes.contourf(x, y, unknown, levels=[0.5, 1.5], colors="none", hatches=[HATCH])
    drawn.set_edgecolor((0, 0, 0, 0.45))
    drawn.set_linewidth(0)
