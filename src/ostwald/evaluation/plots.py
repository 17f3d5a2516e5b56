"""Plots of an evaluation: predicted against measured size, and how far a shape can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ostwald._files import atomic_path
from ostwald.evaluation.predicted import PredictedRow
from ostwald.evaluation.shape_metrics import reliability_bins
from ostwald.plotting import BLACK, BLUE, GREY, PALETTE, new_figure

NAMED_PRODUCTS = 6
LARGEST_DOT = 220.0


def plot_parity(rows: Sequence[PredictedRow], title: str, target: Path) -> None:
    """Draw predicted against true sizes, the commonest products in colours of their own.

    Args:
        rows: The tested rows.
        title: What was tested.
        target: File to write; its suffix names the format.

    Raises:
        InputError: The file cannot be written.
    """
    figure = new_figure(5.2, 5.0)
    axes = figure.subplots()
    common = [name for name, _ in Counter(row.product for row in rows).most_common(NAMED_PRODUCTS)]
    groups = [("other", GREY, [row for row in rows if row.product not in common])]
    groups += [
        (name, PALETTE[k], [row for row in rows if row.product == name])
        for k, name in enumerate(common)
    ]
    for name, colour, part in groups:
        axes.scatter(
            [row.true_size_nm for row in part],
            [row.predicted_size_nm for row in part],
            s=12,
            alpha=0.65,
            color=colour,
            linewidths=0,
            label=f"{name} ({len(part)})",
        )
    top = 1.05 * max(max(row.true_size_nm, row.predicted_size_nm) for row in rows)
    axes.plot([0, top], [0, top], color=BLACK, linewidth=0.8)
    axes.set(xlim=(0, top), ylim=(0, top), aspect="equal", title=title)
    axes.set(xlabel="measured size, nm", ylabel="predicted size, nm")
    axes.legend(fontsize="x-small", frameon=False, loc="upper left")
    with atomic_path(target) as path:
        figure.savefig(path)


def plot_reliability(rows: Sequence[PredictedRow], title: str, target: Path) -> None:
    """Draw the share of right shapes against the probability that was given to them.

    Args:
        rows: The tested rows; those without a shape or a probability are left out.
        title: What was tested.
        target: File to write; its suffix names the format.

    Raises:
        InputError: The file cannot be written.
    """
    shaped = [r for r in rows if r.true_shape is not None and r.shape_confidence is not None]
    confidence = np.array([row.shape_confidence for row in shaped], dtype=float)
    correct = np.array([row.true_shape == row.predicted_shape for row in shaped])
    bins = reliability_bins(confidence, correct) if shaped else []
    figure = new_figure(4.4, 4.2)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=BLACK, linewidth=0.8)
    for part in bins:
        points = (part.mean_confidence, part.accuracy)
        axes.plot([points[0]] * 2, [points[0], points[1]], color=GREY, linewidth=1.0)
        size = LARGEST_DOT * part.n / len(shaped) + 8.0
        axes.scatter([points[0]], [points[1]], s=size, color=BLUE, alpha=0.75, linewidths=0)
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", title=title)
    axes.set(xlabel="probability of the named shape", ylabel="share that was right")
    axes.grid(color=GREY, alpha=0.3)
    with atomic_path(target) as path:
        figure.savefig(path)
