"""Numbers that vary smoothly over two coordinates, kept at the knots of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Self

import numpy as np

from ostwald.models.base import FloatArray

DIGITS = 6


class Surface:
    """A grid of knots with values, linear in between and constant beyond.

    Args:
        knots: Rising positions of the knots in each of two coordinates.
        values: (first knots, second knots, q) q values at every knot.
    """

    def __init__(self, knots: Sequence[FloatArray], values: FloatArray) -> None:
        self.knots = list(knots)
        self.values = values

    @classmethod
    def spanning(
        cls, points: Sequence[FloatArray], counts: Sequence[int], inner: tuple[float, float]
    ) -> Self:
        """Put knots at quantiles of points; values are zero.

        Args:
            points: (n,) positions in each coordinate.
            counts: Number of knots in each; equal knots become one.
            inner: Lowest and highest quantile.
        """
        knots = [
            np.unique(np.round(np.quantile(values, np.linspace(*inner, count)), DIGITS))
            for values, count in zip(points, counts, strict=True)
        ]
        return cls(knots, np.zeros((len(knots[0]), len(knots[1]), 1)))

    def nearness(
        self, points: Sequence[FloatArray], widths: Sequence[float]
    ) -> Iterator[FloatArray]:
        """Yield, for each knot, a Gaussian weight of every point.

        Args:
            points: (n,) positions in each coordinate.
            widths: Standard deviation of the Gaussian in units of that of the points.

        Yields:
            (n,) weights, knot after knot, the second coordinate fastest.
        """
        scaled, places = [], []
        for values, knots, width in zip(points, self.knots, widths, strict=True):
            reach = max(width * float(np.std(values)), 1e-9)
            scaled.append(np.clip(values, knots[0], knots[-1]) / reach)
            places.append(knots / reach)
        for first, second in product(*places):
            yield np.exp(-0.5 * ((scaled[0] - first) ** 2 + (scaled[1] - second) ** 2))

    def with_values(self, values: FloatArray) -> Self:
        """Return a surface with the same knots.

        Args:
            values: (knots, q) values in the order of ``nearness``.
        """
        shape = (len(self.knots[0]), len(self.knots[1]), values.shape[1])
        return type(self)(self.knots, np.round(values.reshape(shape), DIGITS))

    def at(self, points: Sequence[FloatArray]) -> FloatArray:
        """Return the values at some points.

        Args:
            points: (n,) positions in each coordinate.

        Returns:
            (n, q) values.
        """
        result = np.zeros((len(points[0]), self.values.shape[2]))
        corners = [
            _corners(values, knots) for values, knots in zip(points, self.knots, strict=True)
        ]
        for (row, row_share), (column, column_share) in product(*corners):
            result += (row_share * column_share)[:, None] * self.values[row, column]
        return result

    def to_json(self) -> dict[str, Any]:
        """Return the surface as plain data."""
        return {
            "knots": [knots.tolist() for knots in self.knots],
            "values": self.values.tolist(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the surface."""
        return cls([np.array(knots, float) for knots in data["knots"]], np.array(data["values"]))


def _corners(values: FloatArray, knots: FloatArray) -> list[tuple[Any, FloatArray]]:
    """Return the knots left and right of each value, and each one's share in it."""
    if len(knots) == 1:
        return [(np.zeros(len(values), np.int64), np.ones(len(values)))]
    left = np.clip(np.searchsorted(knots, values, side="right") - 1, 0, len(knots) - 2)
    share = np.clip((values - knots[left]) / (knots[left + 1] - knots[left]), 0.0, 1.0)
    return [(left, 1.0 - share), (left + 1, share)]
