"""The mean intensity across the outlines of particles, from a sample of the whole frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, spatial

from ostwald.microscopy.segmentation.normalise import resize

OUTSIDE_PX = 5.0
_DIAMETER_PX = 40.0
"""Larger particles are looked at reduced to this size."""

_STEP_PX = 0.25
_LEAST_PIXELS = 4
_FEW_PIXELS = 300
"""Pixels within half a pixel of the outlines, below which bins are wider."""

_LEAST_BINS = 8
_HALF_STEP_PX = 0.5
"""From the centre of a pixel to the outline beside it."""

_EVENING_PX = 0.8
"""Standard deviation by which outlines are smoothed: those of pixels have steps."""

_QUIET, _EVENING_BY_NOISE, _MOST_EVENING = 0.1, 10.0, 0.4
"""Noise over contrast from which on more is smoothed; by how much; and the limit, in radii."""

_MARGIN_PX = 6
_FAR_PX = 12.0

_FREE_PX = 2.0
"""What is nearer to another particle by less than this tells nothing of the first."""

_MOST_SAMPLED_PX = 120_000
_MOST_SAMPLED = 80


@dataclass(frozen=True, slots=True)
class EdgeProfile:
    """Mean intensity by distance from the outlines, at a size where particles are small.

    Attributes:
        place: (n,) distance from the outline in reduced pixels, negative inside.
        mean: (n,) mean intensity there, less that of the film around each particle.
        variance: (n,) variance of the single pixels.
        number: (n,) number of pixels.
        radius_px: Radius of the particles in reduced pixels.
        factor: Reduced size over original size.
        particles: Number of particles looked at.
    """

    place: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    number: NDArray[np.float64]
    radius_px: float
    factor: float
    particles: int


def edge_profile(
    frame: NDArray[np.float32],
    labels: NDArray[np.int32],
    chosen: NDArray[np.int64],
    boxes: Sequence[tuple[slice, ...] | None],
    hidden: NDArray[np.bool_] | None = None,
) -> EdgeProfile | None:
    """Average the intensity across the outlines of particles.

    Args:
        frame: (H, W) pixels, not clipped.
        labels: (H, W) particles.
        chosen: Numbers of the particles to look at.
        boxes: Bounding box of each number, as from ``scipy.ndimage.find_objects``.
        hidden: (H, W) bool, pixels that are no specimen.

    Returns:
        The profile; None where there is too little free edge.
    """
    typical = 2 * _typical_radius(labels, chosen, boxes)
    factor = min(1.0, _DIAMETER_PX / typical)
    margin = math.ceil((OUTSIDE_PX + _FREE_PX + 1) / factor)
    points, radii, seen, budget = [], [], 0, _MOST_SAMPLED_PX
    for number in _spread(chosen):
        box = boxes[number - 1]
        if box is None:
            continue
        window = _window(box, margin, labels.shape)
        if hidden is not None and hidden[_window(box, 2, labels.shape)].any():
            continue
        found = _across(frame[window], labels[window], number, factor, hidden, window)
        height, width = (side.stop - side.start for side in window)
        budget -= round(height * width * factor**2)
        if found is not None:
            points.append(found[:2])
            radii.append(found[2])
            seen += 1
        if seen >= _MOST_SAMPLED or budget <= 0:
            break
    if not points:
        return None
    distance, value = (np.concatenate(part) for part in zip(*points, strict=True))
    return _binned(distance, value, float(np.median(radii)), factor, seen)


def free_edges(labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """Length of each particle's edge towards the background.

    Args:
        labels: (H, W) particles.
        count: Their number.

    Returns:
        (count + 1,) lengths.
    """
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


def radius_of(mask: NDArray[np.bool_]) -> float:
    """Radius of a ball with as much area for its outline as a particle has.

    Of rods and stars, which have much outline, it is smaller than that of equal area: their edges
    are nearer to one another.

    Args:
        mask: (h, w) bool, the particle.

    Returns:
        The radius in pixels.
    """
    padded = np.pad(mask, 1)
    steps = np.count_nonzero(padded[1:] != padded[:-1])
    steps += np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    return float(2 * np.count_nonzero(mask) / max(np.pi / 4 * steps, 1.0))


def _typical_radius(
    labels: NDArray[np.int32],
    chosen: NDArray[np.int64],
    boxes: Sequence[tuple[slice, ...] | None],
) -> float:
    some = _spread(chosen)[:_MOST_SAMPLED]
    radii = [radius_of(labels[box] == k) for k in some if (box := boxes[k - 1]) is not None]
    return float(np.median(radii)) if radii else 1.0


def _spread(chosen: NDArray[np.int64]) -> list[int]:
    """The numbers in an order in which the first few come from all over the frame."""
    count = chosen.size
    if count <= 2:
        return [int(number) for number in chosen]
    # Steps of the golden ratio fill a list evenly at any length.
    step = max(1, round(0.618034 * count))
    while math.gcd(step, count) > 1:
        step += 1
    return [int(chosen[(k * step) % count]) for k in range(count)]


def _window(box: tuple[slice, ...], margin: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    rows, columns = (
        slice(max(0, side.start - margin), min(length, side.stop + margin))
        for side, length in zip(box, shape, strict=True)
    )
    return rows, columns


def _across(
    frame: NDArray[np.float32],
    labels: NDArray[np.int32],
    number: int,
    factor: float,
    hidden: NDArray[np.bool_] | None,
    window: tuple[slice, slice],
) -> tuple[NDArray[np.float64], NDArray[np.float64], float] | None:
    """Distance and intensity of the pixels that belong to one particle's outline alone."""
    inside = labels == number
    soft = np.pad(inside.astype(np.float32), _MARGIN_PX, mode="edge")
    others = (labels > 0) & ~inside
    usable = np.ones(labels.shape, bool) if hidden is None else ~hidden[window]
    if factor < 1:
        frame, others, usable, inside = (
            resize(part.astype(np.float32), factor) for part in (frame, others, usable, inside)
        )
        soft = np.pad(inside, _MARGIN_PX, mode="edge")
        others, usable, inside = others > 0.5, usable > 0.99, inside > 0.5
    if inside.sum() < 4 or inside.all():
        return None
    radius = radius_of(inside)
    distance = _signed_distance(soft, radius, _evening(frame, inside, others, usable, radius))
    if distance is None:
        return None
    deep = float(np.clip(0.8 * radius, 2.0, 10.0))
    usable &= (distance >= -deep) & (distance < OUTSIDE_PX)
    if others.any():
        away = ndimage.distance_transform_edt(~others) - _HALF_STEP_PX
        usable &= away >= np.maximum(distance, 0) + _FREE_PX
    # The film is taken where the outline is not in doubt; without any, contrast is not known.
    film = usable & (distance >= 2.0)
    if film.sum() < _LEAST_PIXELS or not (usable & inside).any():
        return None
    value = frame[usable].astype(float) - float(np.median(frame[film]))
    return distance[usable], value, radius


