"""Numbers spread over bins, so that a network sees small steps of a condition clearly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]

BEYOND = 1.0
"""How far outside the seen range a number still counts, in widths of the outermost bin."""


@dataclass(frozen=True)
class PiecewiseLinear:
    """The piecewise linear encoding of Gorishniy et al. 2022 (doi 10.48550/arXiv.2203.05556).

    Each bin between two quantiles of the training values gives one number: 0 below the bin, 1
    above it, the share of the bin in between. The outermost bins go on a little way.

    Attributes:
        edges: (bins + 1,) rising.
    """

    edges: NDArray[np.float64]

    @classmethod
    def fit(cls, values: FloatArray, bins: int) -> Self:
        """Place the edges at quantiles.

        Args:
            values: (n,) training values.
            bins: Most bins; fewer where values repeat.

        Returns:
            The encoding.
        """
        quantiles = np.quantile(values, np.linspace(0.0, 1.0, bins + 1))
        edges = np.unique(np.asarray(quantiles, np.float64))
        return cls(edges if len(edges) > 1 else np.array([edges[0], edges[0] + 1.0]))

    @property
    def width(self) -> int:
        """Number of numbers that one value becomes."""
        return len(self.edges) - 1

    def __call__(self, values: FloatArray) -> NDArray[np.float32]:
        """Encode values.

        Args:
            values: Any shape.

        Returns:
            The same shape with one more axis, of length `width`.
        """
        low, high = self.edges[:-1], self.edges[1:]
        share = (np.asarray(values)[..., None] - low) / (high - low)
        share[..., 1:] = np.maximum(share[..., 1:], 0.0)
        share[..., :-1] = np.minimum(share[..., :-1], 1.0)
        return np.clip(share, -BEYOND, 1.0 + BEYOND).astype(np.float32)


@dataclass(frozen=True)
class Standard:
    """Columns brought to mean 0 and standard deviation 1, outliers clipped.

    Attributes:
        mean: (d,) of the training rows.
        scale: (d,) standard deviation; 0 for a column that never varies, which then stays 0.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]

    LIMIT = 4.0
    SMALLEST = 1e-6

    @classmethod
    def fit(cls, values: FloatArray) -> Self:
        """Measure mean and spread of (n, d) training rows."""
        spread = values.std(axis=0)
        return cls(values.mean(axis=0), np.where(spread > cls.SMALLEST, spread, 0.0))

    def __call__(self, values: FloatArray) -> NDArray[np.float32]:
        """Scale (n, d) rows."""
        varies = self.scale > 0
        scaled = np.where(varies, (values - self.mean) / np.where(varies, self.scale, 1.0), 0.0)
        return np.clip(scaled, -self.LIMIT, self.LIMIT).astype(np.float32)


def join_edges(encodings: Sequence[PiecewiseLinear]) -> dict[str, NDArray[np.float64]]:
    """Return the edges of several encodings as arrays that can be stored."""
    return {
        "edges": np.concatenate([encoding.edges for encoding in encodings]),
        "edge_counts": np.array([len(encoding.edges) for encoding in encodings], float),
    }


def split_edges(arrays: dict[str, NDArray[Any]]) -> list[PiecewiseLinear]:
    """Rebuild the encodings that `join_edges` stored."""
    stops = np.cumsum(arrays["edge_counts"].astype(int))
    return [PiecewiseLinear(part) for part in np.split(arrays["edges"], stops[:-1])]
