"""``ostwald evaluate``: run a model through a protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("evaluate")(evaluate_command)


def evaluate_command(
    protocol: str = typer.Option(..., help="published, doi or nanoeql."),
    out: Path = typer.Option(..., help="Folder for summary.json and predictions.csv."),
    model: str = typer.Option("combined", help="Name of a model; `all` runs every one."),
    seed: int = typer.Option(0, help="Seed of the model; the split never changes."),
) -> None:
    """Fit a model on each training fold, predict the test fold, write figures and rows."""
    from functools import partial

    from ostwald.datasets.location import require_data_folder
    from ostwald.evaluation.protocols import make_split
    from ostwald.evaluation.report import write
    from ostwald.evaluation.runner import evaluate
    from ostwald.models.registry import MODELS, make_model

    names = list(MODELS) if model == "all" else [model]
    make_model(names[0], seed)  # a wrong name fails before the data are read
    split = make_split(protocol, require_data_folder())
    for name in names:
        folder = out / name if model == "all" else out
        command = (
            f"ostwald evaluate --protocol {protocol} --model {name} --seed {seed} --out {folder}"
        )
        result = evaluate(split, partial(make_model, name, seed), model_name=name, seed=seed)
        summary = write(result, folder, command)
        typer.echo(_line(summary))


def _line(summary: dict[str, Any]) -> str:
    size, shape = summary["size"], summary["shape"]
    return (
        f"{summary['protocol']} {summary['model']}: n {summary['n']}, "
        f"size MAE {size['mae_nm']:.3f} nm, R2 {size['r2']:.3f}, "
        f"shape accuracy {shape['accuracy']:.3f}, balanced {shape['balanced_accuracy']:.3f}"
    )
