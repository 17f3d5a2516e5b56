"""Errors of each composition that was held out, beside the paper's own four."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ostwald.evaluation.metrics import size_metrics
from ostwald.evaluation.predicted import Evaluation

PUBLISHED_MAE_NM: Mapping[str, float] = MappingProxyType(
    {"PbSe": 2.65, "Ag2S": 3.19, "Ni": 2.01, "Cs2NaBiCl6": 1.48}
)
"""Errors that Gu, Liang et al. (doi 10.1021/acsnano.5c09134) give for the compositions that they
held out, with settings tuned for each and the checkpoint chosen on its tested rows."""


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
