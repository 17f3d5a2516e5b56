"""Moving outlines to where the image itself has its edges.

The network learned from real images with outlines drawn by hand, two pixels too wide on average,
and cannot tell a plate, whose edge is at half of the contrast, from a ball, whose contrast begins
at nothing. The mean intensity across the outlines of a whole frame tells both: it is compared
with that of an absorbing ball, ``1 - exp(-a * thickness)``, and with that of a plate, both blurred
by the microscope. Where the model's edge differs from the outlines, they are moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, special

from ostwald.microscopy.segmentation.enlarging import nearest_labels
from ostwald.microscopy.segmentation.normalise import resize

Pixel = TypeVar("Pixel", bound=np.generic)

_DIAMETER_PX = 40.0
"""Larger particles are looked at reduced to this size."""

_WINDOW_PX = 640
_STEP_PX = 0.25
_OUTSIDE_PX = 4.0
_HALF_STEP_PX = 0.5
"""From the centre of a pixel to the outline beside it."""

_EVENING_PX = 0.7
"""Standard deviation by which distances are smoothed: outlines of pixels have steps."""

_LEAST_PIXELS = 25
_LEAST_BINS = 8
_ABSORPTIONS = (0.05, 0.3, 0.6, 1.0, 1.5, np.inf)
"""Of balls, at their centre, and of a plate. What lies between, balls that let hardly any electron
through, would fit both equally well, with other edges."""

_BLURS_PX = (0.3, 0.5, 0.6, 0.7, 0.8, 0.95, 1.2, 1.5, 1.9, 2.4, 3.0)
_OFFSETS_PX = np.round(np.arange(-4.0, 2.01, 0.05), 2)
_FINE_PX = 0.1
_LEAST_FIT = 0.97
"""Share of the profile's variance that the model must explain."""

_TOLERANCE = 0.0003
"""Difference of explained variance that the pixels themselves make."""

_USUAL_PX = 1.0
"""Usual distance between the network's outlines and the edges."""

_TRUST_PX = (5.0, 8.0)
"""Outlines of particles of the first such diameter stay, those of the second move all the way."""

_LARGEST_SHIFT = 0.2
"""Largest shift, in radii; more is a misunderstanding."""


@dataclass(frozen=True, slots=True)
class EdgeFit:
    """Where the edges are.

    Attributes:
        offset_px: Distance of the true edge from the outline; negative where the outline is wide.
        absorption: Absorption of the model's ball at its centre; infinite for plates.
        blur_px: Standard deviation of the blur.
        explained: Share of the profile's variance that the model explains.
    """

    offset_px: float
    absorption: float
    blur_px: float
    explained: float


def fit_edges(frame: NDArray[np.float32], labels: NDArray[np.int32]) -> EdgeFit | None:
    """Find where the edges of a frame's particles are, relative to their outlines.

    Args:
        frame: (H, W) pixels.
        labels: (H, W) particles.

    Returns:
        The fit, in pixels of the frame; None where there are too few free edges or where the
        profile is not that of particles on a background.
    """
    frame, labels = _middle(frame, 4 * _WINDOW_PX), _middle(labels, 4 * _WINDOW_PX)
    if not labels.any():
        return None
    typical = 2 * _radius(labels)
    factor = min(1.0, _DIAMETER_PX / typical)
    if factor < 1:
        frame = resize(frame, factor)
        labels = nearest_labels(labels, frame.shape)
    found = _profile(_middle(frame, _WINDOW_PX), _middle(labels, _WINDOW_PX), typical * factor / 2)
    if found is None:
        return None
    fit = _fit(*found, typical * factor / 2)
    if fit.explained < _LEAST_FIT or abs(fit.offset_px) > _LARGEST_SHIFT * typical * factor / 2:
        return None
    # Below, a ball and a plate look too much alike to tell where the edge is.
    trust = float(np.clip((typical - _TRUST_PX[0]) / (_TRUST_PX[1] - _TRUST_PX[0]), 0, 1))
    return EdgeFit(
        trust * fit.offset_px / factor, fit.absorption, fit.blur_px / factor, fit.explained
    )


