"""Plasmons of gold in water: spheres both ways, rods with their width.

Spheres follow Haiss et al., Anal. Chem. 2007, 79, 4215 (doi 10.1021/ac0702084): from 25 nm on the
plasmon moves with the diameter; below, where it hardly moves, the ratio of the absorbances at the
plasmon and at 450 nm tells the diameter. Rods follow straight lines through the modal model of
Yu, Liz-Marzan and Garcia de Abajo, Chem. Soc. Rev. 2017, 46, 6710 (doi 10.1039/c6cs00919k): the
longitudinal plasmon grows with length / width, and more steeply for wider rods.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ostwald.errors import InputError

SPHERES_SOURCE = "10.1021/ac0702084"
RODS_SOURCE = "10.1039/c6cs00919k"

PEAK_RANGE_NM = (25.0, 110.0)
"""Diameters that the plasmon's wavelength tells."""
RATIO_RANGE_NM = (5.0, 35.0)
"""Diameters that the ratio of absorbances tells."""
PEAK_RELATIVE_ERROR = 0.03
RATIO_RELATIVE_ERROR = 0.11

_BASE_NM, _FACTOR_NM, _RATE_PER_NM = 512.0, 6.53, 0.0216
_RATIO_SLOPE, _RATIO_OFFSET = 3.00, 2.20

# Extinction of one mole of spheres at 450 nm, in 1/(M cm), against the diameter in nm.
_DIAMETERS_NM = (5.0, 10.0, 20.0, 30.0, 40.0, 50.0)
_EXTINCTION_450 = (7.20e6, 6.15e7, 5.41e8, 1.96e9, 4.92e9, 1.01e10)

# Longitudinal plasmon = slope * (length / width) + offset, in nm, for rods of three widths.
_ROD_WIDTHS_NM = (10.0, 20.0, 40.0)
_ROD_SLOPES_NM = (105.0, 117.0, 158.0)
_ROD_OFFSETS_NM = (385.0, 367.0, 312.0)
ASPECT_RATIO_RANGE = (1.5, 6.0)
ROD_RELATIVE_ERROR = 0.05


def sphere_peak_nm(diameter_nm: float) -> float:
    """Return the plasmon of gold spheres in water.

    Args:
        diameter_nm: Diameter in nm, 25 to 110.

    Returns:
        Wavelength in nm.

    Raises:
        InputError: The diameter is outside the range.
    """
    _check(diameter_nm, PEAK_RANGE_NM, "nm is outside the plasmon curve of gold spheres", "nm")
    return _BASE_NM + _FACTOR_NM * math.exp(_RATE_PER_NM * diameter_nm)


def sphere_diameter_nm(peak_nm: float) -> float:
    """Return the diameter of gold spheres in water from their plasmon.

    Args:
        peak_nm: Wavelength of the plasmon in nm.

    Returns:
        Diameter in nm.

    Raises:
        InputError: The plasmon is outside the range.
    """
    low, high = (sphere_peak_nm(d) for d in PEAK_RANGE_NM)
    if not low - 1e-9 <= peak_nm <= high + 1e-9:
        hint = f"Haiss 2007 (doi {SPHERES_SOURCE}) covers plasmons from {low:.1f} to {high:.0f} nm"
        if peak_nm < low:
            hint += "; smaller spheres are told by the absorbance at 450 nm: give --spectrum"
        raise InputError(
            f"a plasmon at {peak_nm:g} nm is outside the curve of gold spheres", hint=hint
        )
    return math.log((peak_nm - _BASE_NM) / _FACTOR_NM) / _RATE_PER_NM


def sphere_diameter_from_ratio_nm(ratio: float) -> float:
    """Return the diameter of small gold spheres in water from two absorbances.

    Args:
        ratio: Absorbance at the plasmon over that at 450 nm.

    Returns:
        Diameter in nm.

    Raises:
        InputError: The diameter is outside 5 to 35 nm.
    """
    diameter = math.exp(_RATIO_SLOPE * ratio - _RATIO_OFFSET)
    low, high = RATIO_RANGE_NM
    if not low <= diameter <= high:
        raise InputError(
            f"a ratio of {ratio:.2f} between plasmon and 450 nm is outside the curve of gold "
            "spheres",
            hint=f"Haiss 2007 (doi {SPHERES_SOURCE}) covers ratios from "
            f"{sphere_ratio(low):.2f} to {sphere_ratio(high):.2f}, {low:g} to {high:g} nm",
        )
    return diameter


