"""Weights by paper, and quantiles that heed them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray

MOST_ROWS = 10
"""A paper with more rows than this weighs no more than one with this many."""

FEWEST_ROWS = 20
"""With fewer held-out rows nothing is calibrated; cautious constants stand in."""


def paper_weights(papers: NDArray[Any], trust: FloatArray | None = None) -> FloatArray:
    """Weigh rows so that no long series decides.

    Args:
        papers: (n,) the paper of each row.
        trust: (n,) how far each measurement is trusted, at most 1; all alike when left out.

    Returns:
        (n,) weights, 1 for trusted rows of short papers.
    """
    _, place, count = np.unique(papers.astype(str), return_inverse=True, return_counts=True)
    weights: FloatArray = (np.minimum(count, MOST_ROWS) / count)[place.reshape(-1)]
    return weights if trust is None else weights * trust


def conformal_quantile(values: FloatArray, weights: FloatArray, levels: FloatArray) -> FloatArray:
    """Return upper quantiles of values, with room for the one that is still to come.

    One more row of mean weight is put beyond all values, as in split conformal prediction (Vovk et
    al. 2005, doi 10.1007/b106715; weighted as by Tibshirani et al. 2019, arXiv 1904.06019). A
    level that reaches into it gives the largest value.

    Args:
        values: (n,) numbers.
        weights: (n,) their weights.
        levels: (q,) levels between 0 and 1.

    Returns:
        (q,) quantiles.
    """
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    reached = np.searchsorted(total, levels * total[-1] * (1.0 + 1.0 / len(values)), side="left")
    quantiles: FloatArray = values[order][np.minimum(reached, len(values) - 1)]
    return quantiles
