"""The model as explanations ask it: sizes and shapes of many flasks, and how surely they differ.

Everything in this room asks a model through here, so that a model changes in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ostwald.models.base import FloatArray

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.prediction.predictor import Predictor
    from ostwald.prediction.result import Prediction


@dataclass(frozen=True)
class Reading:
    """What a model says of n flasks.

    Attributes:
        size_nm: (n,) equal-area diameters.
        shapes: (n, 11) probabilities over ``SHAPES``.
    """

    size_nm: FloatArray
    shapes: FloatArray


@runtime_checkable
class KnowsCovariance(Protocol):
    """A model that says how its errors for several flasks go together."""

    def log_size_covariance(self, recipes: Sequence[ResolvedRecipe]) -> FloatArray:
        """Return the covariance (n, n) of the expected log sizes, without scatter of runs."""


class Surface:
    """A model over flasks.

    Args:
        predictor: The model with what it knows of its limits.
    """

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor

    def read(self, recipes: Sequence[ResolvedRecipe]) -> Reading:
        """Return sizes and shapes, without intervals and verdicts, which take longer."""
        said = self.predictor.model.predict(recipes)
        return Reading(said.size_nm, said.shape_probabilities)

    def covariance(self, recipes: Sequence[ResolvedRecipe]) -> FloatArray | None:
        """Return the covariance (n, n) of log sizes; None from a model that cannot tell.

        What the model does not know of two flasks that are alike cancels in their difference;
        this matrix says how much.
        """
        model = self.predictor.model
        return model.log_size_covariance(recipes) if isinstance(model, KnowsCovariance) else None

    def judge(
        self, recipes: Sequence[ResolvedRecipe], coverage: float, nearest: int = 0
    ) -> list[Prediction]:
        """Return whole predictions, with interval, verdict and, if asked for, evidence."""
        return self.predictor.predict_resolved(recipes, coverage=coverage, nearest=nearest)
