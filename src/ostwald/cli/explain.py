"""``ostwald explain``: what made this size, against the product's typical flask."""

from __future__ import annotations

import json
from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("explain")(explain_command)


def explain_command(
    recipe: Path = typer.Argument(..., metavar="RECIPE", help="A file with one recipe."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON instead of tables."),
    plot: Path | None = typer.Option(None, help="Also draw it (png, svg, pdf)."),
    coverage: float = typer.Option(0.9, help="Share of intervals that should hold."),
    model: Path | None = typer.Option(
        None,
        help="A folder written by `ostwald train` or `ostwald adapt`; the shipped model when left "
        "out.",
    ),
    nearest: int = typer.Option(3, min=0, help="How many published recipes to name."),
    seed: int = typer.Option(0, help="Of the choice of flasks between the typical one and this."),
) -> None:
    """Say what each chemical and condition adds to the size, in nm."""
    from ostwald.explain.explanation import explain_resolved
    from ostwald.explain.one_recipe import read_one
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.units import keep_pint_alone

    keep_pint_alone()
    found = explain_resolved(
        read_one(recipe), Predictor.load(model), coverage=coverage, nearest=nearest, seed=seed
    )
    if plot is not None:
        from ostwald.explain.plot import plot_explanation

        plot_explanation(found, plot)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=1, ensure_ascii=False))
        return
    from ostwald.cli.explanation_table import print_explanation

    print_explanation(found)
