"""Numbers that say how good predictions are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FACTORS = (1.25, 1.5, 2)
"""A predicted size that is right to such a factor counts as within it."""


def size_metrics(true_nm: Floats, predicted_nm: Floats) -> dict[str, float]:
    """Return the errors of predicted sizes.

    Args:
        true_nm: Measured sizes, shape (n,).
        predicted_nm: Predicted sizes, shape (n,).

    Returns:
        ``mae_nm``, ``rmse_nm``, ``mape`` (mean of the absolute error over the true size, as a
        fraction) and ``r2`` (coefficient of determination over all rows together).
    """
    error = predicted_nm - true_nm
    spread = float(np.sum((true_nm - true_nm.mean()) ** 2))
    return {
        "mae_nm": float(np.mean(np.abs(error))),
        "rmse_nm": float(np.sqrt(np.mean(error**2))),
        "mape": float(np.mean(np.abs(error) / true_nm)),
        "r2": float(1.0 - np.sum(error**2) / spread) if spread > 0 else float("nan"),
    }


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


def interval_metrics(true_nm: Floats, lower_nm: Floats, upper_nm: Floats) -> dict[str, float]:
    """Return how often the interval holds the true size, and how wide it is.

    Args:
        true_nm: Measured sizes, shape (n,).
        lower_nm: Lower ends, shape (n,).
        upper_nm: Upper ends, shape (n,).

    Returns:
        ``coverage`` as a fraction and ``mean_width_nm``.
    """
    inside = (true_nm >= lower_nm) & (true_nm <= upper_nm)
    return {"coverage": float(inside.mean()), "mean_width_nm": float(np.mean(upper_nm - lower_nm))}


def ratio_metrics(true_nm: Floats, predicted_nm: Floats) -> dict[str, float]:
    """Return the errors of predicted sizes as ratios, which do not favour small sizes.

    Args:
        true_nm: Measured sizes, shape (n,).
        predicted_nm: Predicted sizes, shape (n,).

    Returns:
        ``geometric_mean_fold_error`` (the exponential of the mean absolute logarithm of predicted
        over true; 1 is perfect, 2 is off by a factor of two on the average), and the shares
        ``within_1_25``, ``within_1_5`` and ``within_2`` of sizes that are right to that factor.
    """
    fold_error = np.exp(np.abs(np.log(predicted_nm / true_nm)))
    return {
        "geometric_mean_fold_error": float(np.exp(np.mean(np.log(fold_error)))),
        **{
            f"within_{str(factor).replace('.', '_')}": float(np.mean(fold_error <= factor))
            for factor in FACTORS
        },
    }
