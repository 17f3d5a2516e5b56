"""What intervals and shape probabilities have to be so that they keep their promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import N_SHAPES, Outcomes

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]

COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99)
ROWS_PER_PAPER = 10.0
"""A paper weighs no more than that many rows."""

TRUSTED_COUNT = 300.0
LEAST_COUNT_WEIGHT = 0.1
_LEAST_PROBABILITY = 0.01
_FEWEST = 20


def row_weights(outcomes: Outcomes, papers: Sequence[str]) -> FloatArray:
    """Return how much each row counts: sizes of many particles in full, no paper too much."""
    count = np.nan_to_num(outcomes.particles_counted, nan=0.0)
    weight = np.clip((count / TRUSTED_COUNT) ** 2, LEAST_COUNT_WEIGHT, 1.0)
    _, of = np.unique(np.asarray(papers, dtype=str), return_inverse=True)
    rows = np.bincount(of)[of]
    result: FloatArray = weight * np.minimum(1.0, ROWS_PER_PAPER / rows)
    return result


def weighted_quantile(values: FloatArray, weights: FloatArray, share: float) -> float:
    """Return the value below which a share of the weight lies."""
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    place = np.searchsorted(total, share * total[-1])
    return float(values[order[min(int(place), len(order) - 1)]])


@dataclass(frozen=True)
class Tails:
    """How many standard deviations intervals reach, on familiar ground and in a new paper.

    Attributes:
        below: (2, c) for each of `COVERAGES`: in series that are known, in papers that are not.
        above: (2, c) likewise.
        novelty: Two logarithms of variance: the typical ones of rows of known series and of
            papers left out; between them the two are mixed.
    """

    below: FloatArray
    above: FloatArray
    novelty: tuple[float, float]

    @classmethod
    def cautious(cls) -> Self:
        """Return what stands in where little is known: 1.3 times those of a normal one."""
        from statistics import NormalDist

        z = np.array([1.3 * NormalDist().inv_cdf(0.5 + c / 2.0) for c in COVERAGES])
        return cls(np.stack([z, z]), np.stack([z, z]), (0.0, 1.0))

    @classmethod
    def of(
        cls,
        errors: Sequence[FloatArray],
        log_variance: Sequence[FloatArray],
        weights: FloatArray,
    ) -> Self:
        """Learn from errors over standard deviations.

        Args:
            errors: (n,) each, of rows of known series, and of papers left out.
            log_variance: (n,) each, logarithms of the posterior variance there.
            weights: (n,) how much each row counts.

        Returns:
            Quantiles on both sides.
        """
        if len(weights) < _FEWEST:
            return cls.cautious()
        below = np.empty((2, len(COVERAGES)))
        above = np.empty((2, len(COVERAGES)))
        for k, error in enumerate(errors):
            for j, coverage in enumerate(COVERAGES):
                tail = (1.0 - coverage) / 2.0
                below[k, j] = max(-weighted_quantile(error, weights, tail), 0.05)
                above[k, j] = max(weighted_quantile(error, weights, 1.0 - tail), 0.05)
        typical = [weighted_quantile(v, weights, 0.5) for v in log_variance]
        return cls(
            np.maximum.accumulate(below, axis=1),
            np.maximum.accumulate(above, axis=1),
            (typical[0], max(typical[1], typical[0] + 0.1)),
        )

    def mix(self, log_variance: FloatArray) -> FloatArray:
        """Return how new each recipe is, 0 in a known series and 1 in a new paper (n,)."""
        low, high = self.novelty
        return mixed(log_variance, low, high)

    def at(self, coverage: float, mix: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the reach below and above (n,) each."""
        found = []
        for table in (self.below, self.above):
            known, new = (np.interp(coverage, COVERAGES, row) for row in table)
            found.append(known + (new - known) * mix)
        return found[0], found[1]


def mixed(log_variance: FloatArray, low: float, high: float) -> FloatArray:
    """Return a smooth step from 0 to 1 between two values."""
    t = np.clip((log_variance - low) / (high - low), 0.0, 1.0)
    result: FloatArray = t * t * (3.0 - 2.0 * t)
    return result


@dataclass(frozen=True)
class ShapeCalibration:
    """Turns scores of shapes into probabilities that keep their promise.

    Attributes:
        floor: (2,) added to every score, in known series and in new papers.
        power: (2,) that the sum is raised to.
        thresholds: (2, c) least probability of a likely shape for each of `COVERAGES`.
        prior: (11,) frequencies of shapes.
    """

    floor: FloatArray
    power: FloatArray
    thresholds: FloatArray
    prior: FloatArray

    @classmethod
    def of(
        cls,
        scores: Sequence[FloatArray],
        shape: IntArray,
        weights: FloatArray,
    ) -> Self:
        """Learn from scores (n, 11) of rows held out in two ways, and the shapes (n,)."""
        known = np.flatnonzero(shape >= 0)
        prior = np.bincount(shape[known], minlength=N_SHAPES) + 0.2
        prior = prior / prior.sum()
        floor, power = np.full(2, 0.05), np.ones(2)
        thresholds = np.zeros((2, len(COVERAGES)))
        if len(known) < _FEWEST:
            return cls(floor, power, thresholds, prior)
        w = weights[known] / weights[known].sum()
        truth = shape[known]
        for k, score in enumerate(scores):
            best = np.inf
            for f in (0.01, 0.02, 0.04, 0.08, 0.15, 0.3):
                for t in (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0):
                    p = _probabilities(score[known], f, t, prior)
                    loss = -float(w @ np.log(p[np.arange(len(known)), truth]))
                    if loss < best:
                        best, floor[k], power[k] = loss, f, t
            p = _probabilities(score[known], floor[k], power[k], prior)
            of_truth = p[np.arange(len(known)), truth]
            thresholds[k] = [weighted_quantile(of_truth, w, 1.0 - c) for c in COVERAGES]
        return cls(floor, power, thresholds, prior)

    def probabilities(self, scores: FloatArray, mix: FloatArray) -> FloatArray:
        """Return probabilities (n, 11)."""
        floor = self.floor[0] + (self.floor[1] - self.floor[0]) * mix[:, None]
        power = self.power[0] + (self.power[1] - self.power[0]) * mix[:, None]
        return _probabilities(scores, floor, power, self.prior)

    def threshold(self, coverage: float, mix: FloatArray) -> FloatArray:
        """Return the least probability of a likely shape (n,)."""
        known, new = (np.interp(coverage, COVERAGES, row) for row in self.thresholds)
        result: FloatArray = known + (new - known) * mix
        return result

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            name: np.asarray(getattr(self, name)).round(5).tolist()
            for name in ("floor", "power", "thresholds", "prior")
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave."""
        return cls(*(np.array(data[n]) for n in ("floor", "power", "thresholds", "prior")))


def _probabilities(scores: FloatArray, floor: Any, power: Any, prior: FloatArray) -> FloatArray:
    # A smooth ramp: scores are regressions of indicators, and may lie a little below zero.
    positive = 0.5 * (scores + np.sqrt(scores * scores + 1e-3))
    raised = (positive + floor * (0.1 + prior)) ** power
    p = raised / raised.sum(axis=1, keepdims=True)
    mixed_in: FloatArray = (1.0 - _LEAST_PROBABILITY) * p + _LEAST_PROBABILITY / N_SHAPES
    return mixed_in
