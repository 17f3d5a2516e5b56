"""The verbs of the command line as functions, for scripts and notebooks.

Each does what the command of its name does and returns what the command writes. Rows of a table
that cannot be used are left out, and each is named in a warning, as is what was assumed.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostwald.errors import InputError, OstwaldError

if TYPE_CHECKING:
    from ostwald.chemistry.intermediates.report import ReactionReport
    from ostwald.chemistry.substance import Substance
    from ostwald.chemistry.understanding import Understanding
    from ostwald.datasets.check import DataReport
    from ostwald.explain.explanation import Explanation
    from ostwald.explain.report.build import Report
    from ostwald.explain.sweep import Sweep
    from ostwald.models.outcome_table import OutcomeTable
    from ostwald.prediction.predictor import Predictor
    from ostwald.prediction.result import Prediction
    from ostwald.recipes.recipe import Recipe


def predict(
    inputs: str | Path | Sequence[str | Path],
    *,
    model: str | Path | None = None,
    coverage: float = 0.9,
    nearest: int = 3,
) -> list[Prediction]:
    """Predict size and shape of what the recipes of files make.

    For recipes that are in memory, and for many calls, use `Predictor.load` and its `predict`.

    Args:
        inputs: Recipe files or tables.
        model: A model folder; the shipped model when left out.
        coverage: Share of intervals that should hold the size.
        nearest: How many published recipes to name for each.

    Returns:
        One prediction a recipe that can be used, in order.

    Raises:
        InputError: A file, or the model, cannot be read.
    """
    from ostwald.chemistry.resolved_table import resolve_all
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.table import read_recipes

    predictor = Predictor.load(model)
    resolved = []
    for path in [inputs] if isinstance(inputs, str | Path) else inputs:
        table = read_recipes(path)
        found = resolve_all(table.recipes, str(path))
        _warn([*table.problems, *found.problems])
        resolved += found.recipes
    return predictor.predict_resolved(resolved, coverage=coverage, nearest=nearest)


def check(
    inputs: str | Path | Recipe | Sequence[str | Path | Recipe],
) -> list[Understanding]:
    """Say what is understood of recipes, before any prediction.

    Args:
        inputs: Recipe files, tables, or recipes that are in memory.

    Returns:
        One understanding a recipe that can be used, in order.

    Raises:
        InputError: A file cannot be read, or a recipe in memory cannot be resolved.

    Examples:
        >>> from ostwald import Recipe
        >>> text = "{product: PbSe, reagents: [{name: PbO, amount: 1 mmol}, "
        >>> text += "{name: Se, amount: 2 mL of 1 M in TOP}, {name: OA, amount: 2 mL}], "
        >>> text += "reaction_temperature: 180, reaction_time: 5}"
        >>> check(Recipe.from_yaml(text))[0].totals.limiting
        'lead(II) oxide'
    """
    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.chemistry.resolved_table import resolve_all
    from ostwald.chemistry.understanding import understand
    from ostwald.recipes.recipe import Recipe
    from ostwald.recipes.table import read_recipes

    resolved = []
    for one in [inputs] if isinstance(inputs, str | Path | Recipe) else inputs:
        if isinstance(one, Recipe):
            resolved.append(resolve_recipe(one))
            continue
        table = read_recipes(one)
        found = resolve_all(table.recipes, str(one))
        _warn([*table.problems, *found.problems])
        resolved += found.recipes
    return [understand(recipe) for recipe in resolved]


def explain_recipe(
    recipe: str | Path | Recipe,
    *,
    model: str | Path | None = None,
    coverage: float = 0.9,
    nearest: int = 3,
    seed: int = 0,
) -> Explanation:
    """Say what each chemical and condition adds to the size of the product's typical flask.

    Args:
        recipe: A recipe, or a file with one.
        model: A model folder; the shipped model when left out.
        coverage: Share of intervals that should hold.
        nearest: How many published recipes to name.
        seed: Of the choice of flasks between the typical one and this one.

    Returns:
        What ``ostwald explain`` shows.

    Raises:
        InputError: The recipe cannot be read, or nothing can come of its flask.
    """
    from ostwald.explain.explanation import explain_resolved
    from ostwald.explain.one_recipe import read_one
    from ostwald.prediction.predictor import Predictor

    return explain_resolved(
        read_one(recipe), Predictor.load(model), coverage=coverage, nearest=nearest, seed=seed
    )


def sweep(
    recipe: str | Path | Recipe,
    vary: str | Sequence[str],
    *,
    points: int | None = None,
    model: str | Path | None = None,
    coverage: float = 0.9,
) -> Sweep:
    """Predict a recipe over ranges of one or two amounts or conditions.

    Args:
        recipe: A recipe, or a file with one.
        vary: Such as ``"oleic acid=0..20 mmol"``; two of them give a map.
        points: How many values each takes; 61 for a curve and 31 for a map when left out.
        model: A model folder; the shipped model when left out.
        coverage: Share of intervals that should hold the size.

    Returns:
        What ``ostwald sweep`` shows.

    Raises:
        InputError: The recipe, or what is to be varied, cannot be read.
    """
    from ostwald.explain.one_recipe import read_one
    from ostwald.explain.sweep import sweep_resolved
    from ostwald.prediction.predictor import Predictor

    written = [vary] if isinstance(vary, str) else list(vary)
    return sweep_resolved(
        read_one(recipe), written, Predictor.load(model), points=points, coverage=coverage
    )


def report(
    out: str | Path,
    results: str | Path = Path("benchmarks/results"),
    *,
    model: str = "process",
) -> Report:
    """Build the page of the reference paper's tables and figures beside ours.

    Args:
        out: Folder for ``index.html`` and its figures.
        results: Stored results, such as those of `evaluate`.
        model: The model whose results are shown as ours.

    Returns:
        What was built, and what was not there.

    Raises:
        InputError: There are no stored results, or the folder cannot be written.
    """
    from ostwald.datasets.location import data_folder, has_recipes
    from ostwald.explain.report.build import build_report

    return build_report(out, results, data_folder() if has_recipes() else None, model=model)


def train(
    data: str | Path | OutcomeTable,
    *,
    model: str = "process",
    seed: int = 0,
    checkpoints: Path | None = None,
) -> Predictor:
    """Fit a model on recipes with known outcomes.

    Args:
        data: A recipe table with outcomes, the data folder, or a table that was read. A first
            absorption peak may stand in place of a size.
        model: Name of a model.
        seed: Seed of everything random.
        checkpoints: Folder from which a long training goes on.

    Returns:
        A predictor; its `save` writes a model folder.

    Raises:
        InputError: The table cannot be used, or there is no such model.
        MissingExtraError: The extra ``train`` is not installed.
    """
    from ostwald.models.base import Resumable
    from ostwald.models.registry import make_model
    from ostwald.prediction.predictor import Predictor

    unfitted = make_model(model, seed)
    table = _usable(data)
    if checkpoints is not None and isinstance(unfitted, Resumable):
        unfitted.resume_in(checkpoints)
    return Predictor(unfitted.fit(table.recipes, table.outcomes))


def adapt(data: str | Path | OutcomeTable, *, model: str | Path | None = None) -> Predictor:
    """Condition a model on a lab's own results, in seconds and without the published data.

    Args:
        data: A table of your own recipes with sizes (or first absorption peaks), shapes or both,
            or one that was read.
        model: The model folder to adapt; the shipped model when left out.

    Returns:
        A predictor; its `save` writes a model folder.

    Raises:
        InputError: The table cannot be used, or the model cannot be read.
    """
    from ostwald.adaptation import adapt as condition
    from ostwald.prediction.predictor import Predictor

    table = _usable(data)
    predictor = Predictor.load(model)
    adapted = condition(predictor.model, table.recipes, table.outcomes)
    return Predictor(adapted, predictor.published)


def evaluate(
    protocol: str,
    *,
    out: str | Path,
    model: str = "process",
    seed: int = 0,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Run a model through a protocol and write figures and rows.

    Args:
        protocol: Such as ``published`` or ``doi``.
        out: Folder for ``summary.json`` and ``predictions.csv``.
        model: Name of a model.
        seed: Seed of the model; the split never changes.
        settings: Arguments of the model that differ from its usual ones.

    Returns:
        What ``summary.json`` holds.

    Raises:
        InputError: There is no such protocol or model.
        MissingDataError: The published data are not installed; it says where to get them.
        MissingExtraError: The extra ``train`` is not installed.
    """
    from ostwald.datasets.location import require_data_folder
    from ostwald.evaluation.suite import run_protocol

    call = f"ostwald.evaluate({protocol!r}, model={model!r}, seed={seed})"
    return run_protocol(
        protocol,
        model,
        require_data_folder(),
        Path(out),
        seed=seed,
        command=call,
        settings=settings,
    )


