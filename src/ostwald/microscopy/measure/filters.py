"""Which of the particles found are kept: size, roundness, bright or dark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.table import ParticleTable
from ostwald.microscopy.settings import Settings

# Ring around a particle in which its surroundings are looked at.
_RING_PX = 3


def kept_particles(
    table: ParticleTable,
    labels: NDArray[np.int32],
    pixels: NDArray[np.float32],
    settings: Settings,
    excluded: NDArray[np.bool_] | None = None,
) -> tuple[ParticleTable, NDArray[np.int32], tuple[str, ...]]:
    """Leave out what the user does not want counted.

    Args:
        table: All particles.
        labels: (height, width) their label image.
        pixels: (height, width) the picture.
        settings: What to keep.
        excluded: (height, width) what is no specimen and no surroundings either.

    Returns:
        Table and labels of the particles kept, with their numbers, and remarks on what was left
        out or could not be judged.
    """
    keep = np.ones(len(table), dtype=bool)
    notes: list[str] = []
    if settings.min_size_nm or settings.max_size_nm:
        if np.isfinite(table.diameter_nm).all():
            smallest, largest = settings.min_size_nm or 0.0, settings.max_size_nm or np.inf
            keep &= _told(table.diameter_nm >= smallest, keep, f"under {smallest:g} nm", notes)
            keep &= _told(table.diameter_nm <= largest, keep, f"over {largest:g} nm", notes)
        else:
            notes.append("without a scale no particle can be left out by its size: all are counted")
    if settings.min_circularity is not None:
        least = settings.min_circularity
        keep &= _told(table.circularity >= least, keep, f"of a circularity under {least:g}", notes)
    if settings.contrast is not None and len(table):
        difference = contrast_of(table, labels, pixels, excluded)
        wanted = difference > 0 if settings.contrast == "bright" else difference < 0
        keep &= _told(wanted, keep, f"not {settings.contrast}", notes)
    if keep.all():
        return table, labels, tuple(notes)
    stays = np.zeros(int(labels.max(initial=0)) + 1, dtype=bool)
    stays[table.particle[keep]] = True
    return table.rows(keep), np.where(stays[labels], labels, 0), tuple(notes)


def contrast_of(
    table: ParticleTable,
    labels: NDArray[np.int32],
    pixels: NDArray[np.float32],
    excluded: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return how much brighter each particle is than the ground around it.

    Args:
        table: The particles.
        labels: (height, width) their label image.
        pixels: (height, width) the picture.
        excluded: (height, width) what is no specimen.

    Returns:
        (n,) difference of the medians, in the file's units; against the ground of the whole
        picture where a particle has none around it.
    """
    from scipy import ndimage

    ground = labels == 0
    if excluded is not None:
        ground &= ~excluded
    everywhere = float(np.median(pixels[ground])) if ground.any() else float(np.median(pixels))
    boxes = ndimage.find_objects(labels)
    result = np.zeros(len(table))
    for row, number in enumerate(table.particle):
        box = tuple(
            slice(max(0, side.start - _RING_PX - 1), side.stop + _RING_PX + 1)
            for side in boxes[number - 1]
        )
        mask = labels[box] == number
        ring = ndimage.binary_dilation(mask, iterations=_RING_PX) & ground[box]
        around = float(np.median(pixels[box][ring])) if ring.any() else everywhere
        result[row] = float(np.median(pixels[box][mask])) - around
    return result


def _told(
    passes: NDArray[np.bool_], keep: NDArray[np.bool_], what: str, notes: list[str]
) -> NDArray[np.bool_]:
    """Say how many of those still kept fall out."""
    out = int(np.count_nonzero(keep & ~passes))
    if out:
        notes.append(f"{out} particle{'s' if out > 1 else ''} {what} left out, as asked")
    return passes
