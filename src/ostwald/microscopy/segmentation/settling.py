"""Moving outlines to where the image has its edges, each class of sizes by its own distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import highest_around
from ostwald.microscopy.segmentation.edge_profile import edge_profile, free_edges
from ostwald.microscopy.segmentation.edges import EdgeFit, fit_edges, usual_edges
from ostwald.microscopy.segmentation.outlines import Drawn

Labels = NDArray[np.int32]

_TRUST_PX = (5.0, 8.0)
"""Outlines of particles of the first such diameter stay, those of the second move all the way."""

_CLASS_WIDTH = 2.0
"""Ratio of sizes within a class: what blur and thickness do to an outline depends on size."""

_LEAST_OF_CLASS = 0.1
_LEAST_SHRUNK = 0.5
"""Share of a particle's area that stays, at least, when its outline moves in."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Particles with their outlines at the edges of the image.

    Attributes:
        labels: (H, W) particles.
        errors_px: (n + 1,) standard error of where the outline of each is; entry 0 is unused.
        found: (n + 1,) bool, whether the image showed where the edges are.
    """

    labels: Labels
    errors_px: NDArray[np.float64]
    found: NDArray[np.bool_]


def unsettled(drawn: Drawn) -> Settled:
    """Leave outlines where the network drew them.

    Args:
        drawn: The particles.

    Returns:
        The same particles, with the usual error of such outlines.
    """
    size = drawn.count + 1
    return Settled(drawn.labels, np.full(size, usual_edges().error_px), np.zeros(size, bool))


def settle_edges(
    drawn: Drawn, pixels: NDArray[np.float32], hidden: NDArray[np.bool_] | None = None
) -> Settled:
    """Move the outlines of a frame to where the image has its edges.

    Args:
        drawn: The particles.
        pixels: (H, W) the image on any grey scale, not clipped.
        hidden: (H, W) bool, pixels that are no specimen.

    Returns:
        The particles. Where the image does not show its edges, outlines stay.
    """
    labels, count = drawn.labels, drawn.count
    area = np.bincount(labels.ravel(), minlength=count + 1).astype(float)
    area[0] = 0
    usual = usual_edges()
    offsets = np.zeros(count + 1)
    errors = np.full(count + 1, usual.error_px)
    found = np.zeros(count + 1, bool)
    boxes = ndimage.find_objects(labels)
    diameters = 2 * np.sqrt(area / np.pi)
    for chosen in _classes(diameters):
        fit = _fit(pixels, labels, chosen, boxes, hidden)
        if fit is None:
            continue
        # Below, a ball and a plate look too much alike to tell where the edge is.
        low, high = _TRUST_PX
        trust = float(np.clip((np.median(diameters[chosen]) - low) / (high - low), 0, 1))
        offsets[chosen] = trust * fit.offset_px
        errors[chosen] = np.hypot(fit.error_px, (1 - trust) * usual.error_px)
        found[chosen] = True
    return Settled(move_edges(labels, drawn.reach, drawn.probability, offsets), errors, found)


def move_edges(
    labels: Labels,
    reach: Labels,
    probability: NDArray[np.float32],
    offsets_px: NDArray[np.float64],
) -> Labels:
    """Move the outline of every particle in or out.

    Each particle loses or gains the area that its free edge sweeps; the foreground probability
    says which pixels. Edges between two particles stay.

    Args:
        labels: (H, W) particles.
        reach: (H, W) particles with all pixels that they may grow to.
        probability: (H, W) foreground probability.
        offsets_px: (n + 1,) distances; positive outwards.

    Returns:
        (H, W) labels; no particle vanishes.
    """
    count = offsets_px.size - 1
    area = np.bincount(labels.ravel(), minlength=count + 1)
    free = free_edges(labels, count)
    # A band inside the outline is shorter than the outline, one outside is longer.
    bend = offsets_px * free / np.maximum(4 * area, 1)
    change = np.rint(np.abs(offsets_px) * free * (1 + np.clip(bend, -0.5, 0.5))).astype(np.int64)
    change[0] = 0
    inwards = offsets_px < 0
    moved = labels.copy()
    if inwards.any():
        least = np.ceil(_LEAST_SHRUNK * area).astype(np.int64)
        wanted = np.where(inwards, np.minimum(change, area - least), 0)
        chosen, _ = _band(labels, labels, probability, wanted, -float(offsets_px.min()))
        moved.ravel()[chosen] = 0
    if (offsets_px > 0).any():
        wanted = np.where(inwards, 0, change)
        chosen, owner = _band(labels, reach, -probability, wanted, float(offsets_px.max()))
        moved.ravel()[chosen] = owner
    return moved


def _band(
    labels: Labels,
    owners: Labels,
    order: NDArray[np.float32],
    wanted: NDArray[np.int64],
    width_px: float,
) -> tuple[NDArray[np.intp], Labels]:
    """The first pixels of each particle, in rising order, within a band along the outlines.

    The band is inside the outlines where ``owners`` are the labels themselves, else outside.
    """
    inside = labels > 0
    steps = int(np.ceil(width_px)) + 1
    if owners is labels:
        band = inside & highest_around(~inside, steps)
    else:
        band = highest_around(inside, steps) & ~inside & (owners > 0)
    candidates = np.flatnonzero(band)
    owner, rank = owners.ravel()[candidates], order.ravel()[candidates]
    first = _first_of_each(owner, rank, wanted)
    return candidates[first], owner[first]


def _first_of_each(
    owner: NDArray[np.int32], order: NDArray[np.float32], wanted: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Indices of the first ``wanted[k]`` entries of every owner ``k`` in rising order."""
    index = np.lexsort((order, owner))
    sorted_owner = owner[index]
    starts = np.searchsorted(sorted_owner, np.arange(wanted.size))
    place = np.arange(index.size) - starts[sorted_owner]
    return np.asarray(index[place < wanted[sorted_owner]])


def _classes(diameters: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Numbers of the particles in classes of like size; one class where sizes differ little."""
    numbers = np.flatnonzero(diameters > 0)
    if not numbers.size:
        return []
    order = numbers[np.argsort(diameters[numbers])]
    low, high = np.percentile(diameters[numbers], [10, 90])
    if high <= _CLASS_WIDTH * low:
        return [order]
    width = np.log(_CLASS_WIDTH)
    number = np.floor((np.log(diameters[order]) - np.log(high)) / width + 0.5).astype(int)
    least = max(1, round(_LEAST_OF_CLASS * numbers.size))
    classes: list[NDArray[np.int64]] = []
    for value in np.unique(number):
        members = order[number == value]
        # Too few to be a class of their own go with their neighbours.
        if classes and min(members.size, classes[-1].size) < least:
            classes[-1] = np.concatenate([classes[-1], members])
        else:
            classes.append(members)
    return classes


def _fit(
    pixels: NDArray[np.float32],
    labels: Labels,
    chosen: NDArray[np.int64],
    boxes: Sequence[tuple[slice, ...] | None],
    hidden: NDArray[np.bool_] | None,
) -> EdgeFit | None:
    profile = edge_profile(pixels, labels, chosen, boxes, hidden)
    return None if profile is None else fit_edges(profile)