def _evening(
    frame: NDArray[np.float32],
    inside: NDArray[np.bool_],
    others: NDArray[np.bool_],
    usable: NDArray[np.bool_],
    radius_px: float,
) -> float:
    """Standard deviation by which to smooth an outline.

    An outline that follows the noise finds an edge wherever it runs; the noisier the image, the
    smoother it must be.
    """
    film = usable & ~inside & ~others
    if np.count_nonzero(film) < _LEAST_PIXELS:
        return _EVENING_PX
    contrast = abs(float(frame[inside].mean()) - float(np.median(frame[film])))
    noise = float(frame[film].std()) / max(contrast, 1e-9)
    wanted = _EVENING_PX + _EVENING_BY_NOISE * (noise - _QUIET)
    return float(np.clip(wanted, _EVENING_PX, max(_EVENING_PX, _MOST_EVENING * radius_px)))


def _signed_distance(
    soft: NDArray[np.float32], radius_px: float, evening_px: float
) -> NDArray[np.float64] | None:
    """Distance of every pixel from an outline, negative inside, without its margin.

    Distances between pixels would be a quarter of a pixel too long on outlines that run obliquely,
    so they are taken from a contour between the pixels.
    """
    from skimage import measure

    smooth = ndimage.gaussian_filter(soft, evening_px)
    trace: Any = measure.find_contours
    lines = trace(smooth, 0.5)
    if not lines:
        return None
    points = np.concatenate([np.concatenate([line, (line[1:] + line[:-1]) / 2]) for line in lines])
    inner = tuple(slice(_MARGIN_PX, n - _MARGIN_PX) for n in soft.shape)
    rows, columns = (np.arange(side.start, side.stop) for side in inner)
    grid = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1)
    away = spatial.cKDTree(points).query(grid, distance_upper_bound=_FAR_PX)[0]
    away = np.minimum(away, _FAR_PX)
    # Smoothing moves an outline inwards by half its variance times the curvature.
    inwards = evening_px**2 / 2 / max(radius_px, 1.0)
    return np.asarray(np.where(smooth[inner] > 0.5, -away, away) - inwards)


def _binned(
    distance: NDArray[np.float64],
    value: NDArray[np.float64],
    radius_px: float,
    factor: float,
    particles: int,
) -> EdgeProfile | None:
    near = np.count_nonzero(np.abs(distance) <= _HALF_STEP_PX)
    step = _STEP_PX if near >= _FEW_PIXELS else 2 * _STEP_PX
    start = float(distance.min())
    place = ((distance - start) / step).astype(int)
    number = np.bincount(place)
    usable = number >= _LEAST_PIXELS
    if usable.sum() < _LEAST_BINS:
        return None
    size = np.maximum(number, 1)
    middle = np.bincount(place, distance) / size
    mean = np.bincount(place, value) / size
    square = np.bincount(place, value**2) / size
    return EdgeProfile(
        middle[usable],
        mean[usable],
        np.maximum(square - mean**2, 0)[usable],
        number[usable].astype(float),
        radius_px,
        factor,
        particles,
    )
