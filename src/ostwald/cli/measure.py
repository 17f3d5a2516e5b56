"""``ostwald measure``: sizes and shapes of the particles in micrographs."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ostwald.cli.interrupts import interrupts
from ostwald.cli.main import EXIT_INTERRUPTED, EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error

if TYPE_CHECKING:
    from ostwald.microscopy.batch.record import Record
    from ostwald.microscopy.batch.runner import BatchOptions
    from ostwald.microscopy.batch.source import Source
    from ostwald.microscopy.batch.task import Failed
    from ostwald.microscopy.settings import Contrast, Settings

_NAMED = 3
"""Images that a remark names."""


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("measure")(measure_command)


def measure_command(
    inputs: list[str] = typer.Argument(
        ...,
        metavar="PATH...",
        help="Micrographs, folders of them, patterns such as 'a/*.dm3', or URLs of these.",
    ),
    out: str = typer.Option(..., help="Folder (or URL) for tables, label images and overlays."),
    nm_per_px: float | None = typer.Option(
        None, "--nm-per-px", help="Size of a pixel; overrides the file's own and the scale bar."
    ),
    scale_table: Path | None = typer.Option(
        None, "--scale-table", metavar="CSV", help="Sizes of pixels: a table image,nm_per_px."
    ),
    scale_from: Path | None = typer.Option(
        None, "--scale-from", metavar="IMAGE", help="Its scale for images without one of their own."
    ),
    roi: str | None = typer.Option(
        None, "--roi", metavar="X,Y,W,H", help="Measure only this part of each image (pixels)."
    ),
    frame: int | None = typer.Option(
        None, "--frame", metavar="N", help="Of a file with several images the Nth, from 1."
    ),
    channel: str | None = typer.Option(
        None, "--channel", metavar="NAME", help="Of several images this one, such as HAADF."
    ),
    all_frames: bool = typer.Option(False, "--all-frames", help="Every image of each file."),
    min_size: float | None = typer.Option(
        None, "--min-size", metavar="NM", help="Leave out smaller particles."
    ),
    max_size: float | None = typer.Option(
        None, "--max-size", metavar="NM", help="Leave out larger particles."
    ),
    min_circularity: float | None = typer.Option(
        None, "--min-circularity", metavar="0..1", help="Leave out less round particles."
    ),
    bright: bool = typer.Option(False, "--bright", help="Only particles brighter than around."),
    dark: bool = typer.Option(False, "--dark", help="Only particles darker than around."),
    review: bool = typer.Option(
        False, "--review", help="Write outlines, too, to correct in ImageJ or napari."
    ),
    labels: Path | None = typer.Option(
        None, "--labels", metavar="DIR", help="Measure the labels or outlines corrected there."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
    overwrite: bool = typer.Option(
        False, "--overwrite", help="Measure again what an earlier run has finished."
    ),
    jobs: int = typer.Option(1, "--jobs", min=1, help="Processes that measure at the same time."),
    scheduler: str | None = typer.Option(
        None, "--scheduler", metavar="tcp://...", help="Measure on the workers of a Dask scheduler."
    ),
) -> None:
    """Measure size and shape of every particle in electron micrographs.

    Reads TIFF, PNG, JPEG, BMP, EMD and MRC; with the extra "formats" also DM3,
    DM4, SER and EMI.

    Writes for each image NAME.particles.csv, NAME.labels.tif, NAME.overlay.png
    and NAME.histogram.png; for all of them summary.csv, summary.json and the
    data set particles.parquet. A run that was cut off goes on where it was
    when the same command is given again.

    Example: ostwald measure my_images/ --out results/ --review
    """
    from ostwald.microscopy.batch.inputs import collect_images
    from ostwald.microscopy.batch.results import summary_json, write_summary
    from ostwald.microscopy.batch.runner import BatchOptions
    from ostwald.microscopy.batch.scales import read_scale_table, scales_of
    from ostwald.microscopy.batch.store import open_store
    from ostwald.microscopy.borrowed import borrowed_scale
    from ostwald.microscopy.settings import Settings, parse_roi

    settings = Settings(
        nm_per_px=nm_per_px,
        frame=frame,
        channel=channel,
        roi=parse_roi(roi) if roi is not None else None,
        min_size_nm=min_size,
        max_size_nm=max_size,
        min_circularity=min_circularity,
        contrast=_contrast(bright, dark),
        borrowed=borrowed_scale(scale_from) if scale_from is not None else None,
    )
    _check_frames(frame, all_frames)
    collected = collect_images(inputs, out)
    images = collected.images
    options = BatchOptions(
        scales=scales_of(read_scale_table(scale_table), images) if scale_table else None,
        labels=labels,
        all_frames=all_frames,
        review=review,
        overwrite=overwrite,
        jobs=jobs,
        scheduler=scheduler,
    )
    store = open_store(out)
    store.check()
    records, failures, interrupted = _run(images, out, settings, options)
    if records:
        write_summary(records, store)
    if as_json and (records or not failures):
        typer.echo(summary_json(records), nl=False)
    elif records:
        _print_table(records, out)
    skipped = collected.skipped_line()
    if skipped:
        typer.echo(skipped, err=True)
    for failure in failures:
        print_error(failure.error)
    if interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)
    if failures:
        raise typer.Exit(EXIT_SOME_FAILED if records else EXIT_UNUSABLE)


def _contrast(bright: bool, dark: bool) -> Contrast | None:
    from ostwald.errors import InputError

    if bright and dark:
        raise InputError("--bright and --dark leave nothing over", hint="give one of them")
    return "bright" if bright else "dark" if dark else None


def _check_frames(frame: int | None, all_frames: bool) -> None:
    from ostwald.errors import InputError

    if all_frames and frame is not None:
        raise InputError("--frame and --all-frames contradict each other", hint="give one of them")
    if frame is not None and frame < 1:
        raise InputError("images of a file are counted from 1", where="--frame")


def _run(
    images: list[Source], out: str, settings: Settings, options: BatchOptions
) -> tuple[list[Record], list[Failed], bool]:
    """Measure the images; Ctrl-C ends the batch early and keeps what is finished."""
    from ostwald.microscopy import measurement
    from ostwald.microscopy.batch.runner import measure_batch
    from ostwald.microscopy.batch.task import Finished
    from ostwald.progress import track

    records: list[Record] = []
    failures: list[Failed] = []
    order = {image.identity: number for number, image in enumerate(images)}
    interrupted = False
    try:
        outcomes = measure_batch(
            images, out, measurement.default_segmenter(), settings=settings, options=options
        )
        total = None if options.all_frames else len(images)
        with interrupts() as seen, closing(outcomes):
            for outcome in track(outcomes, "Measuring", total=total):
                if isinstance(outcome, Finished):
                    records.append(outcome.record)
                else:
                    failures.append(outcome)
                if seen:
                    raise KeyboardInterrupt
    except KeyboardInterrupt:
        interrupted = True

    def place(record: Record) -> tuple[int, int]:
        identity, _, frame = record.fingerprint.source.rpartition("#")
        found = order.get(record.fingerprint.source)
        if found is not None:
            return found, 0
        return order.get(identity, len(order)), int(frame) if frame.isdecimal() else 0

    return sorted(records, key=place), failures, interrupted


def _print_table(records: list[Record], out: str) -> None:
    """Print one line an image, its doubts below, and where the results are."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ostwald._files import display_name

    shown = _told_apart(records)
    console = Console()
    heads = ("Particles", "Size", "Spread", "Scale", "Shape")
    rows = [_cells(record) for record in records]
    wide = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    room = console.width - sum(wide) - 2 * len(heads)  # two blanks between columns
    table = Table(box=None, pad_edge=False)
    table.add_column("Image", overflow="fold")
    for name in heads[:-1]:
        table.add_column(name, justify="right")
    table.add_column(heads[-1])
    for row, name in zip(rows, shown, strict=True):
        table.add_row(Text(_at_joints(name, room)), *row)
    console.print(table)
    for line in [*_doubts(records, shown), *_notes(records, shown)]:
        typer.echo(line)
    typer.echo(f"Results are in {display_name(out)}")


