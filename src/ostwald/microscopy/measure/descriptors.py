"""Numbers that describe a particle's shape whatever its size, place and orientation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.contour import Outline
from ostwald.microscopy.measure.signature import ANGLES, radial_signatures

_ORDERS = 16
_PHASE_ORDERS = (1, 2, 3, 4, 5, 6, 8)
_LENGTHS = (
    "area_px",
    "hull_area_px",
    "max_feret_px",
    "min_feret_px",
    "box_long_px",
    "box_short_px",
)

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


def shape_descriptors(
    outlines: Sequence[Outline], circularities: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Describe outlines.

    Args:
        outlines: Outlines of n particles.
        circularities: (n,) ``4 pi area / perimeter^2``.

    Returns:
        (n, d) as in ``DESCRIPTOR_NAMES``: ratios of lengths and areas, amplitudes of the Fourier
        series of the radial signature, and the cosines that tie the phase of an overtone to that
        of its fundamental (they tell a pointed corner from a hollow one).
    """
    area, hull_area, most, least, long, short = (
        np.array([getattr(outline, name) for outline in outlines], float) for name in _LENGTHS
    )
    diameter = 2.0 * np.sqrt(area / np.pi)
    radius = radial_signatures(outlines)
    terms = np.fft.rfft(radius, axis=1) * (2.0 / ANGLES)
    amplitude = np.abs(terms)
    phases = [_tied(terms[:, k], terms[:, k], terms[:, 2 * k]) for k in _PHASE_ORDERS]
    crossed = [_tied(terms[:, 2], terms[:, k], terms[:, 2 + k]) for k in (2, 3)]
    return np.stack(
        [
            np.log(diameter),
            circularities,
            area / hull_area,
            np.log(long / short),
            np.log(most / least),
            area / (long * short),
            most / diameter,
            least / diameter,
            radius.min(axis=1),
            radius.max(axis=1),
            radius.std(axis=1),
            *amplitude.T[1 : _ORDERS + 1],
            *phases,
            *crossed,
        ],
        axis=1,
    )


def _tied(
    first: NDArray[np.complex128], second: NDArray[np.complex128], overtone: NDArray[np.complex128]
) -> NDArray[np.float64]:
    """Cube root of the bispectrum's real part: free of orientation, in units of a radius."""
    return np.asarray(np.cbrt((first * second * np.conj(overtone)).real))
