"""Training samples: rendered micrographs and mosaics of real images."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ostwald.microscopy.segmentation.normalise import normalise, resampling
from ostwald.microscopy.segmentation.training.emps import (
    LabelledImage,
    read_emps,
    read_gold_prisms,
)
from ostwald.microscopy.segmentation.training.targets import make_targets
from ostwald.microscopy.synthesis import random_settings, render_micrograph
from ostwald.microscopy.synthesis.visibility import with_rose_ratio

SAMPLE_PX = 256
RENDERED_SHARE = 0.6
GOLD_SHARE = 0.04
ENLARGED_SHARE = 0.45
RENDERED_DIAMETERS_PX = (8.5, 48.0)
LEAST_VISIBILITY = 3.5
"""Rose's ratio below which a particle is ignored; an eye needs about five."""

DIAMETERS_PX = (10.0, 60.0)
"""Median diameters to which real images are brought, log-uniform."""

_LEAST_PX = 32

Sample = tuple[NDArray[np.float16], NDArray[np.float16]]


@dataclass(slots=True)
class SampleSource:
    """Draws samples: rendered micrographs, EMPS images, gold prisms.

    Attributes:
        real: Training images of EMPS, normalised; may be empty.
        prisms: Gold prisms, normalised; may be empty.
    """

    real: list[LabelledImage]
    prisms: list[LabelledImage]

    @classmethod
    def from_data(cls, data: Path | None) -> SampleSource:
        """Read the training side of the real images; none without data."""
        if data is None:
            return cls([], [])
        return cls(
            [_ready(i) for i in read_emps(data, validation=False) if i.labels.any()],
            [_ready(i) for i in read_gold_prisms(data) if i.labels.any()],
        )

    def draw(self, rng: np.random.Generator) -> Sample:
        """Return normalised pixels (H, W) and targets (5, H, W), the last a weight map."""
        kind = rng.random()
        if not self.real or kind < RENDERED_SHARE:
            return _rendered(rng)
        pool = self.prisms if self.prisms and kind > 1 - GOLD_SHARE else self.real
        return _mosaic(pool, rng)


def _ready(image: LabelledImage) -> LabelledImage:
    return replace(image, pixels=normalise(image.pixels))


def _rendered(rng: np.random.Generator) -> Sample:
    """Render a micrograph; at times as small particles look once they have been enlarged."""
    settings = random_settings(rng, SAMPLE_PX, RENDERED_DIAMETERS_PX)
    enlarged = rng.random() < ENLARGED_SHARE
    factor = rng.uniform(1.3, 2.2) if enlarged else 1.0
    # Averaging pixels gains electrons; the dose stays that of the small image.
    if enlarged:
        settings = replace(
            settings,
            dose=settings.dose / factor**2,
            noise_blur_px=settings.noise_blur_px * factor,
            film_cutoff_px=settings.film_cutoff_px * factor,
            blur_px=settings.blur_px * factor**0.5,
        )
        # Blurred noise does not average out, so the limit of visibility is checked again.
        settings = with_rose_ratio(settings, float(rng.uniform(5, 12)), exactly=False)
    micrograph = render_micrograph(settings, int(rng.integers(2**62)))
    pixels = micrograph.pixels[:SAMPLE_PX]
    if enlarged:
        side = round(SAMPLE_PX / factor)
        small = _to_size(pixels, side, side, 1 / factor)
        pixels = _to_size(small, SAMPLE_PX, SAMPLE_PX, 2.0)
    labels = micrograph.labels[:SAMPLE_PX]
    weight = 1 - _hardly_seen(labels, micrograph.visibility).astype(np.float32)
    return _finish(pixels, _without_slivers(labels), weight)


