"""``ostwald predict``: size and shape of what each recipe makes."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from ostwald.cli.main import EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error


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
    sheet: str | None = typer.Option(
        None, help="Sheet of an Excel workbook; the first when left out."
    ),
) -> None:
    """Predict size (nm) and shape of the nanocrystals that recipes make."""
    from ostwald._files import write_text
    from ostwald.cli.recipe_inputs import read_inputs
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.units import keep_pint_alone

    keep_pint_alone()
    predictor = Predictor.load(model)
    read = read_inputs(inputs, sheet)
    problems = read.problems
    predictions = predictor.predict_resolved(read.recipes, coverage=coverage, nearest=nearest)
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
    for remark in read.remarks:
        typer.echo(f"Note: {remark}", err=True)
    for problem in problems:
        print_error(problem)
    if problems:
        raise typer.Exit(EXIT_SOME_FAILED if predictions else EXIT_UNUSABLE)
