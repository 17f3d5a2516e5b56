"""How what the process does not know of several flasks goes together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ostwald.chemistry.flask import flask_features
from ostwald.models.process.kernel import FloatArray
from ostwald.models.process.posterior import JITTER, IntArray

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.models.process.model import ProcessModel

NEIGHBOURS = 32
MOST_KNOWN = 800
"""Known flasks that joint covariances are taken from: the nearest of each flask, up to so many."""


def log_size_covariance(model: ProcessModel, recipes: Sequence[ResolvedRecipe]) -> FloatArray:
    """Return the posterior covariance of log sizes of flasks that are much alike.

    Args:
        model: A fitted process.
        recipes: n flasks, such as variants of one.

    Returns:
        (n, n) covariances of the expected log sizes, without the scatter of single runs, and as
        wide for each kind of product as the intervals are.
    """
    posterior = model.posterior_
    X = model.scaling_.apply(flask_features(recipes)).astype(np.float32)
    projected = posterior.project(X)
    to_known = posterior.to_known(projected)
    nearest, explained = posterior.nearest(to_known, NEIGHBOURS)
    rows = _speaking(nearest, explained)
    known = posterior.project(posterior.points[rows])
    K: FloatArray = posterior.between(known, known).astype(np.float64)
    K[np.diag_indices(len(K))] += posterior.noise[rows] + JITTER
    k = to_known[:, rows].astype(np.float64)
    prior = posterior.between(projected, projected).astype(np.float64)
    joint: FloatArray = prior - k @ np.linalg.solve(K, k.T)
    factor = model.spread_.factors([recipe.product for recipe in recipes])
    joint = factor[:, None] * factor * joint
    if model.lab_ is not None:
        joint = joint - model.lab_.explained(projected, to_known, factor)
    return np.asarray(0.5 * (joint + joint.T))


def _speaking(nearest: IntArray, explained: FloatArray) -> IntArray:
    """Return the known flasks that say most of any of the flasks, each once."""
    rows, place = np.unique(nearest, return_inverse=True)
    most = np.zeros(len(rows))
    np.maximum.at(most, place.ravel(), explained.ravel())
    return rows[np.sort(np.argsort(-most, kind="stable")[:MOST_KNOWN])]
