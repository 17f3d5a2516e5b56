"""Extremely randomised trees, grown by scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ostwald._optional import require
from ostwald.models.base import FloatArray
from ostwald.models.baselines.sklearn_trees import ForestModel, read_sklearn_tree
from ostwald.models.baselines.tree_arrays import Tree
from ostwald.models.registry import register


@register("extra_trees")
class ExtraTreesModel(ForestModel):
    """Extremely randomised trees (Geurts et al. 2006, doi 10.1007/s10994-006-6226-1)."""

    def _grow(
        self, X: NDArray[np.float32], targets: FloatArray, weights: FloatArray
    ) -> Sequence[Tree]:
        forest = require("sklearn.ensemble", "train").ExtraTreesRegressor(**self._settings())
        forest.fit(X, targets, sample_weight=weights)
        return [read_sklearn_tree(estimator.tree_) for estimator in forest.estimators_]
