"""How far sizes are off: in nm, as ratios, by composition, and against another model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ostwald.evaluation.predicted import Evaluation

Floats = npt.NDArray[np.float64]

FACTORS = (1.25, 1.5, 2)
"""A predicted size that is right to such a factor counts as within it."""

PUBLISHED_MAE_NM: Mapping[str, float] = MappingProxyType(
    {"PbSe": 2.65, "Ag2S": 3.19, "Ni": 2.01, "Cs2NaBiCl6": 1.48}
)
"""Errors that Gu, Liang et al. (doi 10.1021/acsnano.5c09134) give for the compositions that they
held out, with settings tuned for each and the checkpoint chosen on its tested rows."""


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


def composition_metrics(evaluation: Evaluation) -> dict[str, Any]:
    """Return the error of each held-out composition and the means over them.

    Args:
        evaluation: One in which every fold tests one composition.

    Returns:
        ``by_composition`` (rows and MAE of each, and the MAE of the constant that would have been
        right on the average: the median of its own sizes), ``mean_mae_nm`` over all compositions,
        and ``papers_four`` with the mean of the paper's four and the paper's own figures.
    """
    table: dict[str, dict[str, float]] = {}
    for number, name in enumerate(evaluation.fold_names):
        rows = [row for row in evaluation.rows if row.fold == number]
        true = np.array([row.true_size_nm for row in rows])
        predicted = np.array([row.predicted_size_nm for row in rows])
        table[name] = {
            "n": len(rows),
            **size_metrics(true, predicted),
            "own_median_mae_nm": float(np.mean(np.abs(true - np.median(true)))),
        }
    four = {name: table[name]["mae_nm"] for name in PUBLISHED_MAE_NM if name in table}
    metrics: dict[str, Any] = {
        "compositions": len(table),
        "mean_mae_nm": float(np.mean([entry["mae_nm"] for entry in table.values()])),
        "by_composition": table,
    }
    if len(four) == len(PUBLISHED_MAE_NM):
        metrics["papers_four"] = {
            "mae_nm": four,
            "mean_mae_nm": float(np.mean(list(four.values()))),
            "published_mae_nm": dict(PUBLISHED_MAE_NM),
            "published_mean_mae_nm": float(np.mean(list(PUBLISHED_MAE_NM.values()))),
        }
    return metrics


@dataclass(frozen=True)
class PairedDifference:
    """Difference of the mean absolute errors of two models on the same rows.

    Attributes:
        difference_nm: Ours minus the other's; below zero is better.
        lower_nm: Lower end of the 95 % interval.
        upper_nm: Upper end of the 95 % interval.
        n: Rows compared.
    """

    difference_nm: float
    lower_nm: float
    upper_nm: float
    n: int


def paired_bootstrap(
    true_nm: Floats, ours_nm: Floats, other_nm: Floats, *, draws: int = 10_000, seed: int = 0
) -> PairedDifference:
    """Return the difference of two mean absolute errors with a percentile bootstrap interval.

    Rows are drawn with replacement, both models' errors together (Efron and Tibshirani, "An
    Introduction to the Bootstrap", doi 10.1201/9780429246593).

    Args:
        true_nm: Measured sizes, shape (n,).
        ours_nm: Predictions of the first model, shape (n,).
        other_nm: Predictions of the second model, shape (n,).
        draws: Number of bootstrap samples.
        seed: Seed of the draws.

    Returns:
        The difference and its 95 % interval.
    """
    gain = np.abs(ours_nm - true_nm) - np.abs(other_nm - true_nm)
    generator = np.random.default_rng(seed)
    means = np.array(
        [gain[generator.integers(0, gain.size, gain.size)].mean() for _ in range(draws)]
    )
    lower, upper = np.quantile(means, [0.025, 0.975])
    return PairedDifference(float(gain.mean()), float(lower), float(upper), int(gain.size))


def grouped_bootstrap(
    error_nm: Floats, groups: npt.NDArray[np.object_], *, draws: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a mean error when whole groups are drawn.

    Rows of one paper are not independent; drawing papers instead of rows (the cluster bootstrap)
    shows how much the mean hangs on which papers happen to be there.

    Args:
        error_nm: Absolute errors, shape (n,).
        groups: The group of each row, shape (n,).
        draws: Number of bootstrap samples.
        seed: Seed of the draws.

    Returns:
        Lower and upper end.
    """
    _, number = np.unique(groups.astype(str), return_inverse=True)
    total = np.bincount(number, weights=error_nm)
    count = np.bincount(number)
    drawn = np.random.default_rng(seed).integers(0, count.size, (draws, count.size))
    means = total[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    lower, upper = np.quantile(means, [0.025, 0.975])
    return float(lower), float(upper)
