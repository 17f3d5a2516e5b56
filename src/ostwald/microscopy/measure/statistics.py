"""What the particles of one image or of a batch say about the sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class SizeStatistics:
    """Statistics of equal-area diameters, in the unit of the diameters given.

    Attributes:
        count: Number of particles.
        mean: Mean diameter.
        std: Standard deviation of the diameters (n - 1 in the denominator); None for one.
        median: Median diameter.
        distribution_percent: ``100 std / mean``; None for one particle.
        mean_ci95: 95 % confidence interval of the mean (Student's t); None for one particle.
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


def size_statistics(diameters: NDArray[np.float64]) -> SizeStatistics | None:
    """Summarise diameters.

    Args:
        diameters: (n,) finite diameters.

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
    half = float(stdtrit(count - 1, 0.5 + _CONFIDENCE / 2)) * std / np.sqrt(count)
    return SizeStatistics(count, mean, std, median, 100.0 * std / mean, (mean - half, mean + half))


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
