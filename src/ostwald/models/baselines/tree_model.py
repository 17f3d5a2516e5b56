"""The common part of all models made of decision trees."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import (
    DEFAULT_LOG_STD,
    Answer,
    FloatArray,
    ModelState,
    Outcomes,
    count_weights,
    require_fitted,
)
from ostwald.models.baselines.encoded import EncodedModel, normalised, shape_indicators
from ostwald.models.baselines.encoding import EncodedRecipes, RecipeEncoder
from ostwald.models.baselines.spread import honest_std, inner_folds, spread_factor
from ostwald.models.baselines.tree_arrays import Tree, TreeArrays

FEWEST_USES = 3
"""A reagent, element or product in fewer training rows than this is no column for a tree."""

BLOCKS = ("amounts", "product", "descriptors", "flask")
"""What trees see: descriptors hold conditions and composition too."""

SHAPE_SCALE = 0.5
"""Weight of the eleven shape columns beside standardised log size when a tree chooses splits."""


class TreeModel(EncodedModel):
    """Trees that give the logarithm of size and the eleven shape probabilities at once.

    Sizes are fitted as logarithms, standardised; every leaf holds the mean of its rows.
    """

    seed: int
    measure_spread: bool
    blocks: ClassVar[tuple[str, ...]] = BLOCKS

    @abstractmethod
    def _grow(
        self, X: NDArray[np.float32], targets: FloatArray, weights: FloatArray
    ) -> Sequence[Tree]:
        """Fit the trees to (n, 12) targets and return them."""

    def fit_encoded(self, encoded: EncodedRecipes, outcomes: Outcomes) -> Self:
        """Grow the trees, then again on parts of the rows to see how far they are off."""
        self.columns_ = informative_columns(encoded, self.blocks)
        X = encoded.values[:, self.columns_]
        log_size, weights = np.log(outcomes.size_nm), count_weights(outcomes)
        self.log_mean_, self.log_scale_ = float(log_size.mean()), float(log_size.std()) or 1.0
        targets = np.column_stack(
            [
                (log_size - self.log_mean_) / self.log_scale_,
                shape_indicators(outcomes) * SHAPE_SCALE,
            ]
        )
        self.floor_, self.factor_ = DEFAULT_LOG_STD, 1.0
        if self.measure_spread:
            mean, own = np.empty_like(targets), np.empty(len(X))
            for train, held in inner_folds(len(X), self.seed):
                trees = TreeArrays.join(self._grow(X[train], targets[train], weights[train]))
                mean[held], own[held] = trees.moments(X[held])
            scale = self.log_scale_
            residual = mean[:, 0] - targets[:, 0]
            self.floor_, self.factor_ = spread_factor(residual * scale, own * scale)
            self.held_out_ = self._output(mean, own)
        self.trees_ = TreeArrays.join(self._grow(X, targets, weights))
        return self

    def predict_encoded(self, encoded: EncodedRecipes) -> Answer:
        """Average the trees."""
        require_fitted(self, "trees_")
        return self._output(*self.trees_.moments(encoded.values[:, self.columns_]))

    def _output(self, mean: FloatArray, own: FloatArray) -> Answer:
        return Answer(
            size_nm=np.exp(mean[:, 0] * self.log_scale_ + self.log_mean_),
            log_size_std=honest_std(own * self.log_scale_, self.floor_, self.factor_),
            shape_probabilities=normalised(mean[:, 1:]),
        )

    def to_state(self) -> ModelState:
        """Return trees, columns and scales."""
        require_fitted(self, "trees_")
        config = {
            "log_mean": self.log_mean_,
            "log_scale": self.log_scale_,
            "floor": self.floor_,
            "factor": self.factor_,
        }
        arrays = {"columns": self.columns_, **self.trees_.to_arrays()}
        state = ModelState(self.kind, self.get_params(), config, arrays)
        if hasattr(self, "encoder_"):
            state.children["encoder"] = self.encoder_.to_state()
        return state

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.log_mean_ = float(state.config["log_mean"])
        model.log_scale_ = float(state.config["log_scale"])
        model.floor_ = float(state.config["floor"])
        model.factor_ = float(state.config["factor"])
        model.columns_ = state.arrays["columns"]
        model.trees_ = TreeArrays.from_arrays(state.arrays)
        if "encoder" in state.children:
            model.encoder_ = RecipeEncoder.from_state(state.children["encoder"])
        return model


def informative_columns(
    encoded: EncodedRecipes, blocks: Sequence[str] = BLOCKS
) -> NDArray[np.int32]:
    """Return the columns in which enough training rows differ from the median.

    Args:
        encoded: Training recipes.
        blocks: Where to look.

    Returns:
        Column numbers, rising.
    """
    used = np.concatenate([np.arange(*encoded.blocks[b]) for b in blocks if b in encoded.blocks])
    values = encoded.values[:, used]
    enough = (values != np.median(values, axis=0)).sum(axis=0) >= FEWEST_USES
    columns: NDArray[np.int32] = (used[enough] if enough.any() else used).astype(np.int32)
    return columns
