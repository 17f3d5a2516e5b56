"""What a process would have said of its training rows without them, in closed form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class HeldOut:
    """Predictions of n rows by the process without some of them.

    Attributes:
        mean: (n, k) predicted targets.
        variance: (n,) variance of the first target, noise included.
    """

    mean: FloatArray
    variance: FloatArray


def leave_one_out(inverse: FloatArray, targets: FloatArray) -> HeldOut:
    """Predict every row from all others.

    Args:
        inverse: (n, n) inverse of the covariance of the rows, noise included.
        targets: (n, k) what is known of them.

    Returns:
        The predictions (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006,
        equation 5.12).
    """
    diagonal = np.diag(inverse)
    return HeldOut(targets - (inverse @ targets) / diagonal[:, None], 1.0 / diagonal)


def leave_papers_out(inverse: FloatArray, targets: FloatArray, papers: Sequence[str]) -> HeldOut:
    """Predict every row from the rows of all other papers; see `leave_one_out`."""
    weighted = inverse @ targets
    mean, variance = targets.astype(float), np.empty(len(targets))
    for rows in rows_of_papers(papers):
        block = np.linalg.inv(inverse[np.ix_(rows, rows)])
        mean[rows] -= block @ weighted[rows]
        variance[rows] = np.diag(block)
    return HeldOut(mean, variance)


def rows_of_papers(papers: Sequence[str]) -> Iterator[NDArray[np.intp]]:
    """Yield the rows of each paper, papers in the order of their names."""
    _, of = np.unique(np.asarray(papers, dtype=str), return_inverse=True)
    order = np.argsort(of, kind="stable")
    yield from np.split(order, np.cumsum(np.bincount(of))[:-1])
