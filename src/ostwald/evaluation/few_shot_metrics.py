"""What each revealed recipe brought, as means over papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ostwald.evaluation.few_shot import ADAPTED, ZERO_SHOT, FewShotEvaluation, FewShotRow
from ostwald.evaluation.interval_metrics import interval_metrics
from ostwald.evaluation.shape_metrics import shape_metrics
from ostwald.evaluation.size_metrics import Floats, size_metrics

DRAWS_OF_PAPERS = 2000


def few_shot_metrics(evaluation: FewShotEvaluation) -> dict[str, Any]:
    """Return the learning curve.

    Args:
        evaluation: All episodes of a model.

    Returns:
        ``curve``, one entry a number of revealed recipes with all papers that have enough rows
        for it; ``curve_of_largest_papers``, the same for only those papers that have enough rows
        for every number, so that its points can be compared with one another. An entry holds
        ``papers``, ``methods`` (see below), and the adapted model's ``interval`` and ``shape``
        metrics over all rows, with ``zero_shot_shape``. Of each method: ``mae_nm`` (mean over
        papers of the mean over draws and rows), ``geometric_mean_fold_error`` (likewise), ``cut``
        (one minus the mean error over that of the model as it was), ``cut_ci95`` (papers drawn
        with replacement) and ``mean_of_paper_cuts``.
    """
    counts = sorted({row.revealed for row in evaluation.rows})
    by_count = {k: [row for row in evaluation.rows if row.revealed == k] for k in counts}
    largest = {row.paper for row in by_count[counts[-1]]}
    return {
        "curve": [_entry(k, rows) for k, rows in by_count.items()],
        "curve_of_largest_papers": [
            _entry(k, [row for row in rows if row.paper in largest]) for k, rows in by_count.items()
        ],
    }


def pooled_metrics(rows: Sequence[FewShotRow]) -> dict[str, dict[str, float]]:
    """Return the usual metrics of the adapted model over rows, each episode's alike.

    Args:
        rows: Tested rows.

    Returns:
        ``size``, ``shape`` and ``interval``.
    """
    true = _column(rows, lambda row: row.true_size_nm)
    shaped = [row for row in rows if row.true_shape is not None]
    return {
        "size": size_metrics(true, _column(rows, lambda row: row.predicted_size_nm)),
        "shape": shape_metrics(
            [str(row.true_shape) for row in shaped], [row.predicted_shape for row in shaped]
        ),
        "interval": interval_metrics(
            true,
            _column(rows, lambda row: row.lower_nm),
            _column(rows, lambda row: row.upper_nm),
        ),
    }


def _entry(revealed: int, rows: Sequence[FewShotRow]) -> dict[str, Any]:
    papers, number = np.unique([row.paper for row in rows], return_inverse=True)
    true = _column(rows, lambda row: row.true_size_nm)
    sizes = {ADAPTED: _column(rows, lambda row: row.predicted_size_nm)}
    for name in rows[0].sizes_nm:
        sizes[name] = np.array([row.sizes_nm[name] for row in rows])
    error = {name: _by_paper(np.abs(size - true), number) for name, size in sizes.items()}
    fold = {name: _by_paper(np.abs(np.log(s / true)), number) for name, s in sizes.items()}
    drawn = np.random.default_rng(0).integers(0, papers.size, (DRAWS_OF_PAPERS, papers.size))
    before = error[ZERO_SHOT]
    methods = {}
    for name, after in error.items():
        cuts = 1.0 - after[drawn].mean(axis=1) / before[drawn].mean(axis=1)
        methods[name] = {
            "mae_nm": float(after.mean()),
            "geometric_mean_fold_error": float(np.exp(fold[name].mean())),
            "cut": float(1.0 - after.mean() / before.mean()),
            "cut_ci95": np.quantile(cuts, [0.025, 0.975]).tolist(),
            "mean_of_paper_cuts": float(np.mean(1.0 - after / before)),
            "fold_error_cut": float(1.0 - fold[name].mean() / fold[ZERO_SHOT].mean()),
        }
    shaped = [row for row in rows if row.true_shape is not None]
    pooled = pooled_metrics(rows)
    return {
        "revealed": revealed,
        "papers": int(papers.size),
        "rows": len(rows),
        "methods": methods,
        "interval": pooled["interval"],
        "shape": pooled["shape"],
        "zero_shot_shape": shape_metrics(
            [str(row.true_shape) for row in shaped], [row.zero_shot_shape for row in shaped]
        ),
    }


def _column(rows: Sequence[FewShotRow], get: Callable[[FewShotRow], float]) -> Floats:
    return np.array([get(row) for row in rows], dtype=float)


def _by_paper(values: Floats, number: Any) -> Floats:
    """Return the mean of the values of each paper; every row of a paper weighs the same."""
    means: Floats = np.bincount(number, weights=values) / np.bincount(number)
    return means
