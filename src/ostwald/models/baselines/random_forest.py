"""A random forest, grown by scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ostwald._optional import require
from ostwald.models.base import FloatArray
from ostwald.models.baselines.sklearn_trees import ForestModel, read_sklearn_tree
from ostwald.models.baselines.tree_arrays import Tree
from ostwald.models.registry import register


@register("random_forest")
class RandomForestModel(ForestModel):
    """A random forest, as the reference paper's baseline."""

    def _grow(
        self, X: NDArray[np.float32], targets: FloatArray, weights: FloatArray
    ) -> Sequence[Tree]:
        forest = require("sklearn.ensemble", "train").RandomForestRegressor(**self._settings())
        forest.fit(X, targets, sample_weight=weights)
        return [read_sklearn_tree(estimator.tree_) for estimator in forest.estimators_]
