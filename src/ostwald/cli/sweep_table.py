"""A sweep in short, for people: a few points of a curve, or the ends of a map."""

from __future__ import annotations

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ostwald.explain.sweep import Sweep
from ostwald.recipes.shapes import SHAPES

MOST_ROWS = 13
MOST_COLUMNS = 6


def print_sweep(sweep: Sweep) -> None:
    """Print some points of a sweep, and what was left blank.

    Args:
        sweep: What to show.
    """
    console = Console()
    console.print(Text(f"\n{sweep.recipe.id or sweep.recipe.product.label}", style="bold"))
    console.print(_curve(sweep) if len(sweep.axes) == 1 else _map(sweep))
    blank, unknown = int(sweep.impossible.sum()), int((~sweep.in_domain & ~sweep.impossible).sum())
    total = sweep.size_nm.size
    mark, empty = ("", "") if len(sweep.axes) == 1 else (" (marked ?)", " (blank)")
    console.print(
        f"{total} flasks: {total - blank - unknown} on known ground, {unknown} not{mark}, "
        f"{blank} impossible{empty}. `--json`, `--csv` and `--plot` give all of them.",
        style="dim",
    )


def _some(length: int, most: int) -> list[int]:
    places = np.linspace(0, length - 1, min(length, most)).round().astype(int)
    return [int(place) for place in np.unique(places)]


def _curve(sweep: Sweep) -> Table:
    axis = sweep.axes[0]
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(axis.label, justify="right")
    table.add_column("size, nm", justify="right", no_wrap=True)
    table.add_column(f"{sweep.coverage * 100:g} % range", justify="right", no_wrap=True)
    table.add_column("shape", no_wrap=True)
    table.add_column("known?", no_wrap=True)
    for k in _some(len(axis.values), MOST_ROWS):
        if sweep.impossible[k]:
            table.add_row(f"{axis.values[k]:.4g}", "", "", "", "impossible")
            continue
        table.add_row(
            f"{axis.values[k]:.4g}",
            f"{sweep.size_nm[k]:.3g}",
            f"{sweep.lower_nm[k]:.3g} to {sweep.upper_nm[k]:.3g}",
            SHAPES[sweep.shape[k]],
            "yes" if sweep.in_domain[k] else "no",
        )
    return table


def _map(sweep: Sweep) -> Table:
    rows, columns = sweep.axes
    table = Table(
        title=f"size in nm, over {columns.label}",
        title_justify="left",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column(rows.label, justify="right")
    shown = _some(len(columns.values), MOST_COLUMNS)
    for j in shown:
        table.add_column(f"{columns.values[j]:.4g}", justify="right", no_wrap=True)
    for i in _some(len(rows.values), MOST_ROWS):
        cells = [
            ""
            if sweep.impossible[i, j]
            else f"{sweep.size_nm[i, j]:.3g}{'' if sweep.in_domain[i, j] else '?'}"
            for j in shown
        ]
        table.add_row(f"{rows.values[i]:.4g}", *cells)
    return table
