"""What a model says of its own predictions, asked in the best way that it offers."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.models.base import FloatArray, ModelOutput, SynthesisModel

if TYPE_CHECKING:
    from ostwald.uncertainty.domain import DomainModel, DomainVerdict


@runtime_checkable
class KnowsIntervals(Protocol):
    """A model with intervals of its own."""

    def predict_interval(
        self, recipes: Sequence[ResolvedRecipe], coverage: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return lower and upper ends in nm."""


@runtime_checkable
class KnowsShapeSets(Protocol):
    """A model that can say which shapes are to be reckoned with."""

    def sets_of(self, probabilities: FloatArray, coverage: float) -> NDArray[np.bool_] | None:
        """Return the members of each set, given what the model predicted."""


@runtime_checkable
class KnowsDomain(Protocol):
    """A model that knows what it has learnt from."""

    def judge_all(self, recipes: Sequence[ResolvedRecipe]) -> list[DomainVerdict]:
        """Judge recipes."""


def size_intervals(
    model: SynthesisModel, recipes: Sequence[ResolvedRecipe], output: ModelOutput, coverage: float
) -> list[tuple[float, float]]:
    """Return an interval of size for each recipe.

    Args:
        model: Asked for its intervals; without any, they are made of its spread.
        recipes: n recipes.
        output: What it predicts for them.
        coverage: Share of intervals that should hold the true size.

    Returns:
        Lower and upper ends in nm.
    """
    if isinstance(model, KnowsIntervals):
        lower, upper = model.predict_interval(recipes, coverage)
    else:
        half = NormalDist().inv_cdf(0.5 + coverage / 2.0) * output.log_size_std
        lower, upper = output.size_nm * np.exp(-half), output.size_nm * np.exp(half)
    return list(zip(lower.tolist(), upper.tolist(), strict=True))


def likely_shapes(
    model: SynthesisModel, output: ModelOutput, coverage: float
) -> list[tuple[int, ...]]:
    """Return which shapes are to be reckoned with.

    Args:
        model: Asked for its prediction sets.
        output: What it predicts for n recipes.
        coverage: Share of sets that should hold the true shape.

    Returns:
        Places in ``SHAPES`` for each recipe; none where the model has no such sets.
    """
    members = (
        model.sets_of(output.shape_probabilities, coverage)
        if isinstance(model, KnowsShapeSets)
        else None
    )
    if members is None:
        return [()] * len(output)
    return [tuple(np.flatnonzero(row).tolist()) for row in members]


def judge(
    model: SynthesisModel, domain: DomainModel | None, recipes: Sequence[ResolvedRecipe]
) -> list[DomainVerdict]:
    """Say of each recipe whether it is known ground.

    Args:
        model: Judges where no domain is given.
        domain: What the model has learnt from.
        recipes: n recipes.

    Returns:
        n verdicts.

    Raises:
        TypeError: There is no domain and the model cannot judge.
    """
    if domain is not None:
        return [domain.judge(recipe) for recipe in recipes]
    if not isinstance(model, KnowsDomain):
        raise TypeError(f"the model {model.kind!r} cannot judge recipes; give a domain")
    return model.judge_all(recipes)