def move_edges(
    labels: NDArray[np.int32],
    reach: NDArray[np.int32],
    probability: NDArray[np.float32],
    offset_px: float,
) -> NDArray[np.int32]:
    """Move the outlines of all particles in or out by the same distance.

    Each particle loses or gains as many pixels as its free edge is long, times the distance; the
    foreground probability says which. Edges between two particles stay.

    Args:
        labels: (H, W) particles.
        reach: (H, W) particles with all pixels that they may grow to.
        probability: (H, W) foreground probability.
        offset_px: Distance; positive outwards.

    Returns:
        (H, W) labels; no particle vanishes.
    """
    count = int(labels.max(initial=0))
    change = np.rint(np.abs(offset_px) * _free_edges(labels, count)).astype(np.int64)
    steps = int(np.ceil(abs(offset_px))) + 1
    inside = labels > 0
    square = np.ones((3, 3), bool)
    moved = labels.copy()
    if offset_px < 0:
        kept = ndimage.binary_erosion(inside, square, iterations=steps, border_value=1)
        candidates = np.flatnonzero(inside & ~kept)
        owner, order = labels.ravel()[candidates], probability.ravel()[candidates]
        area = np.bincount(labels.ravel(), minlength=count + 1)
        change = np.minimum(change, area // 2)
    else:
        grown = ndimage.binary_dilation(inside, square, iterations=steps)
        candidates = np.flatnonzero(grown & ~inside & (reach > 0))
        owner, order = reach.ravel()[candidates], -probability.ravel()[candidates]
    chosen = candidates[_first_of_each(owner, order, change)]
    moved.ravel()[chosen] = 0 if offset_px < 0 else reach.ravel()[chosen]
    return moved


def _first_of_each(
    owner: NDArray[np.int32], order: NDArray[np.float32], wanted: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Indices of the first ``wanted[k]`` entries of every owner ``k`` in rising order."""
    index = np.lexsort((order, owner))
    sorted_owner = owner[index]
    starts = np.searchsorted(sorted_owner, np.arange(wanted.size))
    place = np.arange(index.size) - starts[sorted_owner]
    return np.asarray(index[place < wanted[sorted_owner]])


def _free_edges(labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """Length of each particle's edge towards the background."""
    steps = np.zeros(count + 1)
    for first, second in (
        (labels[1:], labels[:-1]),
        (labels[:-1], labels[1:]),
        (labels[:, 1:], labels[:, :-1]),
        (labels[:, :-1], labels[:, 1:]),
    ):
        steps += np.bincount(first[(first > 0) & (second == 0)], minlength=count + 1)
    # Steps along the pixels are longer than a line in any direction by 4/pi on average.
    return np.asarray(steps * np.pi / 4)


def _radius(labels: NDArray[np.int32]) -> float:
    """Radius of balls with as much area for their outline as the particles have.

    Of rods and stars, which have much outline, it is smaller than that of equal area: their edges
    are nearer to one another.
    """
    # A line between two particles is an edge of both.
    steps = sum(
        np.count_nonzero((first != second) & (side > 0))
        for first, second in ((labels[1:], labels[:-1]), (labels[:, 1:], labels[:, :-1]))
        for side in (first, second)
    )
    outline = np.pi / 4 * steps
    return float(2 * np.count_nonzero(labels) / max(outline, 1.0))


def _profile(
    frame: NDArray[np.float32], labels: NDArray[np.int32], radius_px: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None:
    """Mean intensity by distance from the outline (negative inside), where no other is near."""
    inside = labels > 0
    if inside.all() or not inside.any():
        return None
    deep = float(np.clip(0.8 * radius_px, 2.0, 10.0))
    steps = np.where(
        inside,
        _HALF_STEP_PX - ndimage.distance_transform_edt(inside),
        ndimage.distance_transform_edt(~inside) - _HALF_STEP_PX,
    )
    distance = ndimage.gaussian_filter(steps, _EVENING_PX)
    # Smoothing adds half its variance times the curvature, which is one over the radius here.
    distance -= _EVENING_PX**2 / 2 / np.maximum(radius_px + distance, 1.0)
    alone = np.zeros(labels.shape, bool)
    highest = np.where(inside, labels, np.iinfo(np.int32).max)
    for limit in range(int(_OUTSIDE_PX) + 1):
        window = 2 * (limit + 2) + 1
        single = ndimage.maximum_filter(labels, window) <= ndimage.minimum_filter(highest, window)
        ring = (steps > limit - 0.5) & (steps <= limit + 0.5)
        alone |= single & (ring if limit else steps <= 0.5)
    edges = np.arange(-deep, _OUTSIDE_PX + _STEP_PX / 2, _STEP_PX)
    place = np.digitize(distance[alone], edges)
    number = np.bincount(place, minlength=edges.size + 1)[1:-1]
    mean = np.bincount(place, frame[alone], minlength=edges.size + 1)[1:-1]
    middle = np.bincount(place, distance[alone], minlength=edges.size + 1)[1:-1]
    usable = number >= _LEAST_PIXELS
    if usable.sum() < _LEAST_BINS or not usable[edges[:-1] >= 1].any():
        return None
    size = number[usable]
    return middle[usable] / size, mean[usable] / size, np.sqrt(size).astype(float)


def _fit(
    place: NDArray[np.float64],
    mean: NDArray[np.float64],
    weight: NDArray[np.float64],
    radius_px: float,
) -> EdgeFit:
    """Compare a profile with those of all models; contrast and background are free."""
    radius = np.arange(_FINE_PX / 2, radius_px + _OUTSIDE_PX + 10, _FINE_PX)
    fine = radius - radius_px
    thickness = np.sqrt(np.clip(1 - (radius / radius_px) ** 2, 0, None))
    total = weight.sum()
    centred = mean - (weight * mean).sum() / total
    variance = float((weight * centred**2).sum())
    explained = np.empty((len(_BLURS_PX), len(_ABSORPTIONS), _OFFSETS_PX.size))
    for row, blur in enumerate(_BLURS_PX):
        kernel = _radial_blur(radius, blur)
        for column, absorption in enumerate(_ABSORPTIONS):
            plate = np.isinf(absorption)
            model = kernel @ (thickness > 0 if plate else 1 - np.exp(-absorption * thickness))
            shape = np.interp(place[None, :] - _OFFSETS_PX[:, None], fine, model)
            shape = shape - (shape * weight).sum(axis=1, keepdims=True) / total
            shared = (shape * weight * centred).sum(axis=1)
            spread = (shape**2 * weight).sum(axis=1)
            explained[row, column] = shared**2 / np.maximum(spread * variance, 1e-30)
    best = np.unravel_index(int(np.argmax(explained)), explained.shape)
    # Of small particles, balls and plates explain the profile nearly as well; then the mean of
    # all good models counts, and large shifts need better reasons.
    belief = np.exp((explained - explained.max()) / _TOLERANCE - (_OFFSETS_PX / _USUAL_PX) ** 2 / 2)
    return EdgeFit(
        float((belief * _OFFSETS_PX).sum() / belief.sum()),
        _ABSORPTIONS[int(best[1])],
        _BLURS_PX[int(best[0])],
        float(explained.max()),
    )


def _radial_blur(radius: NDArray[np.float64], blur_px: float) -> NDArray[np.float64]:
    """Matrix that blurs a round object's radial profile with a Gaussian in the plane."""
    away = (radius[:, None] - radius[None, :]) ** 2 / (2 * blur_px**2)
    around = special.i0e(radius[:, None] * radius[None, :] / blur_px**2)
    return np.asarray(np.exp(-away) * around * radius / blur_px**2 * _FINE_PX)


def _middle(image: NDArray[Pixel], size_px: int) -> NDArray[Pixel]:
    top, left = (max(0, (n - size_px) // 2) for n in image.shape)
    return image[top : top + size_px, left : left + size_px]
