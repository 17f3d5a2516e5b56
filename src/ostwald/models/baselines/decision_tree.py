"""One decision tree, grown by scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ostwald._optional import require
from ostwald.models.base import FloatArray
from ostwald.models.baselines.sklearn_trees import read_sklearn_tree
from ostwald.models.baselines.tree_arrays import Tree
from ostwald.models.baselines.tree_model import TreeModel
from ostwald.models.registry import register


@register("decision_tree")
class DecisionTreeModel(TreeModel):
    """One decision tree.

    Args:
        min_samples_leaf: Fewest rows in a leaf.
        measure_spread: Whether to refit on parts of the rows to measure the spread.
        seed: Seed of ties between splits.
    """

    def __init__(
        self, min_samples_leaf: int = 2, measure_spread: bool = True, seed: int = 0
    ) -> None:
        self.min_samples_leaf = min_samples_leaf
        self.measure_spread = measure_spread
        self.seed = seed

    def _grow(
        self, X: NDArray[np.float32], targets: FloatArray, weights: FloatArray
    ) -> Sequence[Tree]:
        tree = require("sklearn.tree", "train").DecisionTreeRegressor(
            min_samples_leaf=self.min_samples_leaf, random_state=self.seed
        )
        tree.fit(X, targets, sample_weight=weights)
        return [read_sklearn_tree(tree.tree_)]
