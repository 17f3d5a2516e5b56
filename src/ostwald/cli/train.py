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
    model: str = typer.Option("process", help="Name of a model."),
    seed: int = typer.Option(0, help="Seed of everything random."),
) -> None:
    """Fit a model on recipes with known outcomes and write it to a folder.

    A training that was interrupted goes on where it stood when the same command is given again.
    """
    from ostwald import verbs
    from ostwald.cli.checkpoints import Checkpoints, fingerprint
    from ostwald.errors import InputError
    from ostwald.models.base import Resumable
    from ostwald.models.deep.training_plot import plot_training
    from ostwald.models.outcome_table import read_outcomes
    from ostwald.models.registry import make_model

    unfitted = make_model(model, seed)
    table = read_outcomes(data)
    for remark in table.remarks:
        typer.echo(f"Note: {remark}", err=True)
    for problem in table.problems:
        print_error(problem)
    if not table.recipes:
        raise InputError(
            "no recipe of the table can be used", where=str(data), hint="mend the rows named above"
        )
    checkpoints = Checkpoints.of(out, {"data": fingerprint(data), "model": model, "seed": seed})
    if isinstance(unfitted, Resumable) and checkpoints.prepare():
        typer.echo(f"Going on from the checkpoints in {checkpoints.folder}", err=True)
    verbs.train(table, model=model, seed=seed, checkpoints=checkpoints.folder).save(out)
    log = checkpoints.remove()
    if log is not None:
        plot_training(log, log.with_suffix(".png"))
    typer.echo(f"Fitted {model} on {len(table.recipes)} recipes; written to {out}")
    if table.problems:
        typer.echo(f"{len(table.problems)} recipes were left out, see above", err=True)
        raise typer.Exit(EXIT_SOME_FAILED)
