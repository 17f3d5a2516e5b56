"""Predictions as a table that a chemist can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ostwald.prediction.result import Prediction

# Blue and orange are told apart by nearly everyone (Okabe and Ito).
KNOWN_STYLE = "#0072B2"
UNKNOWN_STYLE = "bold #E69F00"
MOST_SHOWN = 40
"""Up to so many recipes are shown one by one, more in a summary."""
MOST_NEAREST = 30
MOST_DIFFERENCES = 6
LONGEST_WORD = 20
MOST_OF_MANY = 8
"""How many of a long table are shown from its head, and from its doubtful end."""


def print_predictions(predictions: Sequence[Prediction]) -> None:
    """Print predictions, and below them what to be careful about.

    Args:
        predictions: What to show, in order.
    """
    console = Console()
    if len(predictions) > MOST_SHOWN:
        _print_summary(console, predictions)
        return
    console.print(_table(_named(predictions)))
    console.print(
        "Sizes are diameters of the circle of equal area; edge lengths are given where papers "
        "report those.",
        style="dim",
    )
    _print_nearest(console, predictions)
    _print_notes(console, predictions)


def _table(named: Sequence[tuple[str, Prediction]]) -> Table:
    coverage = named[0][1].size.coverage
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    # The recipe's name is what gives way, at its blanks: a word is broken only if it is endless.
    words = [word for name, _ in named for word in name.split()]
    widest = min(max((len(word) for word in words), default=0), LONGEST_WORD)
    table.add_column("recipe", overflow="fold", min_width=max(widest, 6))
    table.add_column("product", overflow="fold", max_width=14)
    table.add_column("size, nm", justify="right", no_wrap=True)
    table.add_column(f"{coverage * 100:g} % range", justify="right", no_wrap=True)
    table.add_column("shape", no_wrap=True)
    table.add_column("known?", no_wrap=True)
    for name, prediction in named:
        table.add_row(
            Text(name),
            prediction.product,
            _size(prediction),
            f"{prediction.size.lower_nm:.1f} - {prediction.size.upper_nm:.1f}",
            _shape(prediction),
            _domain(prediction),
        )
    return table


def _print_summary(console: Console, predictions: Sequence[Prediction]) -> None:
    """Print counts and sizes of many predictions, with the first and the worst of them."""
    named = _named(predictions)
    sizes = sorted(p.size.estimate_nm for p in predictions)
    known = sum(p.domain.in_domain for p in predictions)
    products = Counter(p.product for p in predictions)
    shapes = Counter(p.shape.label for p in predictions)
    console.print(f"{len(predictions)} recipes of {len(products)} products: {_counts(products)}")
    console.print(
        f"Sizes {sizes[0]:.1f} to {sizes[-1]:.1f} nm, median {sizes[len(sizes) // 2]:.1f} nm; "
        f"shapes: {_counts(shapes)}"
    )
    console.print(f"{known} on known ground, {len(predictions) - known} not")
    worst = sorted(named, key=lambda pair: pair[1].domain.score)[:MOST_OF_MANY]
    worst = [pair for pair in worst if not pair[1].domain.in_domain]
    console.print("\nThe first of them:", style="bold")
    console.print(_table(named[:MOST_OF_MANY]))
    if worst:
        console.print("The furthest from known ground:", style="bold")
        console.print(_table(worst))
        for name, prediction in worst:
            for reason in prediction.domain.reasons[:1]:
                console.print(Text.assemble((f"{name}: ", "bold"), reason))
    console.print("Every recipe: --json or --out FILE.", style="dim")


def _counts(counted: Counter[str]) -> str:
    shown = ", ".join(f"{name} {count}" for name, count in counted.most_common(5))
    left = len(counted) - 5
    return f"{shown} and {left} more" if left > 0 else shown


def _size(prediction: Prediction) -> str:
    size = prediction.size
    if size.reported_nm is None:
        return f"{size.estimate_nm:.1f}"
    return f"{size.estimate_nm:.1f}\nedge {size.reported_nm:.1f}"


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
    return Text("no", style=UNKNOWN_STYLE)


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
                f"{what}, similarity {near.similarity_shown:.2f}, {source}",
                (f"\n  there: {near.differences_in_words(MOST_DIFFERENCES)}", "dim"),
            )
        )


def _peak(prediction: Prediction) -> list[str]:
    """Return the first absorption peak to expect, where a curve reaches the size."""
    found = prediction.optics and prediction.optics["first_absorption_peak_nm"]
    if not found or found["estimate"] is None:
        return []
    low, high = ("?" if end is None else f"{end:.0f}" for end in found["interval"])
    return [f"first absorption peak expected at {found['estimate']:.0f} nm ({low} to {high})"]


def _named(predictions: Sequence[Prediction]) -> list[tuple[str, Prediction]]:
    return [(p.id or str(number), p) for number, p in enumerate(predictions, start=1)]


def _print_notes(console: Console, predictions: Sequence[Prediction]) -> None:
    """Print reasons and warnings, each warning that all recipes share only once."""
    shared = set.intersection(*(set(prediction.warnings) for prediction in predictions))
    for name, prediction in _named(predictions):
        notes = [w for w in prediction.warnings if w not in shared]
        notes += prediction.domain.reasons
        notes += _peak(prediction)
        for note in notes:
            console.print(Text.assemble((f"{name}: ", "bold"), note))
    for warning in sorted(shared):
        console.print(Text(f"Note: {warning}"))
