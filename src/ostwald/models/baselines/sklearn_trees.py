"""What all trees grown by scikit-learn share."""

from __future__ import annotations

from typing import Any

import numpy as np

from ostwald.models.baselines.tree_arrays import Tree
from ostwald.models.baselines.tree_model import TreeModel

HELD_OUT_TREES = 50
"""Most trees of a forest that only predicts held-out training rows."""


class ForestModel(TreeModel):
    """What the two kinds of forest share.

    Args:
        n_trees: Number of trees.
        max_features: Share of the columns that a split looks at.
        min_samples_leaf: Fewest rows in a leaf.
        measure_spread: Whether to refit on parts of the rows to measure the spread.
        seed: Seed of the trees.
    """

    def __init__(
        self,
        n_trees: int = 150,
        max_features: float = 0.3,
        min_samples_leaf: int = 1,
        measure_spread: bool = True,
        seed: int = 0,
    ) -> None:
        self.n_trees = n_trees
        self.max_features = max_features
        self.min_samples_leaf = min_samples_leaf
        self.measure_spread = measure_spread
        self.seed = seed

    def _held_out_params(self) -> dict[str, Any]:
        """Grow fewer trees: they show how far the forest is off nearly as well, in less time."""
        return super()._held_out_params() | {"n_trees": min(self.n_trees, HELD_OUT_TREES)}

    def _settings(self) -> dict[str, Any]:
        return {
            "n_estimators": self.n_trees,
            "max_features": self.max_features,
            "min_samples_leaf": self.min_samples_leaf,
            "random_state": self.seed,
        }


def read_sklearn_tree(tree: Any) -> Tree:
    """Take the arrays out of scikit-learn's ``tree_``.

    Args:
        tree: A fitted ``sklearn.tree._tree.Tree``.

    Returns:
        The same tree.
    """
    inner = tree.children_left >= 0
    number = np.where(inner, np.cumsum(inner) - 1, ~(np.cumsum(~inner) - 1))
    return Tree(
        feature=tree.feature[inner],
        threshold=tree.threshold[inner],
        left=number[tree.children_left[inner]],
        right=number[tree.children_right[inner]],
        leaf_values=tree.value[~inner, :, 0],
    )
