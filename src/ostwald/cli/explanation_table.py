"""An explanation as tables that a chemist can read."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ostwald.explain.changes import Change
from ostwald.explain.explanation import Explanation

MOST_CHANGES = 5


def print_explanation(explanation: Explanation) -> None:
    """Print what adds to the size, what would change it most, and what speaks for it.

    Args:
        explanation: What to show.
    """
    console = Console()
    said = explanation.prediction
    size = said.size
    console.print(
        Text.assemble(
            (f"\n{said.id or said.product}: ", "bold"),
            f"{explanation.size_nm:.3g} nm ({size.coverage * 100:g} % range {size.lower_nm:.3g} to "
            f"{size.upper_nm:.3g}), {said.shape.label}; the typical flask gives "
            f"{explanation.typical_nm:.3g} nm",
        )
    )
    console.print(f"Typical is {explanation.typical.in_words()}.", style="dim")
    if explanation.contributions:
        console.print(_contributions(explanation))
    else:
        console.print("This is the typical flask: nothing differs.")
    strongest = explanation.strongest_change
    if strongest is not None:
        console.print(_sentence(strongest))
        console.print(_changes(explanation))
    _print_evidence(console, explanation)
    notes = Table.grid(padding=(0, 1))
    notes.add_column(style="dim", no_wrap=True)
    notes.add_column(overflow="fold")
    if not said.domain.in_domain:
        for reason in said.domain.reasons:
            notes.add_row("not known ground:", reason)
    for warning in explanation.warnings:
        notes.add_row("note:", warning)
    console.print(notes)


def _contributions(explanation: Explanation) -> Table:
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("what", overflow="fold", ratio=3)
    table.add_column("typical", overflow="fold", ratio=2)
    table.add_column("here", overflow="fold", ratio=2)
    table.add_column("nm", justify="right", no_wrap=True)
    sure = any(one.interval_nm is not None for one in explanation.contributions)
    if sure:
        coverage = explanation.prediction.size.coverage
        table.add_column(f"{coverage * 100:g} % range", justify="right", no_wrap=True)
    table.add_column("shape", justify="right", no_wrap=True)
    for one in explanation.contributions:
        row = [
            f"{one.what} ({one.category})" if one.category not in one.what else one.what,
            one.typically,
            one.here,
            f"{one.nm:+.2f}",
        ]
        if sure:
            row.append(_interval(one.interval_nm))
        table.add_row(*map(Text, row), f"{round(one.shape * 100) + 0:+d} %")
    return table


def _interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:+.2f} to {interval[1]:+.2f}"


def _sentence(change: Change) -> str:
    sure = {
        None: "",
        True: " The direction is sure.",
        False: " Even the direction is not sure.",
    }[change.sure_of_direction]
    return (
        f"What moves the size most: {change.what} from {change.before} to {change.after}, "
        f"{change.nm:+.2f} nm.{sure}"
    )


def _changes(explanation: Explanation) -> Table:
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("single change", overflow="fold", min_width=13)
    table.add_column("from", overflow="fold")
    table.add_column("to", overflow="fold")
    table.add_column("nm", justify="right", no_wrap=True)
    table.add_column("range", justify="right", no_wrap=True)
    table.add_column("known?", no_wrap=True)
    for one in explanation.changes[:MOST_CHANGES]:
        table.add_row(
            Text(one.what),
            one.before,
            one.after,
            f"{one.nm:+.2f}",
            _interval(one.interval_nm),
            "yes" if one.in_domain else "no",
        )
    return table


def _print_evidence(console: Console, explanation: Explanation) -> None:
    if not explanation.prediction.nearest:
        return
    console.print("Published recipes that speak for it:", style="bold")
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for near in explanation.prediction.nearest:
        size = "size unknown" if near.size_nm is None else f"{near.size_nm:.3g} nm"
        alike = near.differences_in_words()
        table.add_row(
            Text(near.doi or "no DOI"), f"{near.similarity_shown:.2f}", f"{size}: {alike}"
        )
    console.print(table)
