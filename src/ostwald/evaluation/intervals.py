"""The interval of each size, from whoever knows it best."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Protocol, runtime_checkable

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.models.base import FloatArray, ModelOutput, SynthesisModel

COVERAGE = 0.9
"""Share of intervals that should hold the true size."""


@runtime_checkable
class PredictsIntervals(Protocol):
    """A model that knows its intervals, such as one with a calibrator."""

    def predict_interval(
        self, recipes: Sequence[ResolvedRecipe], coverage: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return lower and upper ends of the sizes in nm, each of shape (n,)."""


def intervals_of(
    model: SynthesisModel,
    recipes: Sequence[ResolvedRecipe],
    output: ModelOutput,
    coverage: float = COVERAGE,
) -> tuple[FloatArray, FloatArray]:
    """Return the intervals that a model gives.

    Args:
        model: Asked for its intervals where it can give them.
        recipes: n recipes.
        output: What the model predicts for them; the logarithmic spread in it makes the intervals
            of a model that has no others.
        coverage: Share of intervals that should hold the true size.

    Returns:
        Lower and upper ends in nm, each of shape (n,).
    """
    if isinstance(model, PredictsIntervals):
        lower, upper = model.predict_interval(recipes, coverage)
        return np.asarray(lower, float), np.asarray(upper, float)
    half = NormalDist().inv_cdf(0.5 + coverage / 2.0) * output.log_size_std
    return output.size_nm * np.exp(-half), output.size_nm * np.exp(half)
