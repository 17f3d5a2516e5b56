"""What the particles of one image or of a batch say about the sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CONFIDENCE = 0.95
_NORMAL_QUANTILE = 1.96
_LEAST_MEMBERS = 3
_LEAST_GROUP = 0.05
_LEAST_RATIO = 2.0
_LEAST_SEPARATION = 5.0
"""Distance of two groups in standard deviations within them. One log-normal population, cut in two
where it splits best, has 2.7; an even one 3.5."""


@dataclass(frozen=True, slots=True)
class SizeStatistics:
    """Statistics of equal-area diameters, in the unit of the diameters given.

    Attributes:
        count: Number of particles.
        mean: Mean diameter.
        std: Standard deviation of the diameters (n - 1 in the denominator); None for one.
        median: Median diameter.
        distribution_percent: ``100 std / mean``; None for one particle.
        mean_ci95: 95 % confidence interval of the mean (Student's t, and the error that all share);
            None for one particle.
    """

    count: int
    mean: float
    std: float | None
    median: float
    distribution_percent: float | None
    mean_ci95: tuple[float, float] | None

    def to_json(self) -> dict[str, object]:
        """Return the statistics as in the summary file."""
        interval = self.mean_ci95
        return {
            "mean": _rounded(self.mean),
            "std": _rounded(self.std),
            "median": _rounded(self.median),
            "distribution_percent": _rounded(self.distribution_percent),
            "mean_ci95": [_rounded(v) for v in interval] if interval else None,
        }


def size_statistics(
    diameters: NDArray[np.float64], common_error: float = 0.0
) -> SizeStatistics | None:
    """Summarise diameters.

    Args:
        diameters: (n,) finite diameters.
        common_error: Standard error that all diameters share, such as that of where edges lie:
            it does not shrink with their number.

    Returns:
        The statistics, or None for no particle.
    """
    count = int(diameters.size)
    if count == 0:
        return None
    mean, median = float(diameters.mean()), float(np.median(diameters))
    if count == 1:
        return SizeStatistics(1, mean, None, median, None, None)
    from scipy.special import stdtrit

    std = float(diameters.std(ddof=1))
    chance = float(stdtrit(count - 1, 0.5 + _CONFIDENCE / 2)) * std / np.sqrt(count)
    half = float(np.hypot(chance, _NORMAL_QUANTILE * common_error))
    return SizeStatistics(count, mean, std, median, 100.0 * std / mean, (mean - half, mean + half))


def two_groups(diameters: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float, float] | None:
    """Tell whether sizes fall into two groups, so that their mean describes neither.

    Args:
        diameters: (n,) positive diameters.

    Returns:
        Which belong to the larger group, and both means, the larger first; None for one group.
        The cut is where the variance of the logarithms within the groups is least (N. Otsu, IEEE
        Trans. Syst. Man Cybern. 1979, 9, 62; doi 10.1109/TSMC.1979.4310076).
    """
    count = diameters.size
    least = max(_LEAST_MEMBERS, round(_LEAST_GROUP * count))
    if count < 2 * least:
        return None
    value = np.sort(np.log(diameters))
    size = np.arange(1, count)
    below, below2 = np.cumsum(value)[:-1], np.cumsum(value**2)[:-1]
    above, above2 = value.sum() - below, (value**2).sum() - below2
    within = below2 - below**2 / size + above2 - above**2 / (count - size)
    allowed = (size >= least) & (count - size >= least)
    cut = int(np.argmin(np.where(allowed, within, np.inf)))
    distance = above[cut] / (count - size[cut]) - below[cut] / size[cut]
    spread = np.sqrt(max(within[cut], 0.0) / count)
    if distance < np.log(_LEAST_RATIO) or distance < _LEAST_SEPARATION * spread:
        return None
    larger = np.log(diameters) > value[cut]
    return larger, float(diameters[larger].mean()), float(diameters[~larger].mean())


def shape_fractions(shapes: Sequence[str]) -> dict[str, float]:
    """Count shapes.

    Args:
        shapes: Shape of each particle.

    Returns:
        Share of each shape that occurs, the most frequent first.
    """
    counts = Counter(shapes)
    return {str(name): count / len(shapes) for name, count in counts.most_common()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
