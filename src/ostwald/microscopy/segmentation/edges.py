"""Finding where the image itself has the edges of its particles.

The network learned from real images with outlines drawn by hand, two pixels too wide on average,
and cannot tell a plate, whose edge is at half of the contrast, from a ball, whose contrast begins
at nothing. The mean intensity across the outlines tells both: it is compared with that of an
absorbing ball, ``1 - exp(-a * thickness)``, and with that of a plate, both blurred by the
microscope. One particle suffices; what it cannot tell, the usual blur decides, and the doubt that
is left is part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ostwald.microscopy.segmentation.edge_profile import EdgeProfile

_ABSORPTIONS = (0.05, 0.3, 0.6, 1.0, 1.5, np.inf)
"""Of balls, at their centre, and of a plate. What lies between, balls that let hardly any electron
through, would fit both equally well, with other edges."""

_PLATES = 0.9
"""Share of plates among particles, before the image is looked at."""

_BLURS_PX = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0, 3.5)
_USUAL_BLUR_PX = 1.0
_BLUR_SPREAD = 0.8
"""Standard deviation of the logarithm of the blur, in pixels as recorded."""

_OFFSET_STEP_PX = 0.1
_OFFSETS_PX = np.round(np.arange(-5.0, 2.01, _OFFSET_STEP_PX), 2)
_USUAL_OFFSET_PX = -1.0
_OFFSET_SPREAD_PX = 1.2
"""Distance between the network's outlines and the edges, before the image is looked at."""

_FINE_PX = 0.125
_REACH_PX = 40.0
"""Largest radius of the models, with the blur around."""

_LEAST_FIT = 0.97
"""Share of the profile's variance, beyond its noise, that the model must explain."""

_MOST_NOISE = 0.25
_TOLERANCE = 0.0003
"""Difference of explained variance that the pixels themselves make."""

_NOISE_WEIGHT = 4.0
"""Two for noise that is independent from pixel to pixel; it is correlated over some."""

_LARGEST_SHIFT = 0.45
"""Largest shift, in radii; more is a misunderstanding."""


@dataclass(frozen=True, slots=True)
class EdgeFit:
    """Where the edges are.

    Attributes:
        offset_px: Distance of the true edge from the outline; negative where the outline is wide.
        error_px: Its standard error.
        absorption: Absorption of the model's ball at its centre; infinite for plates.
        blur_px: Standard deviation of the blur.
        explained: Share of the profile's variance that the model explains.
    """

    offset_px: float
    error_px: float
    absorption: float
    blur_px: float
    explained: float


def fit_edges(profile: EdgeProfile) -> EdgeFit | None:
    """Find where the edges are, relative to the outlines.

    Args:
        profile: Mean intensity across the outlines.

    Returns:
        The fit, in pixels of the frame; None where the profile is not that of particles on a
        background.
    """
    radius, factor = profile.radius_px, profile.factor
    weight = np.sqrt(profile.number)
    total = weight.sum()
    centred = profile.mean - (weight * profile.mean).sum() / total
    variance = float((weight * centred**2).sum())
    if not variance > 0:
        return None
    noise = float((weight * profile.variance / profile.number).sum()) / variance
    usable = np.flatnonzero(radius + _OFFSETS_PX > max(1.0, (1 - _LARGEST_SHIFT) * radius))
    offsets = _OFFSETS_PX[usable]
    grid = _radii()
    thickness = np.sqrt(np.clip(1 - (grid[:, None] / (radius + offsets)) ** 2, 0, None))
    shapes = np.stack(
        [
            np.clip((radius + offsets - grid[:, None]) / _FINE_PX + 0.5, 0, 1)
            if np.isinf(absorption)
            else 1 - np.exp(-absorption * thickness)
            for absorption in _ABSORPTIONS
        ],
        axis=1,
    ).reshape(grid.size, -1)
    sampling = _sampling(np.clip(radius + profile.place, 0, grid[-1]))
    views = [(sampling @ _radial_blur(blur)) @ shapes for blur in _BLURS_PX]
    explained = _explained(views, None, centred, weight)
    needed = _LEAST_FIT - min(noise, _MOST_NOISE)
    if explained.max() < needed:
        # Out of focus, a fringe runs along the edges: proportional to the curvature.
        bent = [(sampling @ _bend() @ _radial_blur(blur)) @ shapes for blur in _BLURS_PX]
        explained = _explained(views, bent, centred, weight)
    most = float(explained.max())
    if most < needed:
        return None
    explained = explained.reshape(len(_BLURS_PX), len(_ABSORPTIONS), offsets.size)
    best = np.unravel_index(int(np.argmax(explained)), explained.shape)
    doubt = _TOLERANCE + _NOISE_WEIGHT * noise / weight.size
    belief = np.exp((explained - most) / doubt) * _prior(offsets / factor, factor)
    belief /= belief.sum()
    by_offset = belief.sum(axis=(0, 1))
    # Where a ball and a plate both fit, the mean would be an edge that neither has.
    offset = float(np.interp(0.5, np.cumsum(by_offset), offsets + _OFFSET_STEP_PX / 2))
    error = float(np.sqrt(by_offset @ (offsets - offset) ** 2))
    return EdgeFit(
        offset / factor,
        error / factor,
        _ABSORPTIONS[int(best[1])],
        _BLURS_PX[int(best[0])] / factor,
        most,
    )


