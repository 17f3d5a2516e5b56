"""Find the numbers of the adaptation kernel, and say how well it adapts.

    python -m benchmarks adaptation_kernel

Only recipes that the protocols ``published`` and ``doi`` never test are used (fewer than 300
particles counted or an unknown number, or more than 20 nm). Extra trees predict each of them with
its whole paper held out; the kernel's variances and lengths are those under which the errors within
papers are most likely (a Student t process, every paper weighing like at most ten rows). The
learning curves that are written beside them are of the same papers, so they are a little
optimistic. Writes ``benchmarks/results/adaptation_kernel.json``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from math import lgamma
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from ostwald.adaptation.kernel import KERNEL, AdaptationKernel
from ostwald.adaptation.model import AdaptedModel
from ostwald.adaptation.points import RecipePoints
from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import require_data_folder
from ostwald.datasets.papers import balanced_groups
from ostwald.evaluation.report import current_commit
from ostwald.models.base import ModelOutput, ModelState, Outcomes, SynthesisModel
from ostwald.models.baselines.extra_trees import ExtraTreesModel
from ostwald.progress import track
from ostwald.uncertainty.calibration import SizeCalibrator, SpreadCalibrator
from ostwald.uncertainty.domain import KnownRecipes
from ostwald.uncertainty.held_out import papers_of

RESULT = Path(__file__).parent / "results" / "adaptation_kernel.json"
SMALLEST_COUNT, LARGEST_SIZE_NM = 300, 20.0
FOLDS = 20
MOST_ROWS = 10
MODEL = {"n_trees": 60, "max_features": 0.1, "measure_spread": False}
FITTED = (
    "product",
    "chemicals",
    "conditions",
    "noise",
    "per_chemical",
    "amount_length",
    "temperature_length_c",
    "log_time_length",
)
PRIOR_PRECISION = 0.05
REVEALED, FEWEST_LEFT, DRAWS = (1, 3, 5, 10), 5, 10
NORMAL_90 = 1.6449


def main() -> None:
    table = read_gu2025_training(require_data_folder())
    outcomes = Outcomes.from_table(table)
    counted = np.nan_to_num(outcomes.particles_counted)
    tested = (counted >= SMALLEST_COUNT) & (outcomes.size_nm <= LARGEST_SIZE_NM)
    rows = np.flatnonzero(~tested & np.isfinite(outcomes.size_nm))
    recipes = [resolve_recipe(table.recipes[k]) for k in rows]
    outcomes = outcomes.take(rows)
    papers = papers_of(recipes, outcomes)
    output = held_out(recipes, outcomes, papers)
    kernel = find(recipes, outcomes, papers, output)
    result = {
        "format_version": 1,
        "command": "python -m benchmarks adaptation_kernel",
        "commit": current_commit(),
        "rows": len(rows),
        "found": {name: round(getattr(kernel, name), 4) for name in FITTED},
        "shipped": asdict(KERNEL),
        "learning_curves": {
            "at most 20 nm": curves(recipes, outcomes, papers, output, LARGEST_SIZE_NM),
            "all sizes": curves(recipes, outcomes, papers, output, np.inf),
        },
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def held_out(recipes: list[ResolvedRecipe], outcomes: Outcomes, papers: np.ndarray) -> ModelOutput:
    """Predict each recipe with its paper held out; the spread is calibrated on the same rows."""
    fold_of = balanced_groups(papers.tolist(), FOLDS)
    fold = np.array([fold_of[paper] for paper in papers])
    known = KnownRecipes.of(recipes)
    n = len(recipes)
    size, std, crowd, novelty = (np.empty(n) for _ in range(4))
    shapes = np.empty((n, 11))
    for k in track(range(FOLDS), "Holding papers out"):
        train, held = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        model = ExtraTreesModel(**MODEL).fit([recipes[i] for i in train], outcomes.take(train))
        said = model.predict([recipes[i] for i in held])
        size[held], std[held] = said.size_nm, said.log_size_std
        shapes[held] = said.shape_probabilities
        place = known.place_known(held, among=train)
        crowd[held], novelty[held] = place.crowd, place.novelty
    log_true, log_size = np.log(outcomes.size_nm), np.log(size)
    spread = SpreadCalibrator().fit(log_true, log_size, std, crowd, papers).predict(std, crowd)
    calibrator = SizeCalibrator().fit(log_true, log_size, spread, papers, novelty)
    lower, upper = calibrator.interval(log_size, spread, novelty, 0.9)
    return ModelOutput(size, np.log(upper / lower) / (2.0 * NORMAL_90), shapes)


def find(
    recipes: list[ResolvedRecipe], outcomes: Outcomes, papers: np.ndarray, output: ModelOutput
) -> AdaptationKernel:
    """Maximise the likelihood of the errors of all papers with two recipes or more."""
    error = np.log(outcomes.size_nm / output.size_nm)
    parts = [rows for p in sorted(set(papers)) if len(rows := np.flatnonzero(papers == p)) > 1]
    points = [RecipePoints.of([recipes[k] for k in rows]) for rows in parts]
    start = np.log([getattr(KERNEL, name) for name in FITTED])

    def loss(theta: np.ndarray) -> float:
        kernel = replace(KERNEL, **dict(zip(FITTED, np.exp(theta), strict=True)))
        total = PRIOR_PRECISION * float(np.sum((theta - start) ** 2))
        for rows, place in zip(parts, points, strict=True):
            spread, n = output.log_size_std[rows], len(rows)
            covariance = kernel.between(place, place) * np.outer(spread, spread)
            covariance[np.diag_indices(n)] += kernel.noise * spread**2 + kernel.measurement_std**2
            factor = np.linalg.cholesky(covariance)
            surprise = float(np.sum(np.linalg.solve(factor, error[rows]) ** 2))
            freedom = kernel.degrees_of_freedom
            value = 0.5 * (freedom + n) * np.log1p(surprise / freedom)
            value += np.log(np.diag(factor)).sum() + 0.5 * n * np.log(freedom)
            value += lgamma(freedom / 2) - lgamma((freedom + n) / 2)
            total += value * min(1.0, MOST_ROWS / n)
        return total

    found = minimize(loss, start, method="L-BFGS-B", options={"maxiter": 15})
    return replace(KERNEL, **dict(zip(FITTED, np.exp(found.x), strict=True)))


class Stored(SynthesisModel):
    """Says of each recipe what was predicted when its paper was held out."""

    kind = "stored"

    def __init__(self, said: dict[int, tuple[float, float, np.ndarray]]) -> None:
        self.said = said

    def fit(self, recipes: object, outcomes: Outcomes) -> Stored:
        return self

    def predict(self, recipes: list[ResolvedRecipe]) -> ModelOutput:  # type: ignore[override]
        said = [self.said[id(recipe)] for recipe in recipes]
        size, std, shapes = zip(*said, strict=True)
        return ModelOutput(np.array(size), np.array(std), np.array(shapes))

    def to_state(self) -> ModelState:
        raise NotImplementedError

    @classmethod
    def from_state(cls, state: ModelState) -> Stored:
        raise NotImplementedError


def curves(
    recipes: list[ResolvedRecipe],
    outcomes: Outcomes,
    papers: np.ndarray,
    output: ModelOutput,
    largest_nm: float,
) -> dict[str, dict[str, float]]:
    """Reveal some recipes of each paper, predict the others; with the shipped kernel."""
    base = Stored(
        {
            id(recipe): (output.size_nm[k], output.log_size_std[k], output.shape_probabilities[k])
            for k, recipe in enumerate(recipes)
        }
    )
    generator = np.random.default_rng(0)
    found: dict[int, list[list[float]]] = {k: [] for k in REVEALED}
    for paper in track(sorted(set(papers)), "Learning curves"):
        rows = np.flatnonzero((papers == paper) & (outcomes.size_nm <= largest_nm))
        for k in (k for k in REVEALED if len(rows) >= k + FEWEST_LEFT):
            draws = []
            for _ in range(DRAWS):
                order = generator.permutation(rows)
                own, rest = order[:k], order[k:]
                model = AdaptedModel(base).fit([recipes[i] for i in own], outcomes.take(own))
                asked = [recipes[i] for i in rest]
                said, true = model.predict(asked), outcomes.size_nm[rest]
                lower, upper = model.predict_interval(asked, 0.9)
                shape = outcomes.shape[rest]
                draws.append(
                    [
                        np.mean(np.abs(output.size_nm[rest] - true)),
                        np.mean(np.abs(said.size_nm - true)),
                        np.mean((lower <= true) & (true <= upper)),
                        np.mean(np.log(upper / lower))
                        / np.mean(2.0 * NORMAL_90 * output.log_size_std[rest]),
                        np.mean(output.shape_probabilities[rest].argmax(axis=1) == shape),
                        np.mean(said.shape_probabilities.argmax(axis=1) == shape),
                        -np.mean(
                            np.log(said.shape_probabilities[np.arange(len(rest)), shape] + 0.01)
                        ),
                    ]
                )
            found[k].append(np.mean(draws, axis=0).tolist())
    return {str(k): summary(np.array(papers_)) for k, papers_ in found.items()}


def summary(values: np.ndarray) -> dict[str, float]:
    """Return means over papers."""
    before, after = values[:, 0], values[:, 1]
    numbers = {
        "papers": len(values),
        "mae_before_nm": before.mean(),
        "mae_after_nm": after.mean(),
        "error_cut": 1.0 - after.mean() / before.mean(),
        "mean_error_cut_of_papers": np.mean(1.0 - after / before),
        "interval_90_coverage": values[:, 2].mean(),
        "interval_log_width_ratio": values[:, 3].mean(),
        "shape_accuracy_before": values[:, 4].mean(),
        "shape_accuracy_after": values[:, 5].mean(),
        "shape_log_loss_after": values[:, 6].mean(),
    }
    return {name: round(float(number), 4) for name, number in numbers.items()}


if __name__ == "__main__":
    main()
