"""How much single runs scatter, by paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ostwald.models.process.kernel import FloatArray
from ostwald.models.process.posterior import JITTER

PRIOR_ROWS = 4.0
"""So many rows weigh as much as a paper's own in judging how far its runs scatter."""

STEPS = 3


def scatter_of_papers(
    covariance: FloatArray, noise: FloatArray, target: FloatArray, papers: Sequence[str]
) -> FloatArray:
    """Return by which factor the runs of each paper scatter more than is usual, in variance.

    Args:
        covariance: (n, n) covariance of rows without noise.
        noise: (n,) the usual noise variances.
        target: (n,) log sizes less their mean.
        papers: (n,) papers.

    Returns:
        (n,) factors on the noise variances, found by expectation and maximisation with a prior
        of `PRIOR_ROWS` rows of factor 1.
    """
    _, of = np.unique(np.asarray(papers, dtype=str), return_inverse=True)
    rows = np.bincount(of)
    factor = np.ones(len(target))
    for _ in range(STEPS):
        now = noise * factor
        K = covariance.copy()
        K[np.diag_indices(len(K))] += now + JITTER
        inverse = np.linalg.inv(K)
        expected = (now * (inverse @ target)) ** 2 + now - now**2 * np.diag(inverse)
        factor = ((np.bincount(of, expected / noise) + PRIOR_ROWS) / (rows + PRIOR_ROWS))[of]
    return factor
