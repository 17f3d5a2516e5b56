"""From the network's maps to particles: basins of the distance map, merged by evidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import blurred
from ostwald.microscopy.segmentation.settings import SegmentationSettings

_REFERENCE_DIAMETER_PX = 16.0
_BAND = 1024
_LEAST_DEPTH = 0.01

Landscape = NDArray[np.float32]
Labels = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Instances:
    """Particles at the working magnification.

    Attributes:
        labels: (H, W) int32, 0 background, particles numbered from 1 without gaps.
        scores: (n,) mean foreground probability of each particle, weighted by depth.
        diameters_px: (n,) equal-area diameter of each particle.
        predicted_px: (n,) diameter that the network predicted for it.
    """

    labels: Labels
    scores: NDArray[np.float64]
    diameters_px: NDArray[np.float64]
    predicted_px: NDArray[np.float64]


def find_instances(maps: NDArray[np.float16], settings: SegmentationSettings) -> Instances:
    """Find the particles in the network's maps.

    Every foreground pixel climbs the distance map to a summit; pixels with the same summit form a
    basin. Basins whose saddle is nearly as high as the lower summit are one particle.

    Args:
        maps: (4, H, W) foreground, distance, contact and log2(diameter / 16 px).
        settings: Thresholds.

    Returns:
        The particles, in the order of their summits from the top left.
    """
    foreground = maps[0] > settings.foreground
    if not foreground.any():
        empty = np.zeros(0)
        return Instances(np.zeros(foreground.shape, np.int32), empty, empty, empty)
    landscape = _landscape(maps, foreground, settings)
    basins, peaks = _basins(landscape, foreground)
    merged = _merge(basins, peaks, landscape, settings)
    labels = merged[basins]
    del basins, landscape
    _fill_holes(labels)
    return _select(labels, maps, settings)


def _landscape(
    maps: NDArray[np.float16], foreground: NDArray[np.bool_], settings: SegmentationSettings
) -> Landscape:
    """Distance map, lowered where particles touch and smoothed in proportion to their size."""
    height = maps[1].astype(np.float32)
    height *= 1 - settings.contact_depth * maps[2].astype(np.float32)
    sizes = maps[3][foreground]
    step = max(1, sizes.size // 200_000)
    typical = _REFERENCE_DIAMETER_PX * 2.0 ** float(np.median(sizes[::step]))
    sigma = float(np.clip(settings.seed_smoothing * typical, 0.5, 3.0))
    return blurred(height, sigma)


def _basins(
    landscape: Landscape, foreground: NDArray[np.bool_]
) -> tuple[Labels, NDArray[np.float32]]:
    """Let every foreground pixel climb to its summit.

    Returns:
        Basin of each pixel (0 is background) and the height of each basin's summit, entry 0 for
        the background.
    """
    height, width = landscape.shape
    ground = np.where(foreground, landscape, -np.inf).astype(np.float32)
    target = np.empty(height * width, np.int32)
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        target[top * width : bottom * width] = _steepest(ground, top, bottom).ravel()
    index = np.flatnonzero(foreground.ravel()).astype(np.int32)
    pointer = target[index]
    while True:
        further = target[pointer]
        if np.array_equal(further, pointer):
            break
        target[index] = further
        pointer = target[further]
    target[index] = pointer
    summits = np.flatnonzero(
        (target == np.arange(height * width, dtype=np.int32)) & foreground.ravel()
    )
    numbers = np.zeros(height * width, np.int32)
    numbers[summits] = np.arange(1, summits.size + 1, dtype=np.int32)
    basins = np.zeros(height * width, np.int32)
    basins[index] = numbers[pointer]
    peaks = np.concatenate([[0], landscape.ravel()[summits]]).astype(np.float32)
    return basins.reshape(height, width), peaks


def _steepest(ground: Landscape, top: int, bottom: int) -> NDArray[np.int32]:
    """Index of the highest pixel among each pixel and its eight neighbours, for rows of a band.

    Among equal heights the largest index wins, so paths never run in circles.
    """
    height, width = ground.shape
    padded = np.full((bottom - top + 2, width + 2), -np.inf, np.float32)
    first, last = max(top - 1, 0), min(bottom + 1, height)
    padded[first - top + 1 : last - top + 1, 1:-1] = ground[first:last]
    best = padded[1:-1, 1:-1].copy()
    own = np.arange(top * width, bottom * width, dtype=np.int32).reshape(bottom - top, width)
    offset = np.zeros(best.shape, np.int32)
    # Later offsets have larger indices, so >= lets them win a tie and > keeps the pixel itself.
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            step = row * width + column
            if step == 0:
                continue
            value = padded[1 + row : 1 + row + best.shape[0], 1 + column : 1 + column + width]
            better = value > best if step < 0 else (value > best) | ((value == best) & (value > -1))
            np.copyto(best, value, where=better)
            offset[better] = step
    return own + offset


def _merge(
    basins: Labels, peaks: NDArray[np.float32], landscape: Landscape, settings: SegmentationSettings
) -> Labels:
    """Decide which basins are one particle.

    Returns:
        (n + 1,) new label of each basin; entry 0 stays 0.
    """
    low, high, saddle = _saddles(basins, landscape)
    parent = list(range(peaks.size))
    peak = peaks.tolist()

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    order = np.argsort(-saddle, kind="stable")
    edges = zip(low[order].tolist(), high[order].tolist(), saddle[order].tolist(), strict=True)
    for one, other, ridge in edges:
        a, b = root(one), root(other)
        if a == b:
            continue
        if peak[a] < peak[b]:
            a, b = b, a
        weak = peak[b] < settings.seed_distance
        if weak or ridge >= settings.saddle * peak[b]:
            parent[b] = a
    roots = np.array([root(number) for number in range(peaks.size)])
    kept = np.asarray(peak)[roots] >= settings.least_peak
    kept[0] = False
    names, numbers = np.unique(np.where(kept, roots, 0), return_inverse=True)
    return (numbers if names[0] == 0 else numbers + 1).astype(np.int32)


def _saddles(
    basins: Labels, landscape: Landscape
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Neighbouring basins and the highest pass between them."""
    firsts, seconds, passes = [], [], []
    for shift in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for a, b in _shifted_pairs(basins.shape, shift):
            one, other = basins[a], basins[b]
            meet = (one != other) & (one > 0) & (other > 0)
            x, y = one[meet], other[meet]
            firsts.append(np.minimum(x, y))
            seconds.append(np.maximum(x, y))
            passes.append(np.minimum(landscape[a][meet], landscape[b][meet]))
    first = np.concatenate(firsts).astype(np.int64)
    second = np.concatenate(seconds).astype(np.int64)
    value = np.concatenate(passes)
    if not first.size:
        return first, second, value
    key = first * (int(basins.max()) + 1) + second
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.concatenate([[True], np.diff(key[order]) > 0]))
    highest = np.maximum.reduceat(value[order], starts)
    return first[order][starts], second[order][starts], highest


