"""One picture of a recipe's size among the published ones, with the curve of what is varied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ostwald._files import atomic_path
from ostwald.explain.sweep_plot import draw_curve
from ostwald.plotting import BLUE, GREY, ORANGE, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from ostwald.explain.sweep import Sweep
    from ostwald.prediction.result import Prediction

BINS = 40
_COLOURS = (BLUE, ORANGE)
_MARKERS = ("o", "D")


def plot_sizes(
    predictions: Sequence[tuple[str, Prediction]],
    target: Path,
    *,
    published_nm: Sequence[float] = (),
    sweep: Sweep | None = None,
) -> None:
    """Draw one or two predictions on a ruler of sizes, above the curve of a sweep.

    Args:
        predictions: Each with its name.
        target: File to write; its suffix names the format (png, svg, pdf).
        published_nm: Published sizes of the product.
        sweep: Of one axis; left out where there is none.

    Raises:
        InputError: The file cannot be written.
    """
    ruler_in = 1.7 + 0.25 * len(predictions)
    if sweep is None:
        figure = new_figure(7.2, ruler_in)
        _draw_ruler(figure, predictions, published_nm)
    else:
        figure = new_figure(7.2, ruler_in + 4.0)
        parts = figure.subfigures(2, 1, squeeze=False, height_ratios=(ruler_in, 4.0))
        above, below = parts[:, 0]
        _draw_ruler(above, predictions, published_nm)
        draw_curve(below, sweep)
    with atomic_path(target) as path:
        figure.savefig(path)


def _draw_ruler(
    figure: FigureBase, predictions: Sequence[tuple[str, Prediction]], published_nm: Sequence[float]
) -> None:
    from matplotlib.ticker import LogLocator, NullFormatter

    axes = figure.subplots()
    ends = [end for _, one in predictions for end in (one.size.lower_nm, one.size.upper_nm)]
    all_sizes = np.array([*published_nm, *ends])
    low, high = float(all_sizes.min()) / 1.15, float(all_sizes.max()) * 1.15
    if len(published_nm):
        edges = np.geomspace(low, high, BINS).tolist()
        axes.hist(published_nm, edges, color=GREY, alpha=0.6, label="published sizes")
    top = max(axes.get_ylim()[1], 1.0)
    for k, (name, one) in enumerate(predictions):
        at, colour = -0.16 * top * (k + 1), _COLOURS[k % 2]
        size = one.size
        axes.plot([size.lower_nm, size.upper_nm], [at, at], color=colour, linewidth=5, alpha=0.4)
        label = f"{name}: {size.estimate_nm:.3g} nm, {size.coverage * 100:g} % interval"
        axes.plot(size.estimate_nm, at, _MARKERS[k % 2], color=colour, markersize=7, label=label)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(-0.16 * top * (len(predictions) + 1), top)
    axes.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yticks([])
    axes.set_xlabel("equal-area diameter, nm")
    axes.spines[["left", "right", "top"]].set_visible(False)
    figure.legend(loc="outside upper left", ncols=3, fontsize="small", frameon=False)
