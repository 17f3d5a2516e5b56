"""Gradient-boosted trees, grown by LightGBM."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald._optional import require
from ostwald.models.base import (
    DEFAULT_LOG_STD,
    N_SHAPES,
    Answer,
    FloatArray,
    IntArray,
    ModelState,
    Outcomes,
    count_weights,
    require_fitted,
)
from ostwald.models.baselines.encoded import EncodedModel
from ostwald.models.baselines.encoding import EncodedRecipes, RecipeEncoder
from ostwald.models.baselines.spread import honest_std, inner_folds, spread_factor
from ostwald.models.baselines.tree_arrays import Tree, TreeArrays
from ostwald.models.baselines.tree_model import informative_columns
from ostwald.models.registry import register


@register("lightgbm")
class LightGBMModel(EncodedModel):
    """Boosted trees for the logarithm of size, and others for the shape.

    Args:
        rounds: Boosting rounds of the size.
        shape_rounds: Boosting rounds of the shape, each of one tree a class.
        learning_rate: Step of a round.
        leaves: Most leaves of a tree.
        min_samples_leaf: Fewest rows in a leaf.
        max_features: Share of the columns that a tree may use.
        measure_spread: Whether to refit on parts of the rows to measure the spread.
        seed: Seed of the column samples.
    """

    def __init__(
        self,
        rounds: int = 600,
        shape_rounds: int = 60,
        learning_rate: float = 0.05,
        leaves: int = 31,
        min_samples_leaf: int = 4,
        max_features: float = 0.3,
        measure_spread: bool = True,
        seed: int = 0,
    ) -> None:
        self.rounds = rounds
        self.shape_rounds = shape_rounds
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features
        self.measure_spread = measure_spread
        self.seed = seed

    def fit_encoded(self, encoded: EncodedRecipes, outcomes: Outcomes) -> Self:
        """Boost on all rows, and before that on parts of them to see how far it is off."""
        self.columns_ = informative_columns(encoded)
        X = encoded.values[:, self.columns_]
        log_size, weights = np.log(outcomes.size_nm), count_weights(outcomes)
        self.log_mean_ = float(np.average(log_size, weights=weights))
        self.floor_, self.factor_ = DEFAULT_LOG_STD, 1.0
        target = log_size - self.log_mean_
        if self.measure_spread:
            self._measure(X, target, weights, outcomes.shape)
        self.size_trees_ = self._boost_size(X, target, weights)
        self.shape_trees_ = self._boost_shape(X, outcomes.shape, weights)
        return self

    def _measure(
        self, X: NDArray[np.float32], target: FloatArray, weights: FloatArray, shape: IntArray
    ) -> None:
        """Boost without each part of the rows in turn, and predict that part."""
        n = len(X)
        held_target, probabilities = np.empty(n), np.empty((n, N_SHAPES))
        for train, held in inner_folds(n, self.seed):
            self.size_trees_ = self._boost_size(X[train], target[train], weights[train])
            self.shape_trees_ = self._boost_shape(X[train], shape[train], weights[train])
            held_target[held] = _total(self.size_trees_, X[held], 1)[:, 0]
            probabilities[held] = self._shape_probabilities(X[held])
        self.floor_, self.factor_ = spread_factor(held_target - target, np.ones(n))
        self.held_out_ = self._output(held_target, probabilities)

    def _settings(self, n: int) -> dict[str, Any]:
        return {
            "learning_rate": self.learning_rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": max(min(self.min_samples_leaf, n // 4), 1),
            "feature_fraction": self.max_features,
            "seed": self.seed,
            "num_threads": 1,
            "deterministic": True,
            "verbosity": -1,
        }

    def _boost_size(
        self, X: NDArray[np.float32], target: FloatArray, weights: FloatArray
    ) -> TreeArrays:
        lightgbm = require("lightgbm", "train")
        data = lightgbm.Dataset(X, target, weight=weights)
        settings = self._settings(len(X)) | {
            "objective": "regression",
            "boost_from_average": False,
        }
        return read_booster(lightgbm.train(settings, data, self.rounds))

    def _boost_shape(self, X: NDArray[np.float32], shape: IntArray, weights: FloatArray) -> Any:
        """Return the trees of all classes, round by round, or None if there is no choice."""
        known = shape >= 0
        X, shape, weights = X[known], shape[known], weights[known]
        self.shape_classes_ = np.unique(shape).tolist()
        if len(self.shape_classes_) < 2:
            return None
        lightgbm = require("lightgbm", "train")
        data = lightgbm.Dataset(X, np.searchsorted(self.shape_classes_, shape), weight=weights)
        settings = self._settings(len(X)) | {
            "objective": "multiclass",
            "num_class": len(self.shape_classes_),
            "boost_from_average": True,
        }
        return read_booster(lightgbm.train(settings, data, self.shape_rounds))

    def predict_encoded(self, encoded: EncodedRecipes) -> Answer:
        """Add the trees up."""
        require_fitted(self, "size_trees_")
        X = encoded.values[:, self.columns_]
        target = _total(self.size_trees_, X, 1)[:, 0]
        return self._output(target, self._shape_probabilities(X))

    def _output(self, target: FloatArray, probabilities: FloatArray) -> Answer:
        return Answer(
            size_nm=np.exp(target + self.log_mean_),
            log_size_std=honest_std(np.ones(len(target)), self.floor_, self.factor_),
            shape_probabilities=probabilities,
        )

    def _shape_probabilities(self, X: NDArray[np.float32]) -> FloatArray:
        probabilities = np.zeros((len(X), N_SHAPES))
        if self.shape_trees_ is None:
            classes = self.shape_classes_ or list(range(N_SHAPES))
            probabilities[:, classes] = 1.0 / len(classes)
            return probabilities
        score = _total(self.shape_trees_, X, len(self.shape_classes_))
        score = np.exp(score - score.max(axis=1, keepdims=True))
        probabilities[:, self.shape_classes_] = score / score.sum(axis=1, keepdims=True)
        return probabilities

    def to_state(self) -> ModelState:
        """Return trees, columns and scales."""
        require_fitted(self, "size_trees_")
        config = {
            "log_mean": self.log_mean_,
            "floor": self.floor_,
            "factor": self.factor_,
            "shape_classes": self.shape_classes_,
        }
        state = ModelState(self.kind, self.get_params(), config, {"columns": self.columns_})
        state.children["size"] = ModelState("trees", arrays=self.size_trees_.to_arrays())
        if self.shape_trees_ is not None:
            state.children["shape"] = ModelState("trees", arrays=self.shape_trees_.to_arrays())
        if hasattr(self, "encoder_"):
            state.children["encoder"] = self.encoder_.to_state()
        return state

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.log_mean_ = float(state.config["log_mean"])
        model.floor_ = float(state.config["floor"])
        model.factor_ = float(state.config["factor"])
        model.shape_classes_ = [int(shape) for shape in state.config["shape_classes"]]
        model.columns_ = state.arrays["columns"]
        children = state.children
        model.size_trees_ = TreeArrays.from_arrays(children["size"].arrays)
        shape = children.get("shape")
        model.shape_trees_ = TreeArrays.from_arrays(shape.arrays) if shape else None
        if "encoder" in children:
            model.encoder_ = RecipeEncoder.from_state(children["encoder"])
        return model


def _total(trees: TreeArrays, X: NDArray[np.float32], classes: int) -> FloatArray:
    """Add up trees that take turns over the classes, giving (n, classes)."""
    each = trees.outputs(X)[:, :, 0].astype(np.float64)
    total: FloatArray = each.reshape(len(X), -1, classes).sum(axis=1)
    return total


def read_booster(booster: Any) -> TreeArrays:
    """Take the trees out of a LightGBM booster that was fitted on plain numbers.

    Args:
        booster: A fitted ``lightgbm.Booster``.

    Returns:
        Its trees in order.
    """
    return TreeArrays.join(
        [_read_tree(info["tree_structure"]) for info in booster.dump_model()["tree_info"]]
    )


def _read_tree(root: dict[str, Any]) -> Tree:
    feature: list[int] = []
    threshold: list[float] = []
    children: list[list[int]] = []
    leaves: list[float] = []

    def visit(node: dict[str, Any]) -> int:
        if "split_index" not in node:
            leaves.append(float(node["leaf_value"]))
            return ~(len(leaves) - 1)
        here = len(feature)
        feature.append(int(node["split_feature"]))
        threshold.append(float(node["threshold"]))
        children.append([0, 0])
        children[here] = [visit(node["left_child"]), visit(node["right_child"])]
        return here

    visit(root)
    pairs = np.array(children, np.int64).reshape(-1, 2)
    return Tree(
        feature=np.array(feature, np.int64),
        threshold=np.array(threshold, float),
        left=pairs[:, 0],
        right=pairs[:, 1],
        leaf_values=np.array(leaves, float)[:, None],
    )