def _shifted_pairs(
    shape: tuple[int, ...], shift: tuple[int, int]
) -> list[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """Windows of all pixels and of their neighbours in one direction, in bands of rows."""
    rows, columns = shift
    left = (slice(0, -columns), slice(columns, None)) if columns > 0 else (slice(None), slice(None))
    if columns < 0:
        left = (slice(-columns, None), slice(0, columns))
    bands = []
    for top in range(0, shape[0] - rows, _BAND):
        bottom = min(top + _BAND, shape[0] - rows)
        a = (slice(top, bottom), left[0])
        b = (slice(top + rows, bottom + rows), left[1])
        bands.append((a, b))
    return bands


def _fill_holes(labels: Labels) -> None:
    """Give background that one particle encloses to that particle, in place."""
    holes, count = ndimage.label(labels == 0)
    if count < 2:
        return
    low = np.full(count + 1, np.iinfo(np.int32).max, np.int32)
    high = np.zeros(count + 1, np.int32)
    for shift in ((0, 1), (1, 0)):
        for a, b in _shifted_pairs(labels.shape, shift):
            for hole, label in ((holes[a], labels[b]), (holes[b], labels[a])):
                meet = (hole > 0) & (label > 0)
                np.minimum.at(low, hole[meet], label[meet])
                np.maximum.at(high, hole[meet], label[meet])
    for edge in (holes[0], holes[-1], holes[:, 0], holes[:, -1]):
        high[edge] = 0
    owner = np.where((low == high), high, 0).astype(np.int32)
    owner[0] = 0
    area = np.bincount(holes.ravel(), minlength=count + 1)
    particle = np.bincount(labels.ravel(), minlength=int(high.max()) + 1)
    owner[area > 0.3 * particle[owner]] = 0
    if owner.any():
        fill = (labels == 0) & (owner[holes] > 0)
        labels[fill] = owner[holes[fill]]


def _select(labels: Labels, maps: NDArray[np.float16], settings: SegmentationSettings) -> Instances:
    """Drop what is too small, too faint or only a piece, and number the rest anew."""
    count = int(labels.max())
    flat = labels.ravel()
    inside = np.flatnonzero(flat)
    names = flat[inside]
    area = np.bincount(names, minlength=count + 1).astype(float)
    # Weighted by depth, so that the blurred rim of a small particle does not count against it.
    depth = maps[1].ravel()[inside].astype(np.float32) + _LEAST_DEPTH
    weight = np.bincount(names, depth, minlength=count + 1)
    score = np.bincount(names, depth * maps[0].ravel()[inside], minlength=count + 1)
    size = np.bincount(names, maps[3].ravel()[inside], minlength=count + 1)
    divisor = np.maximum(area, 1)
    diameter = 2 * np.sqrt(area / np.pi)
    predicted = _REFERENCE_DIAMETER_PX * 2.0 ** (size / divisor)
    mean = score / np.maximum(weight, _LEAST_DEPTH)
    keep = (area >= settings.least_area_px) & (mean >= _least_score(diameter, mean, settings))
    keep &= diameter >= settings.least_relative_diameter * predicted
    keep[0] = False
    numbers = (np.cumsum(keep) * keep).astype(np.int32)
    return Instances(numbers[labels], mean[keep], diameter[keep], predicted[keep])


def _least_score(
    diameter: NDArray[np.float64], mean: NDArray[np.float64], settings: SegmentationSettings
) -> NDArray[np.float64]:
    """Score that each particle must reach: more for large ones and for the frame's small fry."""
    low, high = np.log(settings.score_diameters_px)
    by_size = (np.log(np.maximum(diameter, 1)) - low) / (high - low)
    fair = mean >= settings.least_score_small
    typical = np.average(diameter[fair], weights=diameter[fair]) if fair.any() else 1.0
    few, many = settings.score_ratios
    by_ratio = (many - diameter / typical) / (many - few)
    share = np.clip(np.maximum(by_size, by_ratio), 0, 1)
    lowest = settings.least_score_small
    return np.asarray(lowest + (settings.least_score - lowest) * share)
