"""What an evaluation holds: truth and prediction of every tested row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ostwald.evaluation.domain_metrics import domain_metrics
from ostwald.evaluation.interval_metrics import constant_width_metrics, interval_metrics
from ostwald.evaluation.shape_metrics import calibration_metrics, shape_metrics
from ostwald.evaluation.size_metrics import Floats, ratio_metrics, size_metrics


@dataclass(frozen=True)
class PredictedRow:
    """Truth and prediction of one tested row (sizes in nm).

    Attributes:
        row_id: 0-based row of the data file.
        paper: What counts as its paper when whole papers are held out or drawn.
        shape_confidence: Probability of the shape that is named.
        true_shape_probability: Probability given to the shape that came out.
        in_domain: Whether the recipe counts as known ground to the fold's model.
        domain_score: From 0 to 1.
        reference_nm: The published model's prediction of the same row.
    """

    row_id: int
    doi: str | None
    product: str
    fold: int
    true_size_nm: float
    predicted_size_nm: float
    lower_nm: float
    upper_nm: float
    true_shape: str | None
    predicted_shape: str
    shape_confidence: float | None = None
    true_shape_probability: float | None = None
    in_domain: bool | None = None
    domain_score: float | None = None
    paper: str | None = None
    reference_nm: float | None = None


@dataclass
class Evaluation:
    """All tested rows of one model under one protocol.

    Attributes:
        fold_names: What each fold tests, where folds have names (a composition, say).
        settings: Arguments of the model that differ from its usual ones.
    """

    protocol: str
    model: str
    seed: int
    rows: list[PredictedRow] = field(default_factory=list)
    fold_names: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Floats:
        """Return one numeric attribute of all rows, shape (n,)."""
        return np.array([getattr(row, name) for row in self.rows], dtype=float)

    def metrics(self) -> dict[str, dict[str, float]]:
        """Return the metrics over all tested rows.

        Returns:
            ``size``, ``size_ratio``, ``shape``, ``interval`` and, where every row has been
            judged, ``domain``.
        """
        true, predicted = self.column("true_size_nm"), self.column("predicted_size_nm")
        lower, upper = self.column("lower_nm"), self.column("upper_nm")
        metrics = {
            "size": size_metrics(true, predicted),
            "size_ratio": ratio_metrics(true, predicted),
            "shape": self._shape_metrics(),
            "interval": interval_metrics(true, lower, upper)
            | constant_width_metrics(true, predicted, lower, upper),
        }
        if all(row.in_domain is not None and row.domain_score is not None for row in self.rows):
            inside = np.array([row.in_domain for row in self.rows], dtype=bool)
            metrics["domain"] = domain_metrics(true, predicted, inside, self.column("domain_score"))
        return metrics

    def _shape_metrics(self) -> dict[str, float]:
        shaped = [row for row in self.rows if row.true_shape is not None]
        truth = [str(row.true_shape) for row in shaped]
        metrics = shape_metrics(truth, [row.predicted_shape for row in shaped])
        confidence = np.array([_number(row.shape_confidence) for row in shaped])
        of_truth = np.array([_number(row.true_shape_probability) for row in shaped])
        if np.isfinite(confidence).all() and np.isfinite(of_truth).all():
            correct = np.array([row.true_shape == row.predicted_shape for row in shaped])
            metrics |= calibration_metrics(confidence, correct, of_truth)
        return metrics


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)
