"""Predictions as a table that a chemist can read."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ostwald.prediction.result import NearestRecipe, Prediction

# Blue and orange are told apart by nearly everyone (Okabe and Ito).
KNOWN_STYLE = "#0072B2"
UNKNOWN_STYLE = "bold #E69F00"
MOST_NEAREST = 30
MOST_DIFFERENCES = 6


def print_predictions(predictions: Sequence[Prediction]) -> None:
    """Print predictions, and below them what to be careful about.

    Args:
        predictions: What to show, in order.
    """
    console = Console()
    coverage = predictions[0].size.coverage
    table = Table(header_style="bold", box=box.SIMPLE_HEAD)
    for name in ("recipe", "product"):
        table.add_column(name, overflow="fold")
    table.add_column("size, nm", justify="right")
    table.add_column(f"{coverage * 100:g} % interval", justify="right", no_wrap=True)
    table.add_column("shape", overflow="fold")
    table.add_column("known ground?", no_wrap=True)
    for name, prediction in _named(predictions):
        table.add_row(
            name,
            prediction.product,
            _size(prediction),
            f"{prediction.size.lower_nm:.1f} to {prediction.size.upper_nm:.1f}",
            _shape(prediction),
            _domain(prediction),
        )
    console.print(table)
    console.print(
        "Sizes are diameters of the circle of equal area; edge lengths are given where papers "
        "report those.",
        style="dim",
    )
    _print_nearest(console, predictions)
    _print_notes(console, predictions)


def _size(prediction: Prediction) -> str:
    size = prediction.size
    if size.reported_nm is None:
        return f"{size.estimate_nm:.1f}"
    return f"{size.estimate_nm:.1f}\n({size.reported_as} {size.reported_nm:.1f})"


def _shape(prediction: Prediction) -> str:
    likely = [
        f"{label} {probability * 100:.0f} %"
        for label, probability in prediction.shape.probabilities.items()
        if probability >= 0.1
    ]
    return "\n".join(likely[:3]) or prediction.shape.label


def _domain(prediction: Prediction) -> Text:
    if prediction.domain.in_domain:
        return Text("yes", style=KNOWN_STYLE)
    return Text("no, see below", style=UNKNOWN_STYLE)


def _print_nearest(console: Console, predictions: Sequence[Prediction]) -> None:
    """Print the published recipe nearest to each, unless there are too many to read."""
    shown = [(name, p.nearest[0]) for name, p in _named(predictions) if p.nearest]
    if not shown or len(shown) > MOST_NEAREST:
        return
    console.print("\nNearest published recipe of each:", style="bold")
    for name, near in shown:
        size = "size unknown" if near.size_nm is None else f"{near.size_nm:.1f} nm"
        what = " ".join(filter(None, (near.product, size, near.shape)))
        source = f"doi {near.doi}" if near.doi else "paper not known"
        console.print(
            Text.assemble(
                (f"{name}: ", "bold"),
                f"{what}, similarity {near.similarity:.2f}, {source}",
                (f"\n  there: {_differences(near)}", "dim"),
            )
        )


def _differences(near: NearestRecipe) -> str:
    """Return what a published recipe does differently, the most important of it."""
    if not near.differences:
        return "the same recipe, as far as it is told"
    shown = ", ".join(near.differences[:MOST_DIFFERENCES])
    left = len(near.differences) - MOST_DIFFERENCES
    return f"{shown} and {left} more" if left > 0 else shown


def _named(predictions: Sequence[Prediction]) -> list[tuple[str, Prediction]]:
    return [(p.id or str(number), p) for number, p in enumerate(predictions, start=1)]


def _print_notes(console: Console, predictions: Sequence[Prediction]) -> None:
    """Print reasons and warnings, each warning that all recipes share only once."""
    shared = set.intersection(*(set(prediction.warnings) for prediction in predictions))
    for name, prediction in _named(predictions):
        notes = [w for w in prediction.warnings if w not in shared]
        notes += prediction.domain.reasons
        for note in notes:
            console.print(Text.assemble((f"{name}: ", "bold"), note))
    for warning in sorted(shared):
        console.print(Text(f"Note: {warning}"))
