"""Predictions as a picture: sizes with intervals, and the likely shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ostwald._files import atomic_path
from ostwald.plotting import BLACK, BLUE, GREY, ORANGE, PALETTE, new_figure
from ostwald.prediction.result import Prediction
from ostwald.recipes.outcome import SHAPES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_RECIPES = 60
LEAST_LABELLED_SHARE = 0.12


def plot_predictions(predictions: Sequence[Prediction], target: Path) -> None:
    """Draw sizes with intervals and published neighbours, beside shape probabilities.

    Args:
        predictions: What to draw; at most the first 60 are.
        target: File to write; its suffix names the format (png, svg, pdf).

    Raises:
        InputError: The file cannot be written.
    """
    shown = list(predictions[:MOST_RECIPES])
    figure = new_figure(9.0, 1.3 + 0.42 * len(shown))
    sizes, shapes = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    _draw_sizes(sizes, shown)
    _draw_shapes(shapes, shown)
    _legend(figure, shown[0].size.coverage)
    with atomic_path(target) as path:
        figure.savefig(path)


def _draw_sizes(axes: Axes, predictions: Sequence[Prediction]) -> None:
    from matplotlib.ticker import LogLocator, NullFormatter

    for row, prediction in enumerate(predictions):
        size = prediction.size
        colour = BLUE if prediction.domain.in_domain else ORANGE
        axes.plot([size.lower_nm, size.upper_nm], [row, row], color=colour, linewidth=3, alpha=0.5)
        axes.plot([size.estimate_nm], [row], "o", color=colour, markersize=7)
        known = [near.size_nm for near in prediction.nearest if near.size_nm is not None]
        axes.plot(known, [row] * len(known), "|", color=BLACK, markersize=11, alpha=0.7)
    axes.set_yticks(
        range(len(predictions)), [p.id or p.product for p in predictions], fontsize="small"
    )
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 3.0, 5.0, 7.0)))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("equal-area diameter, nm")
    axes.grid(axis="x", color=GREY, alpha=0.3)
    axes.invert_yaxis()


def _legend(figure: Figure, coverage: float) -> None:
    from matplotlib.lines import Line2D

    entries = [
        Line2D([], [], marker=marker, color=colour, linewidth=width, label=label)
        for marker, colour, width, label in (
            ("o", BLUE, 3, f"predicted, {coverage * 100:g} % interval"),
            ("o", ORANGE, 3, "the same, outside the known ground"),
            ("|", BLACK, 0, "nearest published recipes"),
        )
    ]
    figure.legend(
        handles=entries, loc="outside upper left", ncols=3, fontsize="small", frameon=False
    )


def _draw_shapes(axes: Axes, predictions: Sequence[Prediction]) -> None:
    for row, prediction in enumerate(predictions):
        left = 0.0
        for label, share in prediction.shape.probabilities.items():
            colour = PALETTE[SHAPES.index(label) % len(PALETTE)]
            axes.barh(row, share, left=left, color=colour, alpha=0.75, height=0.7)
            if share >= LEAST_LABELLED_SHARE:
                axes.text(left + share / 2, row, label, ha="center", va="center", fontsize=6)
            left += share
    axes.set_xlim(0, 1)
    axes.set_xlabel("shape probability")
