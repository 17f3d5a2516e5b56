"""Running a model through a protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.evaluation.metrics import interval_metrics, shape_metrics, size_metrics
from ostwald.evaluation.protocols import Split
from ostwald.models.base import Outcomes, SynthesisModel
from ostwald.progress import track
from ostwald.recipes.outcome import SHAPES
from ostwald.recipes.table import RecipeTable

# Half-width of a central 90 % interval of the normal distribution, in standard deviations.
NORMAL_90 = 1.6449


@dataclass(frozen=True)
class PredictedRow:
    """Truth and prediction of one tested row (sizes in nm)."""

    row_id: int
    doi: str | None
    product: str
    fold: int
    true_size_nm: float
    predicted_size_nm: float
    lower_nm: float
    upper_nm: float
    true_shape: str | None
    predicted_shape: str
    reference_nm: float | None = None


@dataclass
class Evaluation:
    """All tested rows of one model under one protocol."""

    protocol: str
    model: str
    seed: int
    rows: list[PredictedRow] = field(default_factory=list)

    def metrics(self) -> dict[str, dict[str, float]]:
        """Return the metrics of size, shape and interval over all tested rows."""
        true = np.array([row.true_size_nm for row in self.rows])
        predicted = np.array([row.predicted_size_nm for row in self.rows])
        lower = np.array([row.lower_nm for row in self.rows])
        upper = np.array([row.upper_nm for row in self.rows])
        shaped = [row for row in self.rows if row.true_shape is not None]
        return {
            "size": size_metrics(true, predicted),
            "shape": shape_metrics(
                [str(row.true_shape) for row in shaped], [row.predicted_shape for row in shaped]
            ),
            "interval": interval_metrics(true, lower, upper),
        }


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
        InputError: A recipe cannot be resolved.
    """
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    table = RecipeTable(split.recipes, split.outcomes, split.row_ids, problems=[])
    outcomes = Outcomes.from_table(table)
    result = Evaluation(split.protocol, model_name, seed)
    for number, fold in enumerate(track(split.folds, f"{model_name} on {split.protocol}")):
        model = make().fit([resolved[k] for k in fold.train], outcomes.take(fold.train))
        result.rows += _predict_fold(split, resolved, model, number, fold.test.tolist())
    result.rows.sort(key=lambda row: row.row_id)
    return result


def _predict_fold(
    split: Split,
    resolved: Sequence[ResolvedRecipe],
    model: SynthesisModel,
    number: int,
    positions: list[int],
) -> list[PredictedRow]:
    output = model.predict([resolved[k] for k in positions])
    factor = np.exp(NORMAL_90 * output.log_size_std)
    rows = []
    for j, k in enumerate(positions):
        outcome = split.outcomes[k]
        if outcome.size_nm is None:
            continue
        size = float(output.size_nm[j])
        rows.append(
            PredictedRow(
                row_id=split.row_ids[k],
                doi=outcome.doi,
                product=split.recipes[k].product,
                fold=number,
                true_size_nm=outcome.size_nm,
                predicted_size_nm=size,
                lower_nm=size / float(factor[j]),
                upper_nm=size * float(factor[j]),
                true_shape=outcome.shape,
                predicted_shape=SHAPES[int(np.argmax(output.shape_probabilities[j]))],
                reference_nm=split.reference.get(k),
            )
        )
    return rows
