"""How large an error of log size to expect, from what the model and the known recipes say."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray, require_fitted
from ostwald.models.spread import DEFAULT_LOG_STD
from ostwald.uncertainty.calibration.weights import FEWEST_ROWS, paper_weights

STD_FLOOR = 0.05
"""Log sizes closer than this are equal: it keeps logarithms of small spreads and errors tame."""

CROWD_FLOOR = 0.01
RIDGE = 5.0
SMALLEST_SPREAD, LARGEST_SPREAD = 0.01, 3.0


class SpreadCalibrator:
    """Predicts the typical error of log size.

    The logarithm of the error is linear in the logarithm of the model's own spread and in that
    of the number of known recipes that are practically the same.
    """

    def fit(
        self,
        log_size_true: FloatArray,
        log_size_predicted: FloatArray,
        log_size_std: FloatArray,
        crowd: FloatArray,
        papers: NDArray[Any],
        trust: FloatArray | None = None,
    ) -> Self:
        """Learn from predictions of rows that the model had not seen.

        Args:
            log_size_true: (n,) logarithms of measured sizes.
            log_size_predicted: (n,) logarithms of predicted sizes.
            log_size_std: (n,) the model's own spread of log size.
            crowd: (n,) about how many recipes that the model had seen are practically the same.
            papers: (n,) the paper of each row.
            trust: (n,) how far each measurement is trusted, at most 1; all alike when left out.

        Returns:
            The calibrator itself.
        """
        error = np.abs(log_size_true - log_size_predicted)
        columns = _columns(log_size_std, crowd)
        if len(error) < FEWEST_ROWS:
            # Nothing to learn from: the model's own spread, or a cautious one.
            self.coefficients_ = [float(np.log(DEFAULT_LOG_STD)), 0.0, 0.0]
            return self
        weights = paper_weights(papers, trust)
        target = np.log(error + STD_FLOOR)
        mean = np.average(columns, axis=0, weights=weights)
        centred = columns - mean
        level = float(np.average(target, weights=weights))
        normal = centred.T @ (weights[:, None] * centred)
        normal[np.diag_indices(len(mean))] += RIDGE
        slopes = np.linalg.solve(normal, centred.T @ (weights * (target - level)))
        self.coefficients_ = [level - float(slopes @ mean), *slopes.tolist()]
        return self

    def predict(self, log_size_std: FloatArray, crowd: FloatArray) -> FloatArray:
        """Return the typical error to expect.

        Args:
            log_size_std: (n,) the model's own spread of log size.
            crowd: (n,) as in ``fit``.

        Returns:
            (n,) errors of log size; a scale, not yet a standard deviation.
        """
        require_fitted(self, "coefficients_")
        constant, *slopes = self.coefficients_
        log_spread = constant + _columns(log_size_std, crowd) @ np.array(slopes)
        spread: FloatArray = np.clip(np.exp(log_spread), SMALLEST_SPREAD, LARGEST_SPREAD)
        return spread

    def to_json(self) -> dict[str, Any]:
        """Return what was learnt as plain data."""
        require_fitted(self, "coefficients_")
        return {"coefficients": self.coefficients_}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the calibrator."""
        calibrator = cls()
        calibrator.coefficients_ = [float(number) for number in data["coefficients"]]
        return calibrator


def _columns(log_size_std: FloatArray, crowd: FloatArray) -> FloatArray:
    return np.column_stack([np.log(log_size_std + STD_FLOOR), np.log(crowd + CROWD_FLOOR)])
