"""Whether recipes that count as known ground are predicted better than the others."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ostwald.evaluation.size_metrics import Floats


def domain_metrics(
    true_nm: Floats,
    predicted_nm: Floats,
    in_domain: npt.NDArray[np.bool_],
    score: Floats,
) -> dict[str, float]:
    """Compare the errors inside and outside the domain.

    Args:
        true_nm: Measured sizes, shape (n,).
        predicted_nm: Predicted sizes, shape (n,).
        in_domain: Verdicts, shape (n,).
        score: Scores from 0 to 1, shape (n,).

    Returns:
        ``share_in_domain``; ``mae_in_domain_nm`` and ``mae_out_of_domain_nm`` (nan where there
        are no such rows); ``in_to_out``, the first over the second; and
        ``score_error_correlation``, Spearman's rank correlation of score and absolute error, which
        is negative for a useful score.
    """
    error = np.abs(predicted_nm - true_nm)
    inside = float(error[in_domain].mean()) if in_domain.any() else math.nan
    outside = float(error[~in_domain].mean()) if not in_domain.all() else math.nan
    return {
        "share_in_domain": float(in_domain.mean()),
        "mae_in_domain_nm": inside,
        "mae_out_of_domain_nm": outside,
        "in_to_out": inside / outside if outside else math.nan,
        "score_error_correlation": _rank_correlation(score, error),
    }


def _rank_correlation(a: Floats, b: Floats) -> float:
    """Return Spearman's rank correlation, nan where one side does not vary."""
    from scipy.stats import rankdata

    ranks = [rankdata(values) for values in (a, b)]
    if min(float(np.ptp(rank)) for rank in ranks) == 0.0:
        return math.nan
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
