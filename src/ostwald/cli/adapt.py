"""``ostwald adapt``: condition a model on a lab's own few results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from ostwald.cli.main import EXIT_SOME_FAILED, print_error

if TYPE_CHECKING:
    from ostwald.adaptation.learning_curve import LearningCurve
    from ostwald.models.process.model import ProcessModel

CURVE_FILE = "learning_curve.png"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("adapt")(adapt_command)


def adapt_command(
    data: Path = typer.Option(
        ...,
        help="Table of your own recipes with size_nm or absorption_peak_nm, shape or both "
        "(csv, xlsx, parquet).",
    ),
    out: Path = typer.Option(..., help="Folder to write the adapted model to."),
    model: Path | None = typer.Option(
        None,
        help="Folder of the model to adapt, adapted ones included; the shipped one when left out.",
    ),
    plot: Path | None = typer.Option(
        None, help=f"Where to draw the learning curve; {CURVE_FILE} in OUT when left out."
    ),
) -> None:
    """Condition a model on your own results, in seconds and without the original data."""
    from ostwald import verbs
    from ostwald.adaptation.learning_curve import learning_curve, plot_learning_curve
    from ostwald.errors import InputError, OstwaldError
    from ostwald.models.outcome_table import read_outcomes
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.units import keep_pint_alone

    keep_pint_alone()
    table = read_outcomes(data)
    for remark in table.remarks:
        typer.echo(f"Note: {remark}", err=True)
    for problem in table.problems:
        print_error(problem)
    if not table.recipes:
        raise InputError(
            "no recipe of the table can be used", where=str(data), hint="mend the rows named above"
        )
    try:
        adapted = verbs.adapt(table, model=model)
    except OstwaldError as error:
        raise error.at(str(data)) from error
    curve = learning_curve(Predictor.load(model).model, table.recipes, table.outcomes)
    about = {
        "adapted_from": "shipped" if model is None else str(model),
        "own_recipes": cast("ProcessModel", adapted.model).own_recipes,
    }
    adapted.save(out, about)
    used = int((table.outcomes.size_nm > 0).sum())
    typer.echo(f"Adapted to {used} recipes; written to {out}")
    if curve is not None:
        target = plot or out / CURVE_FILE
        plot_learning_curve(curve, target)
        typer.echo(f"{_in_words(curve)} Learning curve: {target}")
    if table.problems:
        typer.echo(f"{len(table.problems)} recipes were left out, see above", err=True)
        raise typer.Exit(EXIT_SOME_FAILED)


def _in_words(curve: LearningCurve) -> str:
    before, after, last = curve.error_nm[0], curve.error_nm[-1], int(curve.known[-1])
    less, gone = ("less", curve.gain) if curve.gain >= 0 else ("more", -curve.gain)
    return (
        f"On your own recipes the model as it was is off by {before:.2g} nm on average; adapted to "
        f"{last} of them, by {after:.2g} nm on those left out ({100 * gone:.0f} % {less})."
    )
