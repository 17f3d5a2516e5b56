"""Numbers that describe a particle's shape whatever its size, place and orientation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.contour import Outline, radial_signature

_ORDERS = 16
_PHASE_ORDERS = (1, 2, 3, 4, 5, 6, 8)

DESCRIPTOR_NAMES: tuple[str, ...] = (
    "log_diameter_px",
    "circularity",
    "solidity",
    "log_aspect_ratio",
    "log_feret_ratio",
    "box_filling",
    "feret_over_diameter",
    "min_feret_over_diameter",
    "radius_min",
    "radius_max",
    "radius_std",
    *(f"fourier_{k}" for k in range(1, _ORDERS + 1)),
    *(f"phase_{k}" for k in _PHASE_ORDERS),
    *(f"cross_phase_{k}" for k in (2, 3)),
)


def shape_descriptors(outline: Outline, circularity: float) -> NDArray[np.float64]:
    """Describe an outline.

    Args:
        outline: The particle's outline.
        circularity: ``4 pi area / perimeter^2``.

    Returns:
        (n,) as in ``DESCRIPTOR_NAMES``: ratios of lengths and areas, amplitudes of the Fourier
        series of the radial signature, and the cosines that tie the phase of an overtone to that
        of its fundamental (they tell a pointed corner from a hollow one).
    """
    diameter = 2.0 * np.sqrt(outline.area_px / np.pi)
    radius = radial_signature(outline)
    terms = np.fft.rfft(radius) * (2.0 / radius.size)
    amplitude = np.abs(terms)
    phases = [_tied(terms[k], terms[k], terms[2 * k]) for k in _PHASE_ORDERS]
    crossed = [_tied(terms[2], terms[k], terms[2 + k]) for k in (2, 3)]
    return np.array(
        [
            np.log(diameter),
            circularity,
            outline.solidity,
            np.log(outline.aspect_ratio),
            np.log(outline.max_feret_px / outline.min_feret_px),
            outline.area_px / (outline.box_long_px * outline.box_short_px),
            outline.max_feret_px / diameter,
            outline.min_feret_px / diameter,
            radius.min(),
            radius.max(),
            radius.std(),
            *amplitude[1 : _ORDERS + 1],
            *phases,
            *crossed,
        ]
    )


def _tied(first: complex, second: complex, overtone: complex) -> float:
    """Cube root of the bispectrum's real part: free of orientation, in units of a radius."""
    return float(np.cbrt((first * second * np.conj(overtone)).real))