def _at_joints(name: str, width: int) -> str:
    """Break a name that is too long for a column where its parts meet."""
    lines = [""]
    for part in re.findall(r"[^_\-. /]*[_\-. /]?", name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _told_apart(records: list[Record]) -> list[str]:
    """Names of the images, with as many of their folders as tell equal names apart."""
    paths = [Path(record.summary["path"]).parts for record in records]
    ends = [1] * len(paths)
    while True:
        names = ["/".join(parts[-end:]) for parts, end in zip(paths, ends, strict=True)]
        files = Counter(zip(names, map(_frame, records), strict=True))
        unclear = [
            number
            for number, (name, parts) in enumerate(zip(names, paths, strict=True))
            if files[name, _frame(records[number])] > 1 and ends[number] < len(parts)
        ]
        if not unclear:
            break
        for number in unclear:
            ends[number] += 1
    frames = [_frame(record) for record in records]
    return [
        name if frame is None else f"{name} #{frame}"
        for name, frame in zip(names, frames, strict=True)
    ]


def _frame(record: Record) -> int | None:
    frame: int | None = record.summary.get("frame")
    return frame


def _doubts(records: list[Record], shown: list[str]) -> list[str]:
    """Every grade but a good one with its reasons, the worst first; like reasons in one line."""
    images: dict[tuple[str, str], list[str]] = {}
    for record, name in zip(records, shown, strict=True):
        trust = record.summary["trust"]
        for reason in trust["reasons"] if trust["grade"] != "good" else ():
            images.setdefault((trust["grade"], reason), []).append(name)
    worst_first = sorted(images.items(), key=lambda item: item[0][0] != "do not use")
    return [
        f"{grade.capitalize()}: {_listed(names)}: {reason}"
        for (grade, reason), names in worst_first
    ]


def _notes(records: list[Record], shown: list[str]) -> list[str]:
    """What to know before trusting the numbers; the same remark on many images once."""
    images: dict[str, list[str]] = {}
    for record, name in zip(records, shown, strict=True):
        for warning in record.summary["warnings"]:
            images.setdefault(warning, []).append(name)
    return [f"Note: {_listed(names)}: {warning}" for warning, names in images.items()]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _cells(record: Record) -> tuple[str, ...]:
    summary = record.summary
    unit = "nm" if summary["size_nm"] else "px"
    size = summary["size_nm"] or summary["size_px"]
    spread = size.get("distribution_percent") if size else None
    scale = summary["scale"]
    return (
        f"{summary['particles'] - summary['particles_at_border']}"
        f" + {summary['particles_at_border']} cut",
        f"{size['mean']:.3g} {unit}" if size else "",
        f"{spread:.1f} %" if spread is not None else "",
        "none" if scale["nm_per_px"] is None else f"{scale['nm_per_px']:.4g} nm/px",
        summary["shape"]["label"] or "",
    )
