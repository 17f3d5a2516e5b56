"""``ostwald report``: the paper's tables and figures beside ours, in one page."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("report")(report_command)


def report_command(
    out: Path = typer.Option(..., help="Folder for index.html and its figures."),
    results: Path = typer.Option(
        Path("benchmarks/results"), help="Stored results, such as those of `ostwald evaluate`."
    ),
    model: str = typer.Option("process", help="The model whose results are shown as ours."),
) -> None:
    """Build the page from stored results and, where it is installed, the published data."""
    from ostwald.verbs import report

    made = report(out, results, model=model)
    typer.echo(f"{made.page}: {made.figures} figures")
    for name in made.missing:
        typer.echo(f"Not there: {name}", err=True)
