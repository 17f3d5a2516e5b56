"""``ostwald evaluate``: run models through protocols."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import typer

from ostwald.cli.main import EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("evaluate")(evaluate_command)


def evaluate_command(
    protocol: str = typer.Option(
        ...,
        help="published, nanoeql, doi, doi_all, composition, composition4, fewshot, fewshot_all; "
        "`all` runs the six main ones.",
    ),
    out: Path = typer.Option(
        ...,
        help="Folder for summary.json and predictions.csv; with `all`, or several models, they "
        "lie in folders PROTOCOL and MODEL below it.",
    ),
    model: list[str] = typer.Option(
        ["process"], help="Name of a model; may be repeated; `all` runs every one."
    ),
    seed: int = typer.Option(0, help="Seed of the model; the split never changes."),
    adapt: str | None = typer.Option(
        None,
        help="fewshot: `conditioned` (as `ostwald adapt`) or `shifted`; the one that the model is "
        "made for when left out.",
    ),
    refit: list[str] = typer.Option(
        [], help="fewshot: also fit this model again with the revealed rows (slow); repeatable."
    ),
    settings: list[str] = typer.Option(
        [],
        "--set",
        help="Argument of the model as NAME=VALUE, the value as in JSON; may be repeated.",
    ),
    report: bool = typer.Option(
        False, "--report", help="Run nothing; print the table of what OUT already holds."
    ),
) -> None:
    """Fit on each training fold, predict the test fold, write figures and rows."""
    from ostwald.cli.evaluation_table import print_side_by_side
    from ostwald.evaluation.suite import (
        FewShotChoice,
        check_settings,
        protocols_named,
        read_summaries,
        run_protocol,
    )

    protocols = protocols_named(protocol)
    if report:
        print_side_by_side(read_summaries(out, protocols))
        return
    from ostwald.datasets.location import require_data_folder
    from ostwald.errors import MissingDataError, OstwaldError
    from ostwald.evaluation.adapters import find_adapter
    from ostwald.models.registry import MODEL_NAMES, make_model

    names = list(MODEL_NAMES) if model == ["all"] else model
    for name in (*names, *refit):  # a wrong name fails before the data are read
        make_model(name)
    if adapt is not None:
        find_adapter(adapt)
    chosen = _read_settings(settings)
    for name in names:
        check_settings(name, chosen)
    data = require_data_folder()
    summaries = []
    problems: list[OstwaldError] = []
    for each in protocols:
        for name in names:
            folder = out / each if len(protocols) > 1 else out
            folder = folder / name if len(protocols) > 1 or len(names) > 1 else folder
            extra = [] if adapt is None else ["--adapt", adapt]
            extra += [part for other in refit for part in ("--refit", other)]
            words = ["ostwald", "evaluate", "--protocol", each, "--model", name]
            words += ["--seed", str(seed)]
            words += [part for setting in settings for part in ("--set", setting)]
            words += extra if each.startswith("fewshot") else []
            command = shlex.join([*words, "--out", str(folder)])
            choice = FewShotChoice(adapt, tuple(refit))
            try:
                summary = run_protocol(
                    each,
                    name,
                    data,
                    folder,
                    seed=seed,
                    command=command,
                    few_shot=choice,
                    settings=chosen,
                )
            except MissingDataError as error:  # the data of one protocol stop no other
                problems.append(error.at(f"protocol {each}"))
                break
            typer.echo(_line(summary))
            summaries.append(summary)
    if len(summaries) > 1:
        print_side_by_side(summaries)
    for problem in problems:
        print_error(problem)
    if problems:
        raise typer.Exit(EXIT_SOME_FAILED if summaries else EXIT_UNUSABLE)


def _read_settings(settings: list[str]) -> dict[str, Any]:
    """Return settings given as NAME=VALUE.

    Raises:
        InputError: One is not of that form.
    """
    import json

    from ostwald.errors import InputError

    found: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not name or not equals:
            hint = "give --set NAME=VALUE, such as --set n_trees=50"
            raise InputError(f"{setting!r} is no setting", where="--set", hint=hint)
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def _line(summary: dict[str, Any]) -> str:
    size, shape = summary["size"], summary["shape"]
    text = (
        f"{summary['protocol']} {summary['model']}: n {summary['n']}, "
        f"size MAE {size['mae_nm']:.3f} nm, R2 {size['r2']:.3f}, "
        f"shape accuracy {shape['accuracy']:.3f}, balanced {shape['balanced_accuracy']:.3f}"
    )
    if "composition" in summary:
        text += f", mean over compositions {summary['composition']['mean_mae_nm']:.3f} nm"
        four = summary["composition"].get("papers_four")
        text += f", of the paper's four {four['mean_mae_nm']:.3f} nm" if four else ""
    if "fewshot" in summary:
        cuts = [
            f"{entry['methods']['adapted']['cut'] * 100:.0f} % with {entry['revealed']}"
            for entry in summary["fewshot"]["curve"]
        ]
        text += f"; error cut by {', '.join(cuts)} revealed"
    return text
