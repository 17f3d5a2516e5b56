"""Rebuild the numbers and figures of ``docs/iron-oxides.md``.

Run from the root of the repository with OSTWALD_DATA set: ``python -m benchmarks iron_oxides``.
The 55 rows of iron oxides are predicted with their own paper left out, one fit a paper, and one
recipe is swept in temperature and in oleic acid. Per-row predictions go to
``benchmarks/results/iron_oxides``, figures to ``docs/images``, and everything between the markers
of the page is replaced.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import atomic_path, write_text
from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.datasets.papers import paper_of
from ostwald.evaluation.predicted import Evaluation, PredictedRow
from ostwald.evaluation.protocols import Fold, Split
from ostwald.evaluation.protocols.composition import formula_of
from ostwald.evaluation.protocols.published import sized_rows
from ostwald.evaluation.report import COLUMNS, current_commit, plain, write_rows
from ostwald.evaluation.runner import predict_rows
from ostwald.models.base import Outcomes, SynthesisModel
from ostwald.models.registry import make_model
from ostwald.plotting import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, new_figure
from ostwald.progress import track
from ostwald.recipes.recipe import Recipe

MODEL = "process"
SEED = 0
ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "iron-oxides.md"
IMAGES = ROOT / "docs" / "images"
RESULTS = ROOT / "benchmarks" / "results" / "iron_oxides"
COMMAND = "python -m benchmarks iron_oxides"

PRODUCTS = ("Fe3O4", "CoFe2O4", "MnFe2O4", "Fe2O3", "NiFe2O4")
FEWEST_TO_ORDER = 4
# The recipe whose reaction temperature a paper varied, and that paper.
SWEPT_PAPER = "10.1021/nn4035266"
SWEPT: Mapping[str, Any] = {
    "product": "Fe3O4",
    "reagents": [
        {"name": "FeOA2", "amount": "1.667 mmol"},
        {"name": "FeOA3", "amount": "3.333 mmol"},
        {"name": "ODE", "amount": "78.125 mmol"},
        {"name": "OA", "amount": "2.5 mmol"},
    ],
    "injection_temperature_c": 25.0,
    "reaction_temperature_c": 320.0,
    "reaction_time_min": 60.0,
    "heating_rate_c_per_min": 1.0,
}
TEMPERATURES_C = tuple(range(280, 345, 5))
OLEIC_ACID_MMOL = (0.5, 1.0, 1.5, 2.0, 2.5, 3.5, 5.0, 7.0, 10.0, 15.0, 20.0)
# The one pair of rows that differ in oleic acid alone.
ACID_PAPER = "10.1021/nl500904a"
COLOURS = dict(zip(PRODUCTS, (BLUE, ORANGE, GREEN, VERMILION, PURPLE), strict=True))


@dataclass
class LeftOut:
    """Predictions of iron oxides with their papers left out.

    Attributes:
        split: All rows, one fold a paper.
        papers: The paper of each fold.
        evaluation: Truth and prediction of every iron oxide.
        reasons: What the domain says of each row, by row.
        models: The model of each fold, by paper.
    """

    split: Split
    papers: tuple[str, ...]
    evaluation: Evaluation
    reasons: dict[int, tuple[str, ...]] = field(default_factory=dict)
    models: dict[str, SynthesisModel] = field(default_factory=dict)


def iron_split(folder: Path) -> Split:
    """Return all rows of the published table, one fold a paper with iron oxides."""
    table = sized_rows(folder)
    papers = np.array(
        [paper_of(o.doi, r.product) for o, r in zip(table.outcomes, table.recipes, strict=True)]
    )
    iron = np.array([formula_of(recipe.product) in PRODUCTS for recipe in table.recipes])
    names = sorted(set(papers[iron].tolist()))
    return Split(
        protocol="iron_oxides",
        recipes=table.recipes,
        outcomes=table.outcomes,
        row_ids=table.row_ids,
        folds=[
            Fold(np.flatnonzero(papers != name), np.flatnonzero(iron & (papers == name)))
            for name in names
        ],
        fold_names=tuple(names),
    )


def leave_papers_out(split: Split, make: Callable[[], SynthesisModel], model: str) -> LeftOut:
    """Fit one model a paper on all other papers, and predict the paper's iron oxides."""
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    outcomes = Outcomes.from_outcomes(split.outcomes)
    left_out = LeftOut(split, split.fold_names, Evaluation("iron_oxides", model, SEED))
    for number, fold in enumerate(track(split.folds, "Leaving papers out")):
        train = [resolved[k] for k in fold.train]
        fitted = make().fit(train, outcomes.take(fold.train))
        rows = predict_rows(split, resolved, fitted, number, fold.test.tolist())
        left_out.evaluation.rows += rows
        answer = fitted.predict([resolved[k] for k in fold.test.tolist()])
        for k, verdict in zip(fold.test.tolist(), answer.domain, strict=True):
            left_out.reasons[split.row_ids[k]] = verdict.reasons
        left_out.models[split.fold_names[number]] = fitted
    return left_out


