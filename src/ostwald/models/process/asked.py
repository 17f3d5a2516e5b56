"""Flasks that are asked about, beside the known ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.models.process.posterior import Posterior

PART = 1024
MOST_KEPT = 4096
"""Flasks whose covariances with the known ones (14 kB each) are kept for the verdict and the
evidence; of more they are computed again."""


@dataclass(frozen=True)
class Part:
    """Some of the flasks.

    Attributes:
        rows: Which.
        projected: Their coordinates at each level, (m, columns of the level) each.
        to_known: (m, known) prior covariances with the known flasks.
    """

    rows: slice
    projected: list[NDArray[np.float32]]
    to_known: NDArray[np.float32]


class Asked:
    """Flasks in parts that fit into memory.

    Args:
        posterior: The known flasks.
        X: (n, d) scaled features.
    """

    def __init__(self, posterior: Posterior, X: NDArray[Any]) -> None:
        self._posterior, self._X = posterior, X
        self._kept: dict[int, Part] = {}

    def __len__(self) -> int:
        """Return the number of flasks."""
        return len(self._X)

    def __iter__(self) -> Iterator[Part]:
        """Go through the parts in order."""
        for start in range(0, len(self), PART):
            part = self._kept.get(start) or self._part(start)
            if len(self) <= MOST_KEPT:
                self._kept[start] = part
            yield part

    def _part(self, start: int) -> Part:
        rows = slice(start, start + PART)
        projected = self._posterior.project(self._X[rows])
        return Part(rows, projected, self._posterior.to_known(projected))
