"""What recipes of one series share beyond being near: the same flask, the same mixture.

Aliquots of one flask at different times, or one mixture at different temperatures, have a common
deviation from what recipes like theirs give. Four components say so; each is zero between
recipes whose amounts differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.encoding import CONDITIONS, EncodedRecipes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

COMPONENTS = ("flask", "flask_in_time", "mixture", "mixture_in_conditions")
"""A flask is a mixture at given temperatures: its members differ in time alone."""

SIGNIFICANT_DIGITS = 3
FLASK_LOG_TIME_LENGTH = 1.2
MIXTURE_LOG_TIME_LENGTH = 1.5
MIXTURE_TEMPERATURE_LENGTH_C = 40.0


@dataclass(frozen=True)
class SeriesKeys:
    """To which series recipes belong, and where in it they stand.

    Attributes:
        mixture: (n,) uint64, equal for the same product from the same amounts.
        conditions: (n, 3) injection and reaction temperature in degC, log of time in min.
    """

    mixture: NDArray[np.uint64]
    conditions: NDArray[np.float64]

    @classmethod
    def of(cls, encoded: EncodedRecipes) -> Self:
        """Find the series of encoded recipes.

        Args:
            encoded: n recipes.

        Returns:
            Their keys. The total amount is part of a mixture, so that an unknown reagent makes
            it another one.
        """
        conditions = encoded.block("conditions").astype(np.float64)
        total = np.exp(conditions[:, [CONDITIONS.index("log_total_amount_mmol")]])
        amounts = np.hstack([encoded.block("amounts"), total, encoded.block("product")])
        rounded = round_significantly(amounts.astype(np.float64)).astype(np.float32)
        mixture = [
            int.from_bytes(blake2b(row.tobytes(), digest_size=8).digest()) for row in rounded
        ]
        used = ("injection_temperature_c", "reaction_temperature_c", "log_reaction_time_min")
        return cls(
            np.array(mixture, np.uint64), conditions[:, [CONDITIONS.index(name) for name in used]]
        )

    def take(self, rows: NDArray[Any]) -> Self:
        """Return some of the rows."""
        return type(self)(self.mixture[rows], self.conditions[rows])


def round_significantly(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to `SIGNIFICANT_DIGITS`.

    Args:
        values: Numbers not below zero.

    Returns:
        The rounded numbers; zero stays zero.
    """
    safe = np.where(values > 0, values, 1.0)
    unit = 10.0 ** (np.floor(np.log10(safe)) - (SIGNIFICANT_DIGITS - 1))
    return np.where(values > 0, np.round(safe / unit) * unit, 0.0)


def series_components(A: SeriesKeys, B: SeriesKeys) -> list[csr_array]:
    """Return the kernel of each of `COMPONENTS`, with variance one.

    Args:
        A: n rows.
        B: m rows.

    Returns:
        Four sparse (n, m) matrices.
    """
    from scipy.sparse import csr_array

    i, j, values = _pairs(A, B)
    shape = (len(A.mixture), len(B.mixture))
    return [csr_array((value, (i, j)), shape=shape) for value in values]


def series_kernel(A: SeriesKeys, B: SeriesKeys, variances: NDArray[np.float64]) -> csr_array:
    """Return the sum of all components, each with its variance.

    Args:
        A: n rows.
        B: m rows.
        variances: One for each of `COMPONENTS`.

    Returns:
        A sparse (n, m) matrix in single precision.
    """
    from scipy.sparse import csr_array

    i, j, values = _pairs(A, B)
    total = np.asarray(variances @ values, np.float32)
    return csr_array((total, (i, j)), shape=(len(A.mixture), len(B.mixture)))


def _pairs(
    A: SeriesKeys, B: SeriesKeys
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return rows of A and B that share a mixture, and the (4, pairs) components of each pair."""
    i, j = matching_pairs(A.mixture, B.mixture)
    step = A.conditions[i] - B.conditions[j]
    same_flask = (np.abs(step[:, :2]) < 1e-3).all(axis=1)
    time = step[:, 2]
    heat = (step[:, :2] ** 2).sum(axis=1) / MIXTURE_TEMPERATURE_LENGTH_C**2
    values = (
        np.where(same_flask, 1.0, 0.0),
        np.where(same_flask, np.exp(-0.5 * (time / FLASK_LOG_TIME_LENGTH) ** 2), 0.0),
        np.ones(len(i)),
        np.exp(-0.5 * (heat + (time / MIXTURE_LOG_TIME_LENGTH) ** 2)),
    )
    return i, j, np.array(values)


def matching_pairs(
    a: NDArray[np.uint64], b: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of positions at which two arrays agree.

    Args:
        a: (n,) keys.
        b: (m,) keys.

    Returns:
        Positions in ``a`` and in ``b``.
    """
    order = np.argsort(b, kind="stable")
    first = np.searchsorted(b[order], a, side="left")
    count = np.searchsorted(b[order], a, side="right") - first
    i = np.repeat(np.arange(len(a)), count)
    within = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, order[np.repeat(first, count) + within]
