"""``ostwald sweep``: what if an amount or a condition were another."""

from __future__ import annotations

import json
from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("sweep")(sweep_command)


def sweep_command(
    recipe: Path = typer.Argument(..., metavar="RECIPE", help="A file with one recipe."),
    vary: list[str] = typer.Option(
        ...,
        help='What is varied, such as "oleic acid=0..20 mmol"; give it twice for a map. A reagent '
        "of the recipe, reaction_temperature, injection_temperature, reaction_time, heating_rate "
        "or batch.",
    ),
    points: int | None = typer.Option(
        None, help="Values of each; 61 for a curve and 31 for a map when left out."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON instead of a summary."),
    as_csv: bool = typer.Option(False, "--csv", help="Print a table, one row a flask."),
    plot: Path | None = typer.Option(None, help="Also draw it (png, svg, pdf)."),
    coverage: float = typer.Option(0.9, help="Share of intervals that should hold the size."),
    model: Path | None = typer.Option(
        None,
        help="A folder written by `ostwald train` or `ostwald adapt`; the shipped model when left "
        "out.",
    ),
) -> None:
    """Predict a recipe over ranges of one or two amounts or conditions."""
    from ostwald.errors import InputError
    from ostwald.explain.one_recipe import read_one
    from ostwald.explain.sweep import sweep_resolved
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.units import keep_pint_alone

    keep_pint_alone()
    if as_json and as_csv:
        raise InputError("--json and --csv cannot both be printed", hint="give one of them")
    predictor = Predictor.load(model)
    found = sweep_resolved(read_one(recipe), vary, predictor, points=points, coverage=coverage)
    if plot is not None:
        from ostwald.explain.sweep_plot import plot_sweep

        plot_sweep(found, plot, predictor.published)
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False))
    elif as_csv:
        typer.echo(found.to_csv(), nl=False)
    else:
        from ostwald.cli.sweep_table import print_sweep

        print_sweep(found)
