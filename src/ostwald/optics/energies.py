"""Wavelengths, photon energies and the names of colours."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

HC_EV_NM = 1239.841984
"""Planck's constant times the speed of light, in eV nm (CODATA 2018)."""

Number = TypeVar("Number", float, NDArray[np.float64])

# Where people put the borders of the spectral colours, in nm.
_COLOURS = (
    (380.0, "ultraviolet"),
    (450.0, "violet"),
    (485.0, "blue"),
    (500.0, "cyan"),
    (565.0, "green"),
    (590.0, "yellow"),
    (625.0, "orange"),
    (750.0, "red"),
    (1400.0, "near infrared"),
)


def wavelength_nm(energy_ev: Number) -> Number:
    """Turn photon energies into wavelengths.

    Args:
        energy_ev: Energies in eV, more than 0.

    Returns:
        Vacuum wavelengths in nm.
    """
    return HC_EV_NM / energy_ev


def energy_ev(wavelength_nm: Number) -> Number:
    """Turn wavelengths into photon energies.

    Args:
        wavelength_nm: Vacuum wavelengths in nm, more than 0.

    Returns:
        Energies in eV.
    """
    return HC_EV_NM / wavelength_nm


def colour_name(wavelength_nm: float) -> str:
    """Name the colour of light of one wavelength.

    Args:
        wavelength_nm: Wavelength in nm.

    Returns:
        A spectral colour, or the part of the spectrum beside the visible.
    """
    for border, name in _COLOURS:
        if wavelength_nm < border:
            return name
    return "short-wave infrared" if wavelength_nm < 3000.0 else "mid infrared"
