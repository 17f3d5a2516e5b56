"""Parity plot: predicted against measured size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ostwald._files import atomic_path
from ostwald.evaluation.predicted import PredictedRow
from ostwald.plotting import BLACK, GREY, PALETTE, new_figure

NAMED_PRODUCTS = 6


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
