"""How often intervals hold the true size, and what they gain over one width for all recipes."""

from __future__ import annotations

import math

import numpy as np

from ostwald.evaluation.size_metrics import Floats


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


def constant_width_metrics(
    true_nm: Floats, predicted_nm: Floats, lower_nm: Floats, upper_nm: Floats
) -> dict[str, float]:
    """Compare intervals with the narrowest constant one that holds as many of the true sizes.

    The constant interval is the prediction plus and minus one half-width in nm, the smallest that
    holds at least as many of these very rows as the model's own intervals do. It is found on the
    tested rows, which no real interval could be, so the comparison favours the constant width.

    Args:
        true_nm: Measured sizes, shape (n,).
        predicted_nm: Predicted sizes, shape (n,).
        lower_nm: Lower ends of the model's intervals, shape (n,).
        upper_nm: Upper ends, shape (n,).

    Returns:
        ``constant_width_nm``; ``constant_width_above_zero_nm``, its mean width when the lower end
        is cut at zero, for no size is negative; ``narrower_than_constant``, one minus the model's
        mean width over the first of these; and ``narrower_than_constant_above_zero``, the same
        over the second.
    """
    inside = int(np.sum((true_nm >= lower_nm) & (true_nm <= upper_nm)))
    errors = np.sort(np.abs(true_nm - predicted_nm))
    half = float(errors[inside - 1]) if inside else 0.0
    cut = float(np.mean(predicted_nm + half - np.maximum(predicted_nm - half, 0.0)))
    own = float(np.mean(upper_nm - lower_nm))
    return {
        "constant_width_nm": 2.0 * half,
        "constant_width_above_zero_nm": cut,
        "narrower_than_constant": 1.0 - own / (2.0 * half) if half > 0 else math.nan,
        "narrower_than_constant_above_zero": 1.0 - own / cut if cut > 0 else math.nan,
    }
