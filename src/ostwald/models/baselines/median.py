"""The median of everything: what a model has to beat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import numpy as np

from ostwald.models.base import (
    N_SHAPES,
    Answer,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.registry import register

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe


@register("median")
class MedianModel(SynthesisModel):
    """Predicts the median size and the frequencies of shapes, whatever the recipe.

    Args:
        seed: Accepted like every model's; nothing here is random.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Take the median of the known sizes and count the known shapes."""
        check_trainable(outcomes)
        log_size = np.log(outcomes.size_nm[np.isfinite(outcomes.size_nm)])
        self.log_size_ = float(np.median(log_size))
        self.log_size_std_ = max(float(np.std(log_size)), 1e-3)
        counts = np.bincount(outcomes.shape[outcomes.shape >= 0], minlength=N_SHAPES) + 1.0
        self.shape_probabilities_ = (counts / counts.sum()).tolist()
        return self

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        """Predict the same for every recipe."""
        require_fitted(self, "log_size_")
        n = len(recipes)
        return Answer(
            size_nm=np.full(n, np.exp(self.log_size_)),
            log_size_std=np.full(n, self.log_size_std_),
            shape_probabilities=np.tile(self.shape_probabilities_, (n, 1)),
        )

    def to_state(self) -> ModelState:
        """Return the three things learnt."""
        require_fitted(self, "log_size_")
        config = {
            "log_size": self.log_size_,
            "log_size_std": self.log_size_std_,
            "shape_probabilities": self.shape_probabilities_,
        }
        return ModelState(self.kind, self.get_params(), config)

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.log_size_ = float(state.config["log_size"])
        model.log_size_std_ = float(state.config["log_size_std"])
        model.shape_probabilities_ = [float(p) for p in state.config["shape_probabilities"]]
        return model