def sweep(
    model: SynthesisModel, base: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]
) -> list[dict[str, float]]:
    """Predict variants of a recipe, with 90 % intervals."""
    recipes: list[ResolvedRecipe] = [
        resolve_recipe(Recipe.model_validate({**base, **change})) for change in changes
    ]
    output = model.predict(recipes)
    lower, upper = output.interval(0.9)
    return [
        {"size_nm": float(s), "lower_nm": float(a), "upper_nm": float(b)}
        for s, a, b in zip(output.size_nm, lower, upper, strict=True)
    ]


def acid_changes(base: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the recipe's reagents with other amounts of oleic acid."""
    return [
        {
            "reagents": [
                {**reagent, "amount": f"{mmol} mmol"} if reagent["name"] == "OA" else reagent
                for reagent in base["reagents"]
            ]
        }
        for mmol in OLEIC_ACID_MMOL
    ]


def rank_correlation(rows: Sequence[PredictedRow]) -> float:
    """Return Spearman's rank correlation of predicted and measured sizes, nan without any."""
    from scipy.stats import rankdata

    true = rankdata([row.true_size_nm for row in rows])
    predicted = rankdata([round(row.predicted_size_nm, 6) for row in rows])
    if np.ptp(true) == 0 or np.ptp(predicted) == 0:
        return float("nan")
    return float(np.corrcoef(true, predicted)[0, 1])


def measured_series(split: Split) -> list[tuple[str, float, float]]:
    """Return the rows that the swept paper varied in temperature: product, degC, nm."""
    found = []
    for recipe, outcome in zip(split.recipes, split.outcomes, strict=True):
        names = {reagent.name for reagent in recipe.reagents}
        if (
            outcome.doi == SWEPT_PAPER
            and "ODE" in names
            and outcome.size_nm is not None
            and recipe.heating_rate_c_per_min == SWEPT["heating_rate_c_per_min"]
            and outcome.particles_counted is None  # the others varied the solvent's amount
        ):
            formula = formula_of(recipe.product)
            found.append((formula, recipe.reaction_temperature_c, outcome.size_nm))
    return sorted(found)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of a straight line through points, in units of y over units of x."""
    x, y = np.array(points, dtype=float).T
    return float(np.polyfit(x, y, 1)[0])


def papers_table(left_out: LeftOut) -> str:
    """Return the errors of each paper as a Markdown table."""
    lines = [
        "| paper left out | products | rows | measured, nm | MAE, nm | off by a factor of | "
        "order right | 90 % interval holds |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for number, paper in enumerate(left_out.papers):
        rows = [row for row in left_out.evaluation.rows if row.fold == number]
        true = np.array([row.true_size_nm for row in rows])
        predicted = np.array([row.predicted_size_nm for row in rows])
        order = rank_correlation(rows) if len(rows) >= FEWEST_TO_ORDER else float("nan")
        holds = sum(row.lower_nm <= row.true_size_nm <= row.upper_nm for row in rows)
        products = sorted({formula_of(row.product) for row in rows}, key=PRODUCTS.index)
        span = f"{true.min():.0f} to {true.max():.0f}" if len(rows) > 1 else f"{true[0]:.0f}"
        lines.append(
            f"| [{paper}](https://doi.org/{paper}) | {', '.join(products)} | {len(rows)} | {span} "
            f"| {np.mean(np.abs(predicted - true)):.1f} "
            f"| {np.exp(np.mean(np.abs(np.log(predicted / true)))):.2f} "
            f"| {'' if np.isnan(order) else f'{order:+.2f}'} | {holds} of {len(rows)} |"
        )
    return "\n".join(lines)


def summary_text(left_out: LeftOut, model: str) -> str:
    """Return the figures over all rows in words."""
    metrics = left_out.evaluation.metrics()
    size, ratio, interval = metrics["size"], metrics["size_ratio"], metrics["interval"]
    true = left_out.evaluation.column("true_size_nm")
    constant = float(np.exp(np.mean(np.abs(np.log(true / np.exp(np.median(np.log(true))))))))
    small = [row for row in left_out.evaluation.rows if row.true_size_nm <= 20.0]
    error = np.mean([abs(row.predicted_size_nm - row.true_size_nm) for row in small])
    shapes = Counter(row.true_shape for row in left_out.evaluation.rows)
    label, count = shapes.most_common(1)[0]
    return (
        f"`{model}`, {len(true)} rows of {len(left_out.papers)} papers: the predicted size is off "
        f"by a factor of {ratio['geometric_mean_fold_error']:.2f} on the (geometric) average, and "
        f"{ratio['within_1_5']:.0%} are right to within a factor of 1.5. Had one known the median "
        f"of these very rows and nothing else, the factor would be {constant:.2f}. The mean "
        f"absolute error is {size['mae_nm']:.1f} nm over all rows and {error:.1f} nm over the "
        f"{len(small)} rows of at most 20 nm. The 90 % intervals hold {interval['coverage']:.0%} "
        f"of the sizes. The shape is right in {metrics['shape']['accuracy']:.0%} of the rows; "
        f"{count / len(true):.0%} of them are {label}s."
    )


def knowledge_text(left_out: LeftOut, sweeps: Mapping[str, Any]) -> str:
    """Return what the model knows and what it does not, from the numbers."""
    evaluation = left_out.evaluation
    by_paper = [
        [row for row in evaluation.rows if row.fold == number]
        for number in range(len(left_out.papers))
    ]
    orders = [rank_correlation(rows) for rows in by_paper if len(rows) >= FEWEST_TO_ORDER]
    known = [order for order in orders if np.isfinite(order)]
    right = sum(order > 0.5 for order in known)
    large = [row for row in evaluation.rows if row.true_size_nm > 40.0]
    low = sum(row.predicted_size_nm < row.true_size_nm for row in large)
    reasons = Counter(
        re.sub(r"^.*? (was|were) never", "a chemical was never", reason)
        for row in evaluation.rows
        for reason in left_out.reasons.get(row.row_id, ())
        if "never" in reason
    )
    inside = [row for row in evaluation.rows if row.in_domain]
    told = "; ".join(f"{text} ({n} times)" for text, n in reasons.most_common(2))
    temperature = sweeps["temperature"]
    acid = {
        name: f"from {part[0]['size_nm']:.1f} to {part[-1]['size_nm']:.1f} nm"
        for name, part in sweeps["acid"].items()
    }
    return "\n".join(
        [
            f"- Order within a paper: of {len(known)} papers with at least {FEWEST_TO_ORDER} rows "
            f"the rank correlation of predicted and measured sizes is above 0.5 in {right}.",
            f"- Large crystals: of {len(large)} rows above 40 nm, {low} are predicted too small.",
            f"- Temperature: measured {temperature['measured_nm_per_c']:+.2f} nm a degree for "
            f"Fe3O4 in `{SWEPT_PAPER}`; the model that has not seen this paper says "
            f"{temperature['unseen_nm_per_c']:+.3f} nm a degree, the one that has seen it "
            f"{temperature['seen_nm_per_c']:+.2f}.",
            f"- Oleic acid: from {OLEIC_ACID_MMOL[0]:g} to {OLEIC_ACID_MMOL[-1]:g} mmol the model "
            f"that has not seen the paper goes {acid['unseen']}, the one that has {acid['seen']}.",
            f"- Known ground: {len(inside)} of {len(evaluation.rows)} rows count as such once "
            f"their paper is left out" + (f". Why not: {told}." if told else "."),
        ]
    )


def plot_parity(left_out: LeftOut, target: Path) -> None:
    """Draw predicted against measured sizes with their intervals, on logarithmic axes."""
    figure = new_figure(5.4, 5.0)
    axes = figure.subplots()
    for product in PRODUCTS:
        rows = [r for r in left_out.evaluation.rows if formula_of(r.product) == product]
        if not rows:
            continue
        true = np.array([row.true_size_nm for row in rows])
        predicted = np.array([row.predicted_size_nm for row in rows])
        below = predicted - np.array([row.lower_nm for row in rows])
        above = np.array([row.upper_nm for row in rows]) - predicted
        axes.errorbar(
            true,
            predicted,
            yerr=np.maximum([below, above], 0.0),
            fmt="o",
            markersize=4,
            linewidth=0.6,
            alpha=0.75,
            color=COLOURS[product],
            label=f"{product} ({len(rows)})",
        )
    axes.plot([3, 300], [3, 300], color=BLACK, linewidth=0.8)
    axes.set(xscale="log", yscale="log", xlim=(3, 300), ylim=(1.5, 400))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set(xlabel="measured size, nm", ylabel="predicted size and 90 % interval, nm")
    axes.legend(frameon=False, fontsize="small", loc="upper left")
    with atomic_path(target) as path:
        figure.savefig(path)


def plot_sweeps(sweeps: Mapping[str, Any], target: Path) -> None:
    """Draw both sweeps with the model before and after it has seen the paper."""
    figure = new_figure(9.0, 3.8)
    left, right = figure.subplots(1, 2)
    for axes, x, part in (
        (left, TEMPERATURES_C, sweeps["temperature"]),
        (right, OLEIC_ACID_MMOL, sweeps["acid"]),
    ):
        for name, colour, label in (
            ("unseen", BLUE, "model without this paper"),
            ("seen", GREY, "model with it"),
        ):
            sizes = [entry["size_nm"] for entry in part[name]]
            axes.plot(x, sizes, color=colour, label=label)
            lower = [entry["lower_nm"] for entry in part[name]]
            upper = [entry["upper_nm"] for entry in part[name]]
            axes.fill_between(x, lower, upper, color=colour, alpha=0.15, linewidth=0)
    for product, colour in (("Fe3O4", BLACK), ("MnFe2O4", GREEN), ("CoFe2O4", SKY)):
        points = [(t, s) for name, t, s in sweeps["measured"] if name == product]
        if points:
            left.plot(*zip(*points, strict=True), "o", color=colour, label=f"{product}, measured")
    left.set(xlabel="reaction temperature, degC", ylabel="size, nm")
    right.set(xlabel="oleic acid, mmol (5 mmol of iron)", xscale="log")
    right.xaxis.set_major_formatter("{x:g}")
    for axes in (left, right):
        axes.set_ylim(bottom=0)
    left.legend(frameon=False, fontsize="x-small", loc="upper left")
    with atomic_path(target) as path:
        figure.savefig(path)


def make_sweeps(
    left_out: LeftOut, make: Callable[[], SynthesisModel], measured: Sequence[Any]
) -> dict[str, Any]:
    """Sweep temperature and oleic acid with a model that has, and one that has not, seen it."""
    split = left_out.split
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    models = {
        "unseen": left_out.models[SWEPT_PAPER],
        "seen": make().fit(resolved, Outcomes.from_outcomes(split.outcomes)),
    }
    hot = [{"reaction_temperature_c": float(t)} for t in TEMPERATURES_C]
    series = [(t, size) for product, t, size in measured if product == "Fe3O4"]
    span = [t for t, _ in series]
    temperature: dict[str, Any] = {"measured_nm_per_c": slope(series)}
    acid: dict[str, Any] = {}
    for name, model in models.items():
        temperature[name] = sweep(model, SWEPT, hot)
        acid[name] = sweep(model, SWEPT, acid_changes(SWEPT))
        inside = [
            (t, entry["size_nm"])
            for t, entry in zip(TEMPERATURES_C, temperature[name], strict=True)
            if min(span) <= t <= max(span)
        ]
        temperature[f"{name}_nm_per_c"] = slope(inside)
    return {"temperature": temperature, "acid": acid, "measured": [list(m) for m in measured]}


def fill(page: str, parts: Mapping[str, str]) -> str:
    """Replace what stands between the markers of a page.

    Raises:
        SystemExit: The page lacks a marker.
    """
    for name, text in parts.items():
        pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        if not pattern.search(page):
            raise SystemExit(f"the page has no markers for {name}")
        page = pattern.sub(lambda match, t=text: f"{match[1]}{t}\n{match[2]}", page)
    return page


def main() -> None:
    """Fit, predict, draw and write."""
    make = partial(make_model, MODEL, SEED)
    split = iron_split(require_data_folder())
    left_out = leave_papers_out(split, make, MODEL)
    sweeps = make_sweeps(left_out, make, measured_series(split))
    rows = sorted(left_out.evaluation.rows, key=lambda row: row.row_id)
    write_rows(RESULTS / "predictions.csv", COLUMNS, [asdict(row) for row in rows])
    summary = {
        "format_version": 1,
        "protocol": "iron_oxides",
        "model": MODEL,
        "n": len(rows),
        **left_out.evaluation.metrics(),
        "sweeps": sweeps | {"temperatures_c": TEMPERATURES_C, "oleic_acid_mmol": OLEIC_ACID_MMOL},
        "seed": SEED,
        "commit": current_commit(),
        "command": COMMAND,
    }
    write_text(RESULTS / "summary.json", json.dumps(plain(summary), indent=1) + "\n")
    plot_parity(left_out, IMAGES / "iron_oxides_parity.png")
    plot_sweeps(sweeps, IMAGES / "iron_oxides_sweeps.png")
    parts = {
        "summary": summary_text(left_out, MODEL),
        "papers": papers_table(left_out),
        "knowledge": knowledge_text(left_out, sweeps),
    }
    write_text(PAGE, fill(PAGE.read_text(encoding="utf-8"), parts))
    print(parts["summary"])


if __name__ == "__main__":
    main()
