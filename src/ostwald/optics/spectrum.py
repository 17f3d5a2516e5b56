"""An absorption spectrum: wavelengths, absorbances, and what was assumed while reading it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MOST_POINTS = 4000
"""Longer spectra are averaged to about this many points: peaks are far wider than that."""


@dataclass(frozen=True)
class Spectrum:
    """Absorbance against wavelength.

    Attributes:
        wavelength_nm: Wavelengths in nm, growing, shape (n,).
        absorbance: Decadic absorbances, shape (n,), all finite.
        name: What it was read from.
        saturated_below_nm: Wavelength below which the detector or the lamp ended the scale; None
            where it did not.
        notes: What was assumed or repaired.
    """

    wavelength_nm: FloatArray
    absorbance: FloatArray
    name: str = ""
    saturated_below_nm: float | None = None
    notes: tuple[str, ...] = ()

    def at(self, wavelength_nm: float) -> float | None:
        """Return the absorbance at a wavelength.

        Args:
            wavelength_nm: Wavelength in nm.

        Returns:
            The absorbance between the nearest points; None outside the spectrum.
        """
        if not self.wavelength_nm[0] <= wavelength_nm <= self.wavelength_nm[-1]:
            return None
        return float(np.interp(wavelength_nm, self.wavelength_nm, self.absorbance))


def thin(x: FloatArray, y: FloatArray, most: int = MOST_POINTS) -> tuple[FloatArray, FloatArray]:
    """Average neighbours until at most a number of points is left.

    Args:
        x: Abscissa, growing, shape (n,).
        y: Ordinate, shape (n,).
        most: How many points are wanted at most.

    Returns:
        Both, shorter where they were longer.
    """
    group = -(-len(x) // most)
    if group <= 1:
        return x, y
    starts = np.arange(0, len(x), group)
    counts = np.diff(np.append(starts, len(x)))
    return np.add.reduceat(x, starts) / counts, np.add.reduceat(y, starts) / counts