def chemical(name: str, smiles: str | None = None) -> Substance:
    """Return what the program takes a reagent for.

    Args:
        name: Abbreviation, name, synonym or formula.
        smiles: Its structure, if it is new.

    Returns:
        The substance.

    Raises:
        InputError: It is not known; the message has near matches.
    """
    from ostwald.chemistry.identity import find_reagent

    return find_reagent(name, smiles)


def reactions(
    names: Sequence[str],
    *,
    temperature_c: float | None = None,
    structures: Sequence[str | None] = (),
) -> list[ReactionReport]:
    """Return how chemicals react with each other in the flask.

    Args:
        names: The chemicals.
        temperature_c: Only what happens at this temperature; everything when left out.
        structures: SMILES of chemicals that are new, in their order; None where not needed.

    Returns:
        What ``ostwald chemical --reactions`` shows.

    Raises:
        InputError: A chemical is not known.
    """
    from ostwald.chemistry.intermediates.report import report_reactions

    return report_reactions(names, temperature_c, structures)


def read_outcomes(data: str | Path) -> OutcomeTable:
    """Read a table of recipes with outcomes, as `train` and `adapt` take it.

    Args:
        data: A recipe table or the data folder.

    Returns:
        The usable rows, and what is wrong with the others.

    Raises:
        InputError: Nothing can be read.
    """
    from ostwald.models.outcome_table import read_outcomes as read

    return read(data)


