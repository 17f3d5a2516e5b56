"""Running a model through a protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.papers import paper_of
from ostwald.evaluation.predicted import Evaluation, PredictedRow
from ostwald.evaluation.protocols import Split
from ostwald.evaluation.protocols.base import with_peak_sizes
from ostwald.models.base import FloatArray, Outcomes, SynthesisModel
from ostwald.progress import track
from ostwald.recipes.outcome import SHAPES

COVERAGE = 0.9
"""Share of intervals that should hold the true size."""

__all__ = ["Evaluation", "PredictedRow", "evaluate", "predict_rows"]


def evaluate(
    split: Split, make: Callable[[], SynthesisModel], *, model_name: str, seed: int
) -> Evaluation:
    """Fit a fresh model on each fold's training rows and predict its test rows.

    Args:
        split: Rows and folds of a protocol.
        make: Gives an unfitted model.
        model_name: Its name, for the report.
        seed: The seed it was made with, for the report.

    Returns:
        Truth and prediction of every tested row, in the order of the data file.

    Raises:
        InputError: A recipe cannot be resolved, or a peak tells no size.
    """
    split = with_peak_sizes(split)
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    outcomes = Outcomes.from_outcomes(split.outcomes)
    result = Evaluation(split.protocol, model_name, seed, fold_names=split.fold_names)
    for number, fold in enumerate(track(split.folds, f"{model_name} on {split.protocol}")):
        train = [resolved[k] for k in fold.train]
        model = make().fit(train, outcomes.take(fold.train))
        result.rows += predict_rows(split, resolved, model, number, fold.test.tolist())
    result.rows.sort(key=lambda row: row.row_id)
    return result


def predict_rows(
    split: Split,
    resolved: Sequence[ResolvedRecipe],
    model: SynthesisModel,
    fold: int,
    positions: Sequence[int],
) -> list[PredictedRow]:
    """Predict some rows of a split.

    Args:
        split: Where the rows and their outcomes are.
        resolved: The split's recipes, resolved.
        model: A fitted model.
        fold: Number of the fold, for the report.
        positions: Which rows; those of unknown size are left out.

    Returns:
        Truth and prediction of each, in order.
    """
    known = [k for k in positions if split.outcomes[k].size_nm is not None]
    if not known:
        return []
    recipes = [resolved[k] for k in known]
    output = model.predict(recipes)
    lower, upper = output.interval(COVERAGE)
    verdicts = output.domain
    rows = []
    for j, k in enumerate(known):
        outcome, product = split.outcomes[k], split.recipes[k].product
        probabilities = output.shape_probabilities[j]
        verdict = verdicts[j] if output.judged else None
        rows.append(
            PredictedRow(
                row_id=split.row_ids[k],
                doi=outcome.doi,
                product=product,
                fold=fold,
                true_size_nm=float(outcome.size_nm or np.nan),
                predicted_size_nm=float(output.size_nm[j]),
                lower_nm=float(lower[j]),
                upper_nm=float(upper[j]),
                true_shape=outcome.shape,
                predicted_shape=SHAPES[int(np.argmax(probabilities))],
                shape_confidence=float(np.max(probabilities)),
                true_shape_probability=_probability(probabilities, outcome.shape),
                in_domain=verdict.in_domain if verdict else None,
                domain_score=verdict.score if verdict else None,
                paper=paper_of(outcome.doi, product),
                reference_nm=split.reference.get(k),
            )
        )
    return rows


def _probability(probabilities: FloatArray, shape: str | None) -> float | None:
    return None if shape is None else float(probabilities[SHAPES.index(shape)])
