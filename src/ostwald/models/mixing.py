"""How much each member of an ensemble has to say, chosen on rows its members had not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray, IntArray

STEPS = 20
"""Weights are multiples of one over this: finer ones would only fit the noise."""

SMALLEST_PROBABILITY = 1e-2
"""Probabilities below this cost no more, so that a single surprise does not decide."""

SHRINKAGE = 0.01
"""Relative gain that unequal weights must bring, at most, to be taken over equal ones."""


def mixtures(members: int, steps: int = STEPS) -> Iterator[NDArray[np.float64]]:
    """Yield all ways to share ``steps`` parts among the members.

    Args:
        members: Number of members.
        steps: Number of parts.

    Yields:
        (members,) weights that sum to one.
    """

    def share(left: int, places: int) -> Iterator[list[int]]:
        if places == 1:
            yield [left]
            return
        for part in range(left + 1):
            for rest in share(left - part, places - 1):
                yield [part, *rest]

    for parts in share(steps, members):
        yield np.array(parts) / steps


def best_mixture(members: int, loss: Callable[[NDArray[np.float64]], float]) -> NDArray[np.float64]:
    """Search the mixture of least loss, drawn slightly to equal shares.

    Args:
        members: Number of members.
        loss: The loss of a mixture.

    Returns:
        (members,) weights that sum to one.
    """
    equal = np.full(members, 1.0 / members)
    penalty = SHRINKAGE * loss(equal)

    def penalised(weights: NDArray[np.float64]) -> float:
        return loss(weights) + penalty * float(np.abs(weights - equal).sum()) / 2

    steps = STEPS if members <= 4 else STEPS // 2
    return min(mixtures(members, steps), key=penalised)


def size_weights(
    log_sizes: FloatArray, log_size: FloatArray, weights: FloatArray
) -> NDArray[np.float64]:
    """Choose the mixture of least mean absolute error of log size.

    Args:
        log_sizes: (members, n) held-out predictions.
        log_size: (n,) truth.
        weights: (n,) weights of the rows.

    Returns:
        (members,) weights that sum to one.
    """
    return best_mixture(
        len(log_sizes),
        lambda mix: float(np.average(np.abs(mix @ log_sizes - log_size), weights=weights)),
    )


def shape_weights(probabilities: FloatArray, shape: IntArray) -> NDArray[np.float64]:
    """Choose the mixture of least log loss.

    Args:
        probabilities: (members, n, 11) held-out probabilities.
        shape: (n,) truth; -1 where unknown.

    Returns:
        (members,) weights that sum to one.
    """
    members, known = len(probabilities), shape >= 0
    if not known.any():
        return np.full(members, 1.0 / members)
    of_truth = probabilities[:, known, shape[known]]
    return best_mixture(
        members,
        lambda mix: float(-np.log(np.maximum(mix @ of_truth, SMALLEST_PROBABILITY)).mean()),
    )


@dataclass(frozen=True)
class Gate:
    """How much a recipe is like those of new papers, by how far the members agree on it.

    Attributes:
        familiar: Spread of log size at and below which a recipe is as one among its like.
        new: Spread at and above which it is as one of a new paper.
    """

    familiar: float
    new: float

    @classmethod
    def between(cls, among_their_like: FloatArray, of_new_papers: FloatArray) -> Self:
        """Place the gate between two medians.

        Args:
            among_their_like: Spreads of rows that were left out at random.
            of_new_papers: Spreads of rows whose whole papers were left out.

        Returns:
            The gate; one that stands half open where the two do not differ.
        """
        return cls(float(np.median(among_their_like)), float(np.median(of_new_papers)))

    def __call__(self, spread: FloatArray) -> FloatArray:
        """Return 0 for familiar and 1 for new recipes, and what lies between, (n,)."""
        if not self.new > self.familiar:
            return np.full(len(spread), 0.5)
        opened: FloatArray = (spread - self.familiar) / (self.new - self.familiar)
        return np.asarray(np.clip(opened, 0.0, 1.0))

    def to_json(self) -> list[float]:
        """Return the two spreads."""
        return [self.familiar, self.new]

    @classmethod
    def from_json(cls, data: Sequence[float]) -> Self:
        """Rebuild the gate."""
        return cls(float(data[0]), float(data[1]))
