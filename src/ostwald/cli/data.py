"""``ostwald data``: get, find and check the published data."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the verb and its three commands to the application."""
    data = typer.Typer(no_args_is_help=True, help="Get, find and check the published data.")
    data.command("fetch")(fetch_command)
    data.command("path")(path_command)
    data.command("check")(check_command)
    app.add_typer(data, name="data")


def fetch_command() -> None:
    """Download the published recipes (about 3 MB, research use) into the data folder."""
    from ostwald.datasets.fetch import fetch
    from ostwald.datasets.location import data_folder
    from ostwald.datasets.manifest import TERMS

    folder = data_folder()
    paths = fetch(folder)
    typer.echo(f"{len(paths)} files in {folder}")
    typer.echo(TERMS)


def path_command() -> None:
    """Print the data folder."""
    from ostwald.datasets.location import data_folder

    typer.echo(str(data_folder()))


def check_command() -> None:
    """Verify the data folder and print what it holds; exit code 2 where something is wrong."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from ostwald.datasets.check import check
    from ostwald.datasets.location import HOW_TO_GET, data_folder

    report = check(data_folder())
    console = Console()
    files = Table("file", "state", title=str(report.folder), title_justify="left")
    for file in report.files:
        state = file.state if file.needed or file.state != "missing" else "optional, not there"
        files.add_row(escape(file.target), state)
    console.print(files)
    absent = [file for file in report.files if file.state == "missing" and file.origin]
    if absent:
        console.print("Where the files come from that `ostwald data fetch` does not download:")
    for file in absent:
        text = f"- {file.target}, for {file.used_by}: {file.origin}"
        console.print(text, markup=False, highlight=False)
    if report.rows:
        console.print(
            f"{report.rows} recipes, {report.compositions} compositions, {report.dois} papers "
            f"({report.rows_without_doi} recipes whose paper is not known)"
        )
        counts = Table("shape", "recipes")
        for shape, number in report.shapes.items():
            counts.add_row(shape, str(number))
        console.print(counts)
        gaps = Table("quantity", "recipes without it")
        for quantity, number in report.missing.items():
            gaps.add_row(quantity, str(number))
        console.print(gaps)
    for problem in report.problems:
        typer.echo(f"Problem: {problem}", err=True)
    if not report.usable:
        typer.echo(f"  {HOW_TO_GET}", err=True)
        raise typer.Exit(2)
