"""``ostwald train``: fit a model on a table of one's own."""

from __future__ import annotations

from pathlib import Path

import typer

from ostwald.cli.main import EXIT_SOME_FAILED, print_error


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("train")(train_command)


def train_command(
    data: Path = typer.Option(
        ..., help="Recipe table with outcomes (csv, xlsx, parquet), or the data folder."
    ),
    out: Path = typer.Option(..., help="Folder to write the model to."),
    model: str = typer.Option("combined", help="Name of a model."),
    seed: int = typer.Option(0, help="Seed of everything random."),
) -> None:
    """Fit a model on recipes with known outcomes and write it to a folder."""
    import numpy as np

    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.errors import InputError, OstwaldError
    from ostwald.models.base import Outcomes
    from ostwald.models.registry import make_model
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.published import read_gu2025_training
    from ostwald.recipes.table import read_recipes
    from ostwald.uncertainty.domain import DomainModel

    unfitted = make_model(model, seed)
    table = read_gu2025_training(data) if data.is_dir() else read_recipes(data)
    problems: list[OstwaldError] = list(table.problems)
    rows, resolved = [], []
    for row, recipe in enumerate(table.recipes):
        try:
            resolved.append(resolve_recipe(recipe))
            rows.append(row)
        except OstwaldError as error:
            problems.append(error.at(f"{data}, recipe {recipe.id or row + 1}"))
    for problem in problems:
        print_error(problem)
    if not resolved:
        raise InputError(
            "no recipe of the table can be used", where=str(data), hint="mend the rows named above"
        )
    outcomes = Outcomes.from_table(table).take(np.array(rows))
    fitted = unfitted.fit(resolved, outcomes)
    Predictor(fitted, DomainModel().fit(resolved)).save(out)
    typer.echo(f"Fitted {model} on {len(resolved)} recipes; written to {out}")
    if problems:
        typer.echo(f"{len(problems)} recipes were left out, see above", err=True)
        raise typer.Exit(EXIT_SOME_FAILED)
