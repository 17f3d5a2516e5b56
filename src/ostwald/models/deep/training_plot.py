"""The loss of every pass of a training, drawn."""

from __future__ import annotations

import csv
from pathlib import Path

from ostwald._files import atomic_path
from ostwald.plotting import GREY, PALETTE, new_figure


def plot_training(log: Path, target: Path) -> None:
    """Draw the loss over the passes, one line a network, pre-training shaded.

    Args:
        log: The file ``training.csv`` of a training.
        target: File to write; its suffix names the format.

    Raises:
        InputError: The file cannot be written.
    """
    lines: dict[str, list[tuple[float, float]]] = {}
    early = 0.0
    with log.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines.setdefault(row["network"], []).append((float(row["epoch"]), float(row["loss"])))
            if float(row["pretraining"]):
                early = max(early, float(row["epoch"]))
    figure = new_figure(5.2, 3.6)
    axes = figure.subplots()
    if early:
        axes.axvspan(0, early, color=GREY, alpha=0.2, linewidth=0, label="pre-training")
    for number, (name, points) in enumerate(lines.items()):
        axes.plot(*zip(*points, strict=True), color=PALETTE[number % len(PALETTE)], label=name)
    axes.set(xlabel="pass over the recipes", ylabel="loss", yscale="log", title="Training")
    axes.legend(title="network", fontsize="x-small", frameon=False)
    with atomic_path(target) as path:
        figure.savefig(path)