def sphere_ratio(diameter_nm: float) -> float:
    """Return the ratio of the absorbances at the plasmon and at 450 nm.

    Args:
        diameter_nm: Diameter in nm, 5 to 35.

    Returns:
        The ratio.

    Raises:
        InputError: The diameter is outside the range.
    """
    _check(diameter_nm, RATIO_RANGE_NM, "nm is outside the ratio's curve of gold spheres", "nm")
    return (math.log(diameter_nm) + _RATIO_OFFSET) / _RATIO_SLOPE


def sphere_extinction_450(diameter_nm: float) -> float | None:
    """Return the molar extinction coefficient of gold spheres at 450 nm.

    Args:
        diameter_nm: Diameter in nm.

    Returns:
        Extinction in 1/(M cm), between the source's values on double logarithmic scale; None
        outside 5 to 50 nm.
    """
    if not _DIAMETERS_NM[0] <= diameter_nm <= _DIAMETERS_NM[-1]:
        return None
    logs = np.interp(math.log(diameter_nm), np.log(_DIAMETERS_NM), np.log(_EXTINCTION_450))
    return float(np.exp(logs))


@dataclass(frozen=True, slots=True)
class GoldRods:
    """Gold rods of one width in water.

    Args:
        width_nm: Width in nm, 10 to 40.

    Raises:
        InputError: The width is outside the range.
    """

    width_nm: float

    def __post_init__(self) -> None:
        """Check the width."""
        _check(
            self.width_nm,
            (_ROD_WIDTHS_NM[0], _ROD_WIDTHS_NM[-1]),
            "nm is not a width of gold rods that the model covers",
            "nm",
        )

    @property
    def line(self) -> tuple[float, float]:
        """Slope and offset of the plasmon against the aspect ratio, in nm."""
        return (
            float(np.interp(self.width_nm, _ROD_WIDTHS_NM, _ROD_SLOPES_NM)),
            float(np.interp(self.width_nm, _ROD_WIDTHS_NM, _ROD_OFFSETS_NM)),
        )

    def peak_nm(self, aspect_ratio: float) -> float:
        """Return the longitudinal plasmon.

        Args:
            aspect_ratio: Length over width, 1.5 to 6.

        Returns:
            Wavelength in nm.

        Raises:
            InputError: The aspect ratio is outside the range.
        """
        _check(
            aspect_ratio,
            ASPECT_RATIO_RANGE,
            "is not an aspect ratio of gold rods that the model covers",
            "",
        )
        slope, offset = self.line
        return slope * aspect_ratio + offset

    def aspect_ratio(self, peak_nm: float) -> float:
        """Return length over width from the longitudinal plasmon.

        Args:
            peak_nm: Wavelength in nm.

        Returns:
            The aspect ratio.

        Raises:
            InputError: The plasmon is outside the range.
        """
        slope, offset = self.line
        low, high = (slope * ratio + offset for ratio in ASPECT_RATIO_RANGE)
        if not low - 1e-9 <= peak_nm <= high + 1e-9:
            raise InputError(
                f"a plasmon at {peak_nm:g} nm is outside the line for gold rods "
                f"{self.width_nm:g} nm wide",
                hint=f"it covers {low:.0f} to {high:.0f} nm, aspect ratios from "
                f"{ASPECT_RATIO_RANGE[0]:g} to {ASPECT_RATIO_RANGE[1]:g}",
            )
        return (peak_nm - offset) / slope


def _check(value: float, reach: tuple[float, float], what: str, unit: str) -> None:
    low, high = reach
    if not low <= value <= high:
        raise InputError(f"{value:g} {what}", hint=f"it covers {low:g} to {high:g} {unit}".rstrip())
