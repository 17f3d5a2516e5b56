"""Predictions of training rows by fits that had not seen them, or not even their paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ostwald.datasets.papers import balanced_groups, paper_of
from ostwald.models.base import IntArray, ModelOutput, Outcomes, SynthesisModel
from ostwald.models.spread import DEFAULT_LOG_STD, honest_std, inner_folds
from ostwald.progress import track
from ostwald.uncertainty.domain.known_recipes import Familiarity, KnownRecipes

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

FOLDS = 5
FEWEST_TRAINING_ROWS = 10
"""Fits on fewer rows say nothing about the fit on all of them."""


@dataclass(frozen=True)
class HeldOut:
    """Held-out predictions of n training rows.

    Attributes:
        rows: (n,) positions among the training rows.
        output: Their predictions.
        familiarity: How they lie among the rows that made the prediction.
        by_paper: Whether the whole paper of each row was held out.
    """

    rows: IntArray
    output: ModelOutput
    familiarity: Familiarity
    by_paper: bool

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


def papers_of(recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> NDArray[np.object_]:
    """Return what counts as the paper of each recipe.

    Args:
        recipes: n recipes.
        outcomes: Their outcomes.

    Returns:
        (n,) names.
    """
    return np.array(
        [
            paper_of(doi, recipe.product.label)
            for doi, recipe in zip(outcomes.doi, recipes, strict=True)
        ],
        dtype=object,
    )


def held_out_predictions(
    model: SynthesisModel,
    recipes: Sequence[ResolvedRecipe],
    outcomes: Outcomes,
    known: KnownRecipes,
    *,
    folds: int = FOLDS,
    seed: int = 0,
) -> list[HeldOut]:
    """Predict training rows by fits that had not seen them: at random, and by whole papers.

    A fitted model that has such predictions already, as ``held_out_`` (random parts) or
    ``held_out_by_paper_`` (both a `ModelOutput` of the training rows whose size is known), is
    taken at its word; which rows were held out together it may say in ``held_out_folds_`` and
    ``held_out_by_paper_folds_``. Otherwise copies of it are fitted anew.

    Args:
        model: A fitted model.
        recipes: Its n training recipes; every size is known.
        outcomes: Their outcomes.
        known: The same recipes as arrays.
        folds: Number of parts.
        seed: Seed of the random parts.

    Returns:
        Predictions at random and by paper; a kind for which there are too few rows or papers is
        left out.
    """
    n = len(recipes)
    result = []
    random = np.zeros(n, np.int64)
    for number, (_, held) in enumerate(inner_folds(n, seed, folds)):
        random[held] = number
    papers = papers_of(recipes, outcomes)
    fold_of = balanced_groups(papers.tolist(), folds)
    by_paper = np.array([fold_of[paper] for paper in papers])
    for name, fold in (("held_out", random), ("held_out_by_paper", by_paper)):
        fold = np.asarray(getattr(model, f"{name}_folds_", fold))
        parts = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in np.unique(fold)]
        parts = [part for part in parts if len(part[0]) >= FEWEST_TRAINING_ROWS]
        if not parts:
            continue
        rows = np.concatenate([held for _, held in parts])
        places = [known.place_known(held, among=train) for train, held in parts]
        whole = Familiarity.join(places, [held for _, held in parts], n)
        familiarity = Familiarity(
            **{field: getattr(whole, field)[rows] for field in Familiarity.__dataclass_fields__}
        )
        output: ModelOutput | None = getattr(model, f"{name}_", None)
        if output is None or len(output) != n:
            output = _cross_fit(model, recipes, outcomes, parts)
        else:
            output = _take(output, rows)
        result.append(HeldOut(rows, output, familiarity, name == "held_out_by_paper"))
    return result


def _cross_fit(
    model: SynthesisModel,
    recipes: Sequence[ResolvedRecipe],
    outcomes: Outcomes,
    parts: Sequence[tuple[IntArray, IntArray]],
) -> ModelOutput:
    """Fit a copy of the model for each part; return predictions in the order of the parts."""
    outputs = []
    for train, held in track(list(parts), "Calibrating"):
        copy, cheap = _fresh(model)
        copy.fit([recipes[int(k)] for k in train], outcomes.take(train))
        output = copy.predict([recipes[int(k)] for k in held])
        outputs.append(_with_spread_of(model, output) if cheap else output)
    return ModelOutput(
        np.concatenate([output.size_nm for output in outputs]),
        np.concatenate([output.log_size_std for output in outputs]),
        np.concatenate([output.shape_probabilities for output in outputs]),
    )


def _fresh(model: SynthesisModel) -> tuple[SynthesisModel, bool]:
    """Return an unfitted copy, one that does not measure its spread where that can be spared."""
    params = model.get_params()
    cheap = bool(params.get("measure_spread")) and hasattr(model, "factor_")
    if cheap:
        params = params | {"measure_spread": False}
    return type(model)(**params), cheap


def _with_spread_of(model: Any, output: ModelOutput) -> ModelOutput:
    """Turn the default spread of a copy into that which the model itself would claim."""
    own = np.sqrt(np.maximum(output.log_size_std**2 - DEFAULT_LOG_STD**2, 0.0))
    return ModelOutput(
        output.size_nm, honest_std(own, model.floor_, model.factor_), output.shape_probabilities
    )


def _take(output: ModelOutput, rows: IntArray) -> ModelOutput:
    return ModelOutput(
        output.size_nm[rows], output.log_size_std[rows], output.shape_probabilities[rows]
    )