def fetch_data(folder: str | Path | None = None) -> list[Path]:
    """Download the published recipes (the only thing that uses the network).

    Args:
        folder: Where to; the data folder when left out.

    Returns:
        The files.

    Raises:
        OstwaldError: A file cannot be had, or is not the published one.
    """
    from ostwald.datasets.fetch import fetch
    from ostwald.datasets.location import data_folder

    return fetch(data_folder() if folder is None else Path(folder))


def check_data(folder: str | Path | None = None) -> DataReport:
    """Verify a data folder and count what it holds.

    Args:
        folder: The folder; the usual one when left out.

    Returns:
        The report, which also says where files come from that are not downloaded.
    """
    from ostwald.datasets.check import check
    from ostwald.datasets.location import data_folder

    return check(data_folder() if folder is None else Path(folder))


def _usable(data: str | Path | OutcomeTable) -> OutcomeTable:
    if not isinstance(data, str | Path):
        table = data
    else:
        table = read_outcomes(data)
        _warn(table.problems)
        for remark in table.remarks:
            warnings.warn(remark, stacklevel=3)
    if not table.recipes:
        raise InputError(
            "no recipe of the table can be used",
            where=str(data) if isinstance(data, str | Path) else None,
            hint="mend the rows that the warnings name",
        )
    return table


def _warn(problems: Sequence[OstwaldError]) -> None:
    for problem in problems:
        warnings.warn(f"left out: {problem}", stacklevel=3)
