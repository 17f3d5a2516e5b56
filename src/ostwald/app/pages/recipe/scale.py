"""Where a size lies on the ruler: a logarithmic scale with round ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_LEADS = (1.0, 2.0, 5.0)
_FINE_LEADS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
_FEW = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale of sizes.

    Attributes:
        low_nm: Left end.
        high_nm: Right end.
    """

    low_nm: float
    high_nm: float

    @classmethod
    def around(cls, sizes_nm: Sequence[float]) -> Scale:
        """Return a scale that holds sizes, with round ends, so that it seldom changes."""
        known = [size for size in sizes_nm if size > 0 and math.isfinite(size)]
        if not known:
            return cls(1.0, 100.0)
        low, high = min(known) / 1.1, max(known) * 1.1
        steps = _ticks(_FINE_LEADS, low / 10, high * 10)
        left = max(step for step in steps if step <= low)
        right = min(step for step in steps if step >= high)
        return cls(left, right)

    def share(self, size_nm: float) -> float:
        """Return how far from the left a size lies, from 0 to 1; sizes beyond lie at the ends."""
        clipped = min(max(size_nm, self.low_nm), self.high_nm)
        return math.log(clipped / self.low_nm) / math.log(self.high_nm / self.low_nm)

    @property
    def ticks_nm(self) -> list[float]:
        """Round sizes along the scale."""
        coarse = _ticks(_LEADS, self.low_nm, self.high_nm)
        return coarse if len(coarse) >= _FEW else _ticks(_FINE_LEADS, self.low_nm, self.high_nm)


def _ticks(leads: Sequence[float], low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = (float(f"{lead * 10.0**power:.6g}") for power in powers for lead in leads)
    return [one for one in found if low * (1 - 1e-9) <= one <= high * (1 + 1e-9)]