def usual_edges() -> EdgeFit:
    """What is believed of a frame whose profile tells nothing.

    Returns:
        The usual distance and its spread.
    """
    return EdgeFit(_USUAL_OFFSET_PX, _OFFSET_SPREAD_PX, float("nan"), _USUAL_BLUR_PX, 0.0)


def _explained(
    views: list[NDArray[np.float64]],
    bent: list[NDArray[np.float64]] | None,
    centred: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Share of the profile's variance that each model explains, contrast and film being free.

    Args:
        views: One (n, models) array a blur.
        bent: Curvatures of the same, whose strength is free as well; None for no fringes.
        centred: (n,) profile.
        weight: (n,) weights.

    Returns:
        (blurs, models) shares.
    """
    total = weight.sum()
    variance = float(weight @ centred**2)
    shares = []
    for row, view in enumerate(views):
        model = view - weight @ view / total
        # Where nothing is left of the contrast, nothing is explained.
        size = np.maximum(weight @ model**2, 1e-12 * total)
        share = ((weight * centred) @ model) ** 2 / size
        if bent is not None:
            fringe = bent[row] - weight @ bent[row] / total
            fringe = fringe - model * ((weight @ (model * fringe)) / size)
            rest = np.maximum(weight @ fringe**2, 1e-9 * size)
            share = share + ((weight * centred) @ fringe) ** 2 / rest
        shares.append(share / variance)
    return np.array(shares)


def _prior(offsets_px: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Belief in each blur, absorption and offset before the image is looked at."""
    blurs = np.exp(
        -((np.log(np.array(_BLURS_PX) / factor / _USUAL_BLUR_PX) / _BLUR_SPREAD) ** 2) / 2
    )
    balls = (1 - _PLATES) / (len(_ABSORPTIONS) - 1)
    kinds = np.where(np.isinf(_ABSORPTIONS), _PLATES, balls)
    places = np.exp(-(((offsets_px - _USUAL_OFFSET_PX) / _OFFSET_SPREAD_PX) ** 2) / 2)
    return np.asarray(blurs[:, None, None] * kinds[:, None] * places)


@lru_cache(maxsize=1)
def _radii() -> NDArray[np.float64]:
    return np.arange(_FINE_PX / 2, _REACH_PX, _FINE_PX)


def _sampling(radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix that interpolates a radial profile at radii."""
    grid = _radii()
    place = np.clip((radius - grid[0]) / _FINE_PX, 0, grid.size - 1.001)
    left = place.astype(int)
    matrix = np.zeros((radius.size, grid.size))
    rows = np.arange(radius.size)
    matrix[rows, left] = 1 - (place - left)
    matrix[rows, left + 1] = place - left
    return matrix


@lru_cache(maxsize=1)
def _bend() -> NDArray[np.float64]:
    """Matrix that takes the Laplacian of a radial profile."""
    radius = _radii()
    matrix = np.zeros((radius.size, radius.size))
    inner = np.arange(1, radius.size - 1)
    for step, sign in ((-1, -1), (1, 1)):
        matrix[inner, inner + step] = 1 / _FINE_PX**2 + sign / (2 * _FINE_PX * radius[inner])
    matrix[inner, inner] = -2 / _FINE_PX**2
    matrix[0, :2] = -2 / _FINE_PX**2, 2 / _FINE_PX**2
    return matrix


@lru_cache(maxsize=len(_BLURS_PX))
def _radial_blur(blur_px: float) -> NDArray[np.float64]:
    """Matrix that blurs a round object's radial profile with a Gaussian in the plane."""
    radius = _radii()
    away = (radius[:, None] - radius[None, :]) ** 2 / (2 * blur_px**2)
    around = special.i0e(radius[:, None] * radius[None, :] / blur_px**2)
    return np.asarray(np.exp(-away) * around * radius / blur_px**2 * _FINE_PX)
