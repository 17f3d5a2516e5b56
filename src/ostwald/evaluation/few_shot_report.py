"""Writing a few-shot evaluation: ``summary.json``, ``predictions.csv``, a learning curve."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ostwald import __version__
from ostwald._files import atomic_path, write_text
from ostwald.evaluation.few_shot import (
    ADAPTED,
    MEDIAN_OF_REVEALED,
    REFIT,
    SHIFTED,
    FewShotEvaluation,
)
from ostwald.evaluation.few_shot_metrics import few_shot_metrics, pooled_metrics
from ostwald.evaluation.report import COLUMNS, FORMAT_VERSION, current_commit, plain, write_rows
from ostwald.plotting import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, new_figure

HEADLINE = 3
"""The number of revealed recipes whose rows the usual keys of the summary speak of."""

# Three columns of the common format have no meaning here or are told better by others.
_LEFT_OUT = ("shape_confidence", "true_shape_probability", "in_domain", "domain_score")
_NAMES = {
    ADAPTED: "adapted",
    SHIFTED: "mean shifted",
    MEDIAN_OF_REVEALED: "median of the revealed",
}
_COLOURS = {ADAPTED: BLUE, SHIFTED: ORANGE, MEDIAN_OF_REVEALED: GREEN}


def summarise_few_shot(evaluation: FewShotEvaluation, command: str) -> dict[str, Any]:
    """Return the content of ``summary.json``.

    Args:
        evaluation: All episodes.
        command: The command that made it.

    Returns:
        The usual keys for the rows after three revealed recipes (or the nearest number there
        is), and ``fewshot`` with the learning curves.
    """
    counts = sorted({row.revealed for row in evaluation.rows})
    headline = min(counts, key=lambda k: abs(k - HEADLINE))
    rows = [row for row in evaluation.rows if row.revealed == headline]
    summary: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "protocol": evaluation.protocol,
        "model": evaluation.model,
        "adaptation": evaluation.adaptation,
        "revealed": headline,
        "n": len(rows),
        **pooled_metrics(rows),
        "fewshot": few_shot_metrics(evaluation),
        "seed": evaluation.seed,
        "commit": current_commit(),
        "version": __version__,
        "command": command,
    }
    return {key: plain(value) for key, value in summary.items()}


def write_few_shot(evaluation: FewShotEvaluation, folder: Path, command: str) -> dict[str, Any]:
    """Write ``summary.json``, ``predictions.csv`` and ``learning_curve.png`` into a folder.

    Args:
        evaluation: All episodes.
        folder: Where to write; made when missing.
        command: The command that made it.

    Returns:
        The summary.
    """
    summary = summarise_few_shot(evaluation, command)
    write_text(folder / "summary.json", json.dumps(summary, indent=1) + "\n")
    others = list(evaluation.rows[0].sizes_nm)
    columns = [name for name in COLUMNS if name not in _LEFT_OUT]
    columns += ["revealed", "draw", *(f"{name}_nm" for name in others), "zero_shot_shape"]
    rows = [
        asdict(row) | {f"{name}_nm": size for name, size in row.sizes_nm.items()}
        for row in evaluation.rows
    ]
    write_rows(folder / "predictions.csv", columns, rows)
    title = f"{evaluation.model}, protocol {evaluation.protocol}"
    curve = summary["fewshot"]["curve"]
    plot_learning_curve(curve, title, folder / "learning_curve.png")
    return summary


def plot_learning_curve(curve: Sequence[dict[str, Any]], title: str, target: Path) -> None:
    """Draw the share of the error that is left after some recipes were revealed.

    Args:
        curve: As `few_shot_metrics` gives it.
        title: What was tested.
        target: File to write; its suffix names the format.

    Raises:
        InputError: The file cannot be written.
    """
    figure = new_figure(5.6, 4.0)
    axes = figure.subplots()
    counts = [entry["revealed"] for entry in curve]
    names = [name for name in curve[0]["methods"] if name in _NAMES or name.startswith(REFIT)]
    names.sort(key=lambda name: name == ADAPTED)  # drawn last, on top
    spare = iter((PURPLE, SKY, GREY, BLACK))
    for name in names:
        left = [1.0 - entry["methods"][name]["cut"] for entry in curve]
        label = _NAMES.get(name, f"{name.removeprefix(REFIT)} fitted again")
        colour = _COLOURS.get(name) or next(spare, GREY)
        axes.plot([0, *counts], [1.0, *left], "o-", color=colour, label=label, markersize=4)
        if name == ADAPTED:
            bounds = [entry["methods"][name]["cut_ci95"] for entry in curve]
            axes.fill_between(
                counts,
                [1.0 - upper for _, upper in bounds],
                [1.0 - lower for lower, _ in bounds],
                color=colour,
                alpha=0.15,
                linewidth=0,
            )
    axes.axhline(1.0, color=GREY, linewidth=0.8)
    axes.set_xticks([0, *counts])
    ticks = [f"{entry['revealed']}\n({entry['papers']})" for entry in curve]
    axes.set_xticklabels(["0", *ticks])
    axes.set(xlabel="recipes revealed (papers)", ylabel="error over that of the model as it was")
    axes.set_ylim(bottom=0)
    axes.set_title(title, fontsize="medium")
    axes.legend(fontsize="small", frameon=False)
    with atomic_path(target) as path:
        figure.savefig(path)
