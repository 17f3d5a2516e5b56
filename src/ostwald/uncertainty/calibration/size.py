"""Intervals of size that hold as often as they say, for any model."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray, require_fitted
from ostwald.uncertainty.calibration.surface import Surface
from ostwald.uncertainty.calibration.weights import FEWEST_ROWS, conformal_quantile, paper_weights

COVERAGES = (0.0, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99)
"""Coverages at which quantiles are stored; others are interpolated."""

LOWER_SHARE = 0.35
"""Share of the rows outside that lie below. Sizes are skewed, so that a little less than half
makes the interval in nm shorter; chosen on recipes that no protocol tests."""

NOVELTY_KNOTS, SIZE_KNOTS = 6, 5
INNER_RANGE = (0.03, 0.97)
NOVELTY_WIDTH, SIZE_WIDTH = 0.4, 0.5
"""Reach of the local quantiles, in standard deviations of the calibration rows."""

EVERYWHERE_ROWS = 3.0
"""All rows together count as this many near ones: what is left where few rows are near."""


class SizeCalibrator:
    """Conformal intervals on normalised errors of log size.

    Errors are divided by the spread that the model claims. Their quantiles, one for each side, are
    taken locally: near a recipe's novelty and near its predicted size. Papers weigh alike, up to
    ten rows each, so that one long series does not decide. Quantiles of many coverages are kept,
    so that a saved calibrator gives any of them.
    """

    def fit(
        self,
        log_size_true: FloatArray,
        log_size_predicted: FloatArray,
        log_size_std: FloatArray,
        groups: NDArray[Any],
        novelty: FloatArray,
        trust: FloatArray | None = None,
    ) -> Self:
        """Learn from predictions of rows that the model had not seen.

        Args:
            log_size_true: (n,) logarithms of measured sizes.
            log_size_predicted: (n,) logarithms of predicted sizes.
            log_size_std: (n,) spread of log size that goes with each prediction, in any scale.
            groups: (n,) the paper of each row.
            novelty: (n,) 0 amid a long known series, 1 where nothing alike is known.
            trust: (n,) how far each measurement is trusted, at most 1; all alike when left out.

        Returns:
            The calibrator itself.
        """
        if len(log_size_true) < FEWEST_ROWS:
            self.lower_, self.upper_ = _normal(-1), _normal(1)
            return self
        error = (log_size_true - log_size_predicted) / log_size_std
        weights = paper_weights(groups, trust)
        surface = Surface.spanning(
            (novelty, log_size_predicted), (NOVELTY_KNOTS, SIZE_KNOTS), INNER_RANGE
        )
        lower, upper = [], []
        beyond = 1.0 - np.array(COVERAGES)
        # An interval of no coverage is the median, on both sides of it.
        for near in surface.nearness((novelty, log_size_predicted), (NOVELTY_WIDTH, SIZE_WIDTH)):
            local = weights * (near + EVERYWHERE_ROWS / weights.sum())
            share = LOWER_SHARE + (0.5 - LOWER_SHARE) * beyond
            lower.append(-conformal_quantile(-error, local, 1.0 - beyond * share))
            upper.append(conformal_quantile(error, local, 1.0 - beyond * (1.0 - share)))
        self.lower_ = surface.with_values(np.array(lower))
        self.upper_ = surface.with_values(np.array(upper))
        return self

    def interval(
        self,
        log_size_predicted: FloatArray,
        log_size_std: FloatArray,
        novelty: FloatArray,
        coverage: float,
    ) -> tuple[FloatArray, FloatArray]:
        """Return intervals of size.

        Args:
            log_size_predicted: (n,) logarithms of predicted sizes.
            log_size_std: (n,) spread of log size, in the scale of ``fit``.
            novelty: (n,) as in ``fit``.
            coverage: Share of intervals that should hold the true size, between 0 and 1; above
                0.99 that of 0.99 is given.

        Returns:
            Lower and upper ends in nm, each of shape (n,), always above zero and around the
            prediction.

        Raises:
            ValueError: The coverage is not between 0 and 1.
        """
        require_fitted(self, "lower_")
        if not 0.0 < coverage < 1.0:
            raise ValueError(f"the coverage {coverage:g} is not between 0 and 1")
        place = (novelty, log_size_predicted)
        # The prediction itself always belongs to the interval.
        below = np.minimum(_at(self.lower_.at(place), coverage), 0.0)
        above = np.maximum(_at(self.upper_.at(place), coverage), 0.0)
        return (
            np.exp(log_size_predicted + below * log_size_std),
            np.exp(log_size_predicted + above * log_size_std),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what was learnt as plain data."""
        require_fitted(self, "lower_")
        return {
            "coverages": list(COVERAGES),
            "lower": self.lower_.to_json(),
            "upper": self.upper_.to_json(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the calibrator.

        Raises:
            ValueError: It holds other coverages than this program knows.
        """
        if tuple(data["coverages"]) != COVERAGES:
            raise ValueError("the calibrator was made for other coverages")
        calibrator = cls()
        calibrator.lower_ = Surface.from_json(data["lower"])
        calibrator.upper_ = Surface.from_json(data["upper"])
        return calibrator


def _at(quantiles: FloatArray, coverage: float) -> FloatArray:
    """Interpolate (n, coverages) quantiles."""
    right = int(np.clip(np.searchsorted(COVERAGES, coverage), 1, len(COVERAGES) - 1))
    left, step = right - 1, COVERAGES[right] - COVERAGES[right - 1]
    share = min((coverage - COVERAGES[left]) / step, 1.0)
    between: FloatArray = (1.0 - share) * quantiles[:, left] + share * quantiles[:, right]
    return between


def _normal(side: int) -> Surface:
    """Return the quantiles of the normal distribution, the same everywhere."""
    values = [side * NormalDist().inv_cdf(0.5 + coverage / 2.0) for coverage in COVERAGES]
    return Surface([np.zeros(1), np.zeros(1)], np.array(values)[None, None])
