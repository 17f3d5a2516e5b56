"""Rendering of a micrograph with exact labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.synthesis.annotations import BarInfo, annotate
from ostwald.microscopy.synthesis.imaging import expose
from ostwald.microscopy.synthesis.particles import build_scene
from ostwald.microscopy.synthesis.settings import RenderSettings


@dataclass(frozen=True, slots=True)
class RenderedMicrograph:
    """A rendered micrograph and the truth about it.

    Attributes:
        pixels: (H, W) float32, 0 to 1; higher than the settings say where a strip was added.
        labels: (H, W) int32; 0 is background, a particle has one number from 1 on. A pixel whose
            centre lies within several outlines belongs to the particle that landed last (the
            upper one), so a label is the visible area, or is shared out between them (see
            `RenderSettings.owner`). Bar and text do not cut labels.
        shapes: Shape of each particle; entry ``i`` belongs to label ``i + 1``.
        diameters_nm: True equal-area diameter of each particle's full outline, with the parts
            that are hidden or lie outside the frame.
        nm_per_px: Pixel size.
        bar: The scale bar that was drawn, or None.
        visibility: Rose's signal-to-noise ratio of each particle's visible area; below about
            five an eye does not find it.
    """

    pixels: NDArray[np.float32]
    labels: NDArray[np.int32]
    shapes: list[str]
    diameters_nm: NDArray[np.float64]
    nm_per_px: float
    bar: BarInfo | None
    visibility: NDArray[np.float64]


def render_micrograph(settings: RenderSettings, seed: int) -> RenderedMicrograph:
    """Render one micrograph.

    Args:
        settings: What to draw and how the microscope saw it.
        seed: The same settings and seed give the same micrograph.

    Returns:
        The image, its labels and the truth about each particle.
    """
    rng = np.random.default_rng(seed)
    scene = build_scene(settings, rng)
    pixels, visibility = expose(scene, settings, rng)
    labels = scene.labels
    bar: BarInfo | None = None
    if settings.bar is not None:
        pixels, bar = annotate(pixels, settings.nm_per_px, settings.bar)
        added = pixels.shape[0] - labels.shape[0]
        labels = np.pad(labels, ((0, added), (0, 0)))
    diameters = np.asarray(scene.diameters_px, dtype=float) * settings.nm_per_px
    return RenderedMicrograph(
        pixels, labels, scene.shapes, diameters, settings.nm_per_px, bar, visibility
    )
