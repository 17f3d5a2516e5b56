"""``ostwald predict``: size and shape of what each recipe makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ostwald.cli.main import EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.errors import OstwaldError


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("predict")(predict_command)


def predict_command(
    inputs: list[Path] = typer.Argument(
        ..., metavar="INPUT...", help="Recipe files (yaml, json) or tables (csv, xlsx, parquet)."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON instead of a table."),
    out: Path | None = typer.Option(None, help="Also write the predictions to a file as JSON."),
    coverage: float = typer.Option(0.9, help="Share of intervals that should hold the size."),
    model: Path | None = typer.Option(
        None,
        help="A folder written by `ostwald train` or `ostwald adapt`; the shipped model when left "
        "out.",
    ),
    plot: Path | None = typer.Option(None, help="Also draw the predictions (png, svg, pdf)."),
    nearest: int = typer.Option(3, min=0, help="How many published recipes to name for each."),
) -> None:
    """Predict size (nm) and shape of the nanocrystals that recipes make."""
    from ostwald._files import write_text
    from ostwald.cli._startup import import_pint_alone
    from ostwald.prediction.predictor import Predictor

    import_pint_alone()
    predictor = Predictor.load(model)
    resolved, problems = _read(inputs)
    predictions = predictor.predict_resolved(resolved, coverage=coverage, nearest=nearest)
    text = json.dumps([p.to_json() for p in predictions], indent=1, ensure_ascii=False)
    if out is not None and predictions:
        write_text(out, text + "\n")
    if plot is not None and predictions:
        from ostwald.prediction.plot import plot_predictions

        plot_predictions(predictions, plot)
    if as_json and (predictions or not problems):
        typer.echo(text)
    elif predictions:
        from ostwald.cli.prediction_table import print_predictions

        print_predictions(predictions)
    for problem in problems:
        print_error(problem)
    if problems:
        raise typer.Exit(EXIT_SOME_FAILED if predictions else EXIT_UNUSABLE)


def _read(inputs: list[Path]) -> tuple[list[ResolvedRecipe], list[OstwaldError]]:
    """Read and resolve every recipe that can be, and collect what is wrong with the others."""
    from ostwald.chemistry.resolved_table import resolve_all
    from ostwald.errors import OstwaldError
    from ostwald.recipes.table import read_recipes

    resolved: list[ResolvedRecipe] = []
    problems: list[OstwaldError] = []
    for path in inputs:
        try:
            table = read_recipes(path)
        except OstwaldError as error:
            problems.append(error)
            continue
        found = resolve_all(table.recipes, str(path))
        resolved += found.recipes
        problems += [*table.problems, *found.problems]
    return resolved, problems
