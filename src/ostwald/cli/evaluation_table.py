"""Results of several protocols and models, side by side, as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.table import Table

from ostwald.evaluation.side_by_side import (
    FewShotLine,
    Line,
    few_shot_lines,
    side_by_side,
)

LEAST_WIDTH = 104

# Heading, attribute, format.
_QUALITY = (
    ("rows", "n", "d"),
    ("MAE, nm", "mae_nm", ".3f"),
    ("paper's", "published_mae_nm", ".2f"),
    ("R2", "r2", ".2f"),
    ("x off", "fold_error", ".2f"),
    ("shape", "accuracy", ".3f"),
    ("balanced", "balanced_accuracy", ".3f"),
)
_TRUST = (
    ("90 % holds", "coverage", ".3f"),
    ("width, nm", "mean_width_nm", ".1f"),
    ("narrower", "narrower", ".0%"),
    ("shape ECE", "ece", ".3f"),
    ("in domain", "share_in_domain", ".0%"),
    ("in/out", "in_to_out", ".2f"),
)


_FEW_SHOT = (
    ("revealed", "revealed", "d"),
    ("papers", "papers", "d"),
    ("before, nm", "before_nm", ".3f"),
    ("after, nm", "after_nm", ".3f"),
    ("cut", "cut", ".0%"),
    ("90 % holds", "coverage", ".3f"),
    ("simple, nm", "best_other_nm", ".3f"),
    ("best simple way", "best_other", "s"),
)


def print_side_by_side(summaries: Sequence[Mapping[str, Any]]) -> None:
    """Print what the models do, how far they can be trusted, and what own experiments bring.

    Args:
        summaries: Contents of ``summary.json`` files.
    """
    console = Console()
    # Numbers cut short are worse than lines that a narrow terminal wraps.
    console = Console(width=max(console.width, LEAST_WIDTH))
    lines = side_by_side(summaries)
    if lines:
        console.print(_table("Size and shape", lines, _QUALITY))
        console.print(
            "x off: geometric mean of predicted over true or true over predicted. The MAE of a "
            "composition line is the mean over compositions.\n",
            style="dim",
        )
        known = [line for line in lines if line.coverage is not None]
        console.print(_table("Trust", known, _TRUST))
        console.print(
            "narrower: than intervals of one width that hold as many rows. in/out: error in the "
            "domain over that outside.\n",
            style="dim",
        )
    few = few_shot_lines(summaries)
    if few:
        console.print(_table("After some recipes of the paper, means over papers", few, _FEW_SHOT))


def _table(
    title: str,
    lines: Sequence[Line] | Sequence[FewShotLine],
    columns: Sequence[tuple[str, str, str]],
) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("protocol", no_wrap=True)
    table.add_column("model", no_wrap=True)
    for heading, _, form in columns:
        justify: Literal["left", "right"] = "left" if form == "s" else "right"
        table.add_column(heading, justify=justify)
    for line in lines:
        values = [(getattr(line, attribute), form) for _, attribute, form in columns]
        cells = ["" if value is None else format(value, form) for value, form in values]
        table.add_row(line.protocol, line.model, *cells)
    return table
