"""How well the outlines of an image's particles are known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


def _none() -> NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Errors of outlines; empty where nothing is known of them, as of those drawn by hand.

    Attributes:
        errors_px: (n,) standard error of where each outline lies.
        settled: (n,) bool, whether the image showed where the edges are.
    """

    errors_px: NDArray[np.float64] = field(default_factory=_none)
    settled: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    @classmethod
    def of(cls, found: object) -> Edges:
        """Take what a segmenter says of its outlines.

        Args:
            found: Its answer, with ``edge_errors_px`` and ``settled`` or without.

        Returns:
            The errors, in the order of the particles' numbers.
        """
        errors, settled = (getattr(found, name, None) for name in ("edge_errors_px", "settled"))
        if errors is None or settled is None:
            return cls()
        return cls(np.asarray(errors, float), np.asarray(settled, bool))

    def error_px(self, numbers: NDArray[np.int64]) -> float:
        """Return the mean error of some particles' outlines.

        Args:
            numbers: Their numbers, counted from 1.

        Returns:
            The error, which they share; 0 where nothing is known.
        """
        known = numbers[numbers <= self.errors_px.size]
        return float(self.errors_px[known - 1].mean()) if known.size else 0.0

    def settled_share(self, numbers: NDArray[np.int64]) -> float:
        """Return the share of some particles whose edges the image showed; 1 if unknown.

        Args:
            numbers: Their numbers, counted from 1.

        Returns:
            The share, 0 to 1.
        """
        known = numbers[numbers <= self.settled.size]
        return float(self.settled[known - 1].mean()) if known.size else 1.0
