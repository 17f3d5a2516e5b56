"""How often the shape is right, and whether 80 % confidence means right in 80 % of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ostwald.evaluation.size_metrics import Floats

Bools = npt.NDArray[np.bool_]

WIDTH_BINS = 15
MASS_BINS = 10
LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class ReliabilityBin:
    """Predictions of similar confidence: how sure they were and how often they were right."""

    n: int
    mean_confidence: float
    accuracy: float


def shape_metrics(true: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """Return how often the shape is right.

    Args:
        true: Observed shapes.
        predicted: Predicted shapes, in the same order.

    Returns:
        ``accuracy``, ``balanced_accuracy`` (mean recall over the classes that occur in
        ``true``) and ``macro_f1`` (mean F1 over the same classes).
    """
    truth, guess = np.asarray(true, dtype=object), np.asarray(predicted, dtype=object)
    recalls: list[float] = []
    scores: list[float] = []
    for label in sorted(set(true)):
        hits = float(np.sum((truth == label) & (guess == label)))
        present, named = float(np.sum(truth == label)), float(np.sum(guess == label))
        recalls.append(hits / present)
        scores.append(2.0 * hits / (present + named))
    return {
        "accuracy": float(np.mean(truth == guess)),
        "balanced_accuracy": float(np.mean(recalls)),
        "macro_f1": float(np.mean(scores)),
    }


def reliability_bins(
    confidence: Floats, correct: Bools, bins: int = WIDTH_BINS
) -> list[ReliabilityBin]:
    """Sort predictions into bins of equal width in confidence.

    Args:
        confidence: Probability of each named shape, shape (n,).
        correct: Whether it was right, shape (n,).
        bins: Number of bins between 0 and 1.

    Returns:
        The bins that are not empty, the least confident first.
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [_bin(confidence, correct, np.flatnonzero(place == k)) for k in np.unique(place)]


def calibration_metrics(
    confidence: Floats, correct: Bools, true_probability: Floats
) -> dict[str, float]:
    """Return how far confidence and accuracy lie apart.

    Args:
        confidence: Probability of each named shape, shape (n,).
        correct: Whether it was right, shape (n,).
        true_probability: Probability that was given to the shape that came out, shape (n,).

    Returns:
        ``ece``, the expected calibration error over 15 bins of equal width (Guo et al. 2017,
        arXiv 1706.04599); ``ece_equal_mass``, the same over 10 bins with as many rows each, which
        hangs less on sparse bins; ``mean_confidence``; and ``log_loss`` in nats.
    """
    edges = np.quantile(confidence, np.linspace(0.0, 1.0, MASS_BINS + 1)[1:-1])
    # Equal confidences share a bin, whatever the order of the rows.
    place = np.searchsorted(edges, confidence, side="right")
    parts = [np.flatnonzero(place == k) for k in np.unique(place)]
    return {
        "ece": _gap(reliability_bins(confidence, correct)),
        "ece_equal_mass": _gap([_bin(confidence, correct, part) for part in parts]),
        "mean_confidence": float(confidence.mean()),
        "log_loss": float(-np.mean(np.log(np.maximum(true_probability, LEAST_PROBABILITY)))),
    }


def _bin(confidence: Floats, correct: Bools, rows: npt.NDArray[np.intp]) -> ReliabilityBin:
    return ReliabilityBin(
        n=int(rows.size),
        mean_confidence=float(confidence[rows].mean()),
        accuracy=float(correct[rows].mean()),
    )


def _gap(bins: Sequence[ReliabilityBin]) -> float:
    n = sum(part.n for part in bins)
    return sum(part.n * abs(part.accuracy - part.mean_confidence) for part in bins) / n
