"""``ostwald check``: what was understood of a recipe, before any prediction."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from ostwald.cli.main import EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("check")(check_command)


def check_command(
    inputs: list[Path] = typer.Argument(
        ..., metavar="INPUT...", help="Recipe files (yaml, json) or tables (csv, xlsx, parquet)."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON instead of tables."),
    draw: Path | None = typer.Option(
        None, help="Also draw the structures of the chemicals in a grid (png, svg)."
    ),
    sheet: str | None = typer.Option(
        None, help="Sheet of an Excel workbook; the first when left out."
    ),
) -> None:
    """Say what is understood of recipes: chemicals, amounts, the flask, and what is odd."""
    from ostwald.chemistry.understanding import understand
    from ostwald.cli.recipe_inputs import read_inputs
    from ostwald.progress import track
    from ostwald.recipes.units import keep_pint_alone

    keep_pint_alone()
    read = read_inputs(inputs, sheet)
    understood = [understand(recipe) for recipe in track(read.recipes, "Checking")]
    if draw is not None and understood:
        from ostwald.chemistry.drawing import draw_structures

        draw_structures([one.recipe for one in understood], draw)
    if as_json and (understood or not read.problems):
        records = [one.to_json() for one in understood]
        typer.echo(json.dumps(records, indent=1, ensure_ascii=False))
    elif understood:
        from ostwald.cli.check_table import print_understandings

        print_understandings(understood)
    for remark in read.remarks:
        typer.echo(f"Note: {remark}", err=True)
    for problem in read.problems:
        print_error(problem)
    if read.problems:
        raise typer.Exit(EXIT_SOME_FAILED if understood else EXIT_UNUSABLE)
