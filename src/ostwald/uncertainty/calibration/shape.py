"""Shape probabilities that mean what they say, and sets that hold the true shape."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray, IntArray, require_fitted
from ostwald.uncertainty.calibration.weights import FEWEST_ROWS, conformal_quantile, paper_weights

PROBABILITY_FLOOR = 0.02
"""Added to every probability: what a model holds for impossible happens now and then."""

COVERAGES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99)
PRIOR_STD = 1.0
"""Of both parameters; far wider than what is found."""


class ShapeCalibrator:
    """Temperature scaling with a temperature that depends on novelty.

    All probabilities are raised to one power, ``exp(a + b * novelty)``, and made to sum to one
    (Guo et al. 2017, arXiv 1706.04599), so that the likeliest shape stays the likeliest.
    Prediction sets hold every shape above a threshold (Sadinle et al. 2019, doi
    10.1080/01621459.2017.1395341).
    """

    def fit(
        self,
        shape: IntArray,
        probabilities: FloatArray,
        groups: NDArray[Any],
        novelty: FloatArray,
        trust: FloatArray | None = None,
    ) -> Self:
        """Learn from predictions of rows that the model had not seen.

        Args:
            shape: (n,) true shapes as columns of ``probabilities``; -1 where unknown.
            probabilities: (n, 11) what the model said.
            groups: (n,) the paper of each row.
            novelty: (n,) 0 amid a long known series, 1 where nothing alike is known.
            trust: (n,) how far each measurement is trusted, at most 1; all alike when left out.

        Returns:
            The calibrator itself.
        """
        from scipy.optimize import minimize

        known = shape >= 0
        shape, probabilities, novelty = shape[known], probabilities[known], novelty[known]
        self.power_ = [0.0, 0.0]
        if len(shape) < FEWEST_ROWS:
            self.thresholds_ = [1.0 - coverage for coverage in COVERAGES]
            return self
        weights = paper_weights(groups[known], None if trust is None else trust[known])
        rows = np.arange(len(shape))

        def loss(power: NDArray[np.float64]) -> float:
            scaled = _scale(probabilities, novelty, power)
            surprise = -np.log(scaled[rows, shape])
            return float(weights @ surprise) + 0.5 * float(np.sum((power / PRIOR_STD) ** 2))

        self.power_ = minimize(loss, np.zeros(2), method="Nelder-Mead").x.tolist()
        of_truth = self.calibrate(probabilities, novelty)[rows, shape]
        levels = np.array(COVERAGES)
        self.thresholds_ = (-conformal_quantile(-of_truth, weights, levels)).tolist()
        return self

    def calibrate(self, probabilities: FloatArray, novelty: FloatArray) -> FloatArray:
        """Return calibrated probabilities.

        Args:
            probabilities: (n, 11) what the model said.
            novelty: (n,) as in ``fit``.

        Returns:
            (n, 11) rows that sum to one.
        """
        require_fitted(self, "power_")
        return _scale(probabilities, novelty, np.array(self.power_))

    def sets(self, calibrated: FloatArray, coverage: float) -> NDArray[np.bool_]:
        """Return the shapes that must be reckoned with.

        Args:
            calibrated: (n, 11) probabilities from ``calibrate``.
            coverage: Share of sets that should hold the true shape, between 0 and 1.

        Returns:
            (n, 11) True for the members of each set; the likeliest shape always is one.
        """
        require_fitted(self, "thresholds_")
        threshold = np.interp(coverage, COVERAGES, self.thresholds_)
        members: NDArray[np.bool_] = calibrated >= threshold
        members[np.arange(len(calibrated)), calibrated.argmax(axis=1)] = True
        return members

    def to_json(self) -> dict[str, Any]:
        """Return what was learnt as plain data."""
        require_fitted(self, "power_")
        return {"power": self.power_, "thresholds": self.thresholds_}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the calibrator."""
        calibrator = cls()
        calibrator.power_ = [float(number) for number in data["power"]]
        calibrator.thresholds_ = [float(number) for number in data["thresholds"]]
        return calibrator


def _scale(
    probabilities: FloatArray, novelty: FloatArray, power: NDArray[np.float64]
) -> FloatArray:
    exponent = np.exp(power[0] + power[1] * novelty)
    logits = exponent[:, None] * np.log(probabilities + PROBABILITY_FLOOR)
    logits -= logits.max(axis=1, keepdims=True)
    scaled = np.exp(logits)
    normalised: FloatArray = scaled / scaled.sum(axis=1, keepdims=True)
    return normalised