def _hardly_seen(labels: NDArray[np.int32], visibility: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Pixels of particles that drown in the noise: neither finding nor missing them is wrong."""
    drowned = np.concatenate([[False], visibility < LEAST_VISIBILITY])
    return np.asarray(ndimage.binary_dilation(drowned[labels]))


def _without_slivers(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    area = np.bincount(labels.ravel())
    keep = area >= 6
    keep[0] = False
    return np.where(keep[labels], labels, 0).astype(np.int32)


def _mosaic(images: list[LabelledImage], rng: np.random.Generator) -> Sample:
    """Fill a square with real images, each at its own working magnification, shelf by shelf.

    Brought to particles of a few dozen pixels, most images are smaller than the square.
    """
    pixels = np.zeros((SAMPLE_PX, SAMPLE_PX), np.float32)
    labels = np.zeros((SAMPLE_PX, SAMPLE_PX), np.int32)
    weight = np.zeros((SAMPLE_PX, SAMPLE_PX), np.float32)
    top = 0
    while SAMPLE_PX - top >= _LEAST_PX:
        left, shelf = 0, 0
        while SAMPLE_PX - left >= _LEAST_PX:
            room = (shelf or SAMPLE_PX - top, SAMPLE_PX - left)
            image = images[int(rng.integers(len(images)))]
            part_pixels, part_labels, part_weight = _real(image, room, rng)
            rows, columns = part_labels.shape
            shelf = shelf or rows
            window = (slice(top, top + rows), slice(left, left + columns))
            pixels[window] = part_pixels
            weight[window] = part_weight
            labels[window] = np.where(part_labels > 0, part_labels + labels.max(), 0)
            left += columns
        top += shelf
    return _finish(pixels, _without_slivers(labels), weight, normalised=True)


def _real(
    image: LabelledImage, room: tuple[int, int], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.float32]]:
    """Bring a real image to a random working magnification and cut what fits into the room."""
    target = float(np.exp(rng.uniform(*np.log(DIAMETERS_PX))))
    factor = float(np.clip(target / image.median_diameter_px, 0.05, 2.0))
    stretch = float(np.exp(rng.normal(0, 0.08)))
    shape = image.labels.shape
    rows = max(_LEAST_PX, round(shape[0] * factor * stretch))
    columns = max(_LEAST_PX, round(shape[1] * factor / stretch))
    pixels = _to_size(image.pixels, rows, columns, factor)
    nearest = Image.Resampling.NEAREST
    labels = np.asarray(Image.fromarray(image.labels).resize((columns, rows), nearest), np.int32)
    unsure = Image.fromarray(image.uncertain.astype(np.uint8)).resize((columns, rows), nearest)
    weight = 1 - np.asarray(unsure, np.float32)
    weight[_outlined_by_hand(labels > 0)] = 0
    height, width = min(rows, room[0]), min(columns, room[1])
    top = int(rng.integers(rows - height + 1))
    left = int(rng.integers(columns - width + 1))
    window = (slice(top, top + height), slice(left, left + width))
    pixels = pixels[window]
    if rng.random() < 0.3:
        grain = rng.standard_normal(pixels.shape, dtype=np.float32)
        grain = ndimage.gaussian_filter(grain, rng.uniform(0, 1))
        pixels = pixels + rng.uniform(0.1, 0.8) * grain / (grain.std() + 1e-6)
    return pixels, labels[window], weight[window]


def _outlined_by_hand(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pixels at the edge between particles and background, where marks by hand are not exact.

    The edges in the images lie about two pixels within those that were drawn. Where the edge is
    must be learned from rendered micrographs, which know it.
    """
    square = np.ones((3, 3), bool)
    grown = ndimage.binary_dilation(inside, square)
    shrunk = ndimage.binary_erosion(inside, square, iterations=2, border_value=1)
    return np.asarray(grown & ~shrunk)


def _to_size(
    pixels: NDArray[np.float32], rows: int, columns: int, factor: float
) -> NDArray[np.float32]:
    method = resampling(factor)
    return np.asarray(Image.fromarray(pixels).resize((columns, rows), method), np.float32)


def _finish(
    pixels: NDArray[np.float32],
    labels: NDArray[np.int32],
    weight: NDArray[np.float32],
    normalised: bool = False,
) -> Sample:
    if not normalised:
        pixels = normalise(pixels)
    targets = np.concatenate([make_targets(labels), weight[None]])
    return pixels.astype(np.float16), targets.astype(np.float16)


def augment(
    sample: Sample,
    crop_px: int,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cut, turn, mirror and re-light one sample; swap its polarity at times.

    Args:
        sample: (H, W) normalised pixels and (5, H, W) targets and weight.
        crop_px: Side of the cut.
        rng: Source of randomness.

    Returns:
        (crop, crop) pixels and (5, crop, crop) targets, float32.
    """
    pixels, targets = sample
    top, left = rng.integers(pixels.shape[0] - crop_px + 1, size=2)
    x = pixels[top : top + crop_px, left : left + crop_px].astype(np.float32)
    y = targets[:, top : top + crop_px, left : left + crop_px].astype(np.float32)
    turns = int(rng.integers(4))
    x, y = np.rot90(x, turns), np.rot90(y, turns, axes=(1, 2))
    if rng.random() < 0.5:
        x, y = x[:, ::-1], y[:, :, ::-1]
    if rng.random() < 0.2:
        x = -x
    x = x * np.float32(np.exp(rng.normal(0, 0.25))) + np.float32(rng.normal(0, 0.3))
    return np.ascontiguousarray(x), np.ascontiguousarray(y)
