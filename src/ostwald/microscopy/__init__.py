"""From an electron micrograph to the size and shape of every particle."""

from __future__ import annotations

# This import loads the package `measure`, and then lets the function of the same name stand for
# it here: `from ostwald.microscopy import measure` is the one call for the one job, and
# `from ostwald.microscopy.measure import ...` still reaches the package.
from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.measurement import measure

__all__ = ["Measurement", "measure"]
