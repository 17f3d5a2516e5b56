"""What every family of substance descriptors has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.substance import Substance

FloatArray = npt.NDArray[np.float64]


class SubstanceDescriptors(ABC):
    """Numbers that describe one substance, computed from what it is and remembered.

    A value that cannot be computed, because a structure or formula is not known, is zero; every
    family has a column that tells such a zero from a real one.
    """

    def __init__(self) -> None:
        self._remembered: dict[Substance, FloatArray] = {}

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Names of the numbers, with units where they have one."""

    @abstractmethod
    def compute(self, substance: Substance) -> FloatArray:
        """Compute the numbers of one substance afresh.

        Args:
            substance: What to describe.

        Returns:
            Vector (len(names),).
        """

    def vector(self, substance: Substance) -> FloatArray:
        """Return the numbers of one substance.

        Args:
            substance: What to describe.

        Returns:
            Vector (len(names),), shared between calls: do not write into it.
        """
        found = self._remembered.get(substance)
        if found is None:
            found = self.compute(substance)
            found.flags.writeable = False
            self._remembered[substance] = found
        return found

    def matrix(self, substances: Sequence[Substance]) -> FloatArray:
        """Return the numbers of several substances.

        Args:
            substances: What to describe.

        Returns:
            Matrix (len(substances), len(names)).
        """
        if not substances:
            return np.zeros((0, len(self.names)))
        return np.stack([self.vector(substance) for substance in substances])
