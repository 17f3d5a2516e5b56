"""``ostwald measure``: sizes and shapes of the particles in micrographs."""

from __future__ import annotations

import math
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from ostwald.cli.main import EXIT_INTERRUPTED, EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error

if TYPE_CHECKING:
    from ostwald.microscopy.batch.record import Record
    from ostwald.microscopy.batch.runner import Failed

_NAMED = 3
"""Images that a remark names."""


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("measure")(measure_command)


def measure_command(
    inputs: list[str] = typer.Argument(
        ..., metavar="PATH...", help="Micrographs, folders of them, or patterns such as 'a/*.dm3'."
    ),
    out: Path = typer.Option(..., help="Folder for tables, label images, overlays and summary."),
    nm_per_px: float | None = typer.Option(
        None, "--nm-per-px", help="Size of a pixel; overrides the file's own and the scale bar."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
    overwrite: bool = typer.Option(
        False, "--overwrite", help="Measure again what an earlier run has finished."
    ),
) -> None:
    """Measure size and shape of every particle in electron micrographs."""
    from ostwald.errors import InputError
    from ostwald.microscopy.batch.inputs import collect_images
    from ostwald.microscopy.batch.results import check_writable, summary_json, write_summary

    if nm_per_px is not None and not (math.isfinite(nm_per_px) and nm_per_px > 0):
        raise InputError("must be a positive number", where="--nm-per-px")
    images = collect_images(inputs, out)
    check_writable(out)
    records, failures, interrupted = _run(images, out, nm_per_px, overwrite)
    if records:
        write_summary(records, out)
    if as_json and (records or not failures):
        typer.echo(summary_json(records), nl=False)
    elif records:
        _print_table(records, out)
    for failure in failures:
        print_error(failure.error)
    if interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)
    if failures:
        raise typer.Exit(EXIT_SOME_FAILED if records else EXIT_UNUSABLE)


def _run(
    images: list[Path], out: Path, nm_per_px: float | None, overwrite: bool
) -> tuple[list[Record], list[Failed], bool]:
    """Measure the images; Ctrl-C ends the batch early and keeps what is finished."""
    from ostwald.microscopy import measurement
    from ostwald.microscopy.batch.runner import Finished, measure_batch
    from ostwald.progress import track

    records: list[Record] = []
    failures: list[Failed] = []
    try:
        outcomes = measure_batch(
            images,
            out,
            measurement.default_segmenter(),
            nm_per_px=nm_per_px,
            overwrite=overwrite,
        )
        with _interrupts() as interrupts:
            for outcome in track(outcomes, "Measuring", total=len(images)):
                if isinstance(outcome, Finished):
                    records.append(outcome.record)
                else:
                    failures.append(outcome)
                if interrupts:
                    raise KeyboardInterrupt
    except KeyboardInterrupt:
        return records, failures, True
    return records, failures, False


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Remember every Ctrl-C: one that arrives in a finaliser or a library may be swallowed there.

    Yields:
        A list that grows with each interruption.
    """
    seen: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield seen
        return

    def remember(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    loud = sys.unraisablehook

    def quiet(swallowed: sys.UnraisableHookArgs) -> None:
        if not issubclass(swallowed.exc_type, KeyboardInterrupt):
            loud(swallowed)

    before = signal.signal(signal.SIGINT, remember)
    sys.unraisablehook = quiet
    try:
        yield seen
    finally:
        sys.unraisablehook = loud
        signal.signal(signal.SIGINT, before)


def _print_table(records: list[Record], out: Path) -> None:
    """Print one line an image, its doubts below, and where the results are."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("Image", overflow="fold")
    for name in ("Particles", "Size", "Spread", "Scale"):
        table.add_column(name, justify="right")
    table.add_column("Shape")
    for record in records:
        table.add_row(*_cells(record))
    Console().print(table)
    for line in _notes(records):
        typer.echo(line)
    typer.echo(f"Results are in {out}")


def _notes(records: list[Record]) -> list[str]:
    """What to know before trusting the numbers; the same remark on many images once."""
    images: dict[str, list[str]] = {}
    for record in records:
        for warning in record.summary["warnings"]:
            images.setdefault(warning, []).append(record.summary["image"])
    return [
        f"Note: {', '.join(names[:_NAMED])}"
        + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
        + f": {warning}"
        for warning, names in images.items()
    ]


def _cells(record: Record) -> tuple[str, ...]:
    summary = record.summary
    unit = "nm" if summary["size_nm"] else "px"
    size = summary["size_nm"] or summary["size_px"]
    spread = size.get("distribution_percent") if size else None
    scale = summary["scale"]
    return (
        summary["image"],
        f"{summary['particles'] - summary['particles_at_border']}"
        f" + {summary['particles_at_border']} cut",
        f"{size['mean']:.3g} {unit}" if size else "",
        f"{spread:.1f} %" if spread is not None else "",
        "none" if scale["nm_per_px"] is None else f"{scale['nm_per_px']:.4g} nm/px",
        summary["shape"]["label"] or "",
    )
