"""The common part of all models that see recipes through a `RecipeEncoder`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ostwald.models.base import (
    N_SHAPES,
    Answer,
    FloatArray,
    IntArray,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.baselines.encoding import EncodedRecipes, RecipeEncoder

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe


class EncodedModel(SynthesisModel):
    """A model that works on encoded recipes, so that an ensemble encodes them only once.

    Attributes:
        encoder_: The fitted encoder; missing in a member of an ensemble, which has the
            ensemble's.
        held_out_: Predictions of the training rows by fits that had not seen them; there after
            ``fit`` only, and only where the spread is measured.
    """

    encoder_: RecipeEncoder
    held_out_: Answer

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Encode the recipes whose size is known and learn from them."""
        check_trainable(outcomes)
        known = np.flatnonzero(np.isfinite(outcomes.size_nm))
        used = [recipes[int(row)] for row in known]
        self.encoder_ = RecipeEncoder().fit(used)
        return self.fit_encoded(self.encoder_.transform(used), outcomes.take(known))

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        """Encode the recipes and predict."""
        require_fitted(self, "encoder_")
        return self.predict_encoded(self.encoder_.transform(recipes))

    @abstractmethod
    def fit_encoded(self, encoded: EncodedRecipes, outcomes: Outcomes) -> Self:
        """Learn from encoded recipes.

        Args:
            encoded: n recipes.
            outcomes: Their outcomes; every size is known, a shape need not be.

        Returns:
            The model itself.
        """

    def predict_held_out(
        self, encoded: EncodedRecipes, outcomes: Outcomes, parts: Sequence[IntArray]
    ) -> Answer:
        """Predict the rows of each part by copies of the fitted model that have not seen it.

        Args:
            encoded: The n training recipes.
            outcomes: Their outcomes.
            parts: Rows that are left out together; each row stands in one of them.

        Returns:
            n predictions, their spread being the model's own.
        """
        size, std = np.empty(len(encoded)), np.empty(len(encoded))
        shape = np.empty((len(encoded), N_SHAPES))
        for part in parts:
            rest = np.setdiff1d(np.arange(len(encoded)), part)
            copy = type(self)(**(self.get_params() | self._held_out_params()))
            copy.fit_encoded(encoded.take(rest), outcomes.take(rest))
            output = copy.predict_encoded(encoded.take(part))
            size[part], std[part] = output.size_nm, output.log_size_std
            shape[part] = output.shape_probabilities
        return Answer(size, std, shape)

    def _held_out_params(self) -> dict[str, Any]:
        """Return what differs in the copies that predict held-out rows."""
        return {"measure_spread": False}

    @abstractmethod
    def predict_encoded(self, encoded: EncodedRecipes) -> Answer:
        """Predict for recipes encoded as in training."""


def shape_indicators(outcomes: Outcomes) -> FloatArray:
    """Return shapes as (n, 11) probabilities; an unknown shape gets the known ones' frequencies.

    Args:
        outcomes: n outcomes.

    Returns:
        Rows that sum to one.
    """
    known = outcomes.shape >= 0
    counts = np.bincount(outcomes.shape[known], minlength=N_SHAPES).astype(float)
    counts = counts if counts.sum() else np.ones(N_SHAPES)
    return np.where(
        known[:, None], np.eye(N_SHAPES)[np.maximum(outcomes.shape, 0)], counts / counts.sum()
    )


def normalised(probabilities: FloatArray) -> FloatArray:
    """Clip negative numbers away and make every row sum to one.

    Args:
        probabilities: (n, 11) scores.

    Returns:
        (n, 11) probabilities; equal ones where all scores are zero.
    """
    positive = np.maximum(probabilities, 0.0)
    total = positive.sum(axis=1, keepdims=True)
    equal = np.full_like(positive, 1.0 / positive.shape[1])
    return np.where(total > 0, positive / np.where(total > 0, total, 1.0), equal)
