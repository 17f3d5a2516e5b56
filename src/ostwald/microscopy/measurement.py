"""One call from a picture to sizes and shapes."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.borrowed import (
    borrowed_scale,
    with_borrowed,
    without_trust_in_placeholders,
)
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.marked import (
    Marked,
    Measurement,
    particles_of,
    summarised,
)
from ostwald.microscopy.review.labels import as_labels, read_corrected
from ostwald.microscopy.scale.region import limited_to, part_of
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.settings import Contrast, Settings
from ostwald.microscopy.trust import Edges

_SMALLEST_SIDE_PX = 8


class Found(Protocol):
    """What a segmenter returns: ``labels`` (height, width) and ``scores`` (n,)."""

    @property
    def labels(self) -> NDArray[np.int32]:
        """0 background, 1 to n the particles."""

    @property
    def scores(self) -> NDArray[np.float64]:
        """Confidence of each particle."""


class ParticleFinder(Protocol):
    """Anything that finds particles in a picture."""

    def segment(
        self, pixels: NDArray[np.float32], exclude: NDArray[np.bool_] | None = None
    ) -> Found:
        """Find the particles outside the excluded area."""


def measure(
    image: Path | str | Micrograph | NDArray[Any],
    *,
    nm_per_px: float | None = None,
    segmenter: ParticleFinder | None = None,
    frame: int | None = None,
    channel: str | None = None,
    roi: tuple[int, int, int, int] | None = None,
    labels: Path | str | NDArray[Any] | None = None,
    min_size_nm: float | None = None,
    max_size_nm: float | None = None,
    min_circularity: float | None = None,
    contrast: Contrast | None = None,
    scale_from: Path | str | None = None,
) -> Measurement:
    """Measure every particle of a micrograph.

    Args:
        image: A file, a micrograph read before, or an array (height, width[, colours]).
        nm_per_px: Pixel size in nanometres; overrides the file's own and the scale bar.
        segmenter: What finds the particles; the shipped network when left out.
        frame: Number of the image to measure in a file with several, counted from 1.
        channel: Name of the image to measure in a file with several, such as ``"HAADF"``.
        roi: (x, y, width, height) in pixels of the part to measure.
        labels: Particles marked by hand, in place of the segmenter's: a label image (array, TIFF,
            PNG) or a ROI set of ImageJ (ZIP).
        min_size_nm: Leave out particles of a smaller equal-area diameter.
        max_size_nm: Leave out particles of a larger one.
        min_circularity: Leave out particles of a smaller circularity.
        contrast: Keep only particles that are ``"bright"`` or ``"dark"`` on their ground.
        scale_from: An image of the same microscope and size, whose scale is taken where this one
            has none.

    Returns:
        Sizes, shapes, statistics, labels and scale; no particles is an answer, too.

    Raises:
        InputError: The file cannot be read, is no image, or an argument is impossible.
    """
    settings = Settings(
        nm_per_px=nm_per_px,
        frame=frame,
        channel=channel,
        roi=roi,
        min_size_nm=min_size_nm,
        max_size_nm=max_size_nm,
        min_circularity=min_circularity,
        contrast=contrast,
        borrowed=borrowed_scale(scale_from) if scale_from is not None else None,
    )
    return measure_with(settings, image, segmenter=segmenter, labels=labels)


def measure_with(
    settings: Settings,
    image: Path | str | Micrograph | NDArray[Any],
    *,
    segmenter: ParticleFinder | None = None,
    labels: Path | str | NDArray[Any] | None = None,
) -> Measurement:
    """Measure a micrograph with settings that were checked before: what batches call.

    Args:
        settings: What the user asked for.
        image: As for ``measure``.
        segmenter: As for ``measure``.
        labels: As for ``measure``.

    Returns:
        As ``measure``.

    Raises:
        InputError: As for ``measure``.
    """
    started = time.perf_counter()
    micrograph = _opened(image, settings)
    marked = marked_particles(micrograph, settings, segmenter=segmenter, labels=labels)
    return summarised(marked, particles_of(marked), settings, started=started)


def marked_particles(
    micrograph: Micrograph,
    settings: Settings,
    *,
    segmenter: ParticleFinder | None = None,
    labels: Path | str | NDArray[Any] | None = None,
) -> Marked:
    """Find scale and particles: all of a measurement but the measuring.

    Args:
        micrograph: The picture.
        settings: What the user asked for.
        segmenter: As for ``measure``.
        labels: As for ``measure``.

    Returns:
        Scale and particles, none of them filtered.

    Raises:
        InputError: As for ``measure``.
    """
    from ostwald.microscopy.panel import find_panel_scale

    scale = find_panel_scale(micrograph, settings.nm_per_px, settings.roi)
    scale = with_borrowed(scale, micrograph, settings)
    scale = limited_to(without_trust_in_placeholders(scale, micrograph), settings.roi)
    scale, reasons = _within_field(scale, micrograph, settings.roi)
    scores: NDArray[np.float64] | None
    if labels is None:
        found, scores, edges, notes = _segmented(micrograph, scale, segmenter, settings.roi)
    else:
        found, scores, notes = _given(labels, micrograph, scale)
        edges = Edges()
    return Marked(micrograph, scale, found, scores, edges, (*reasons, *notes))


@lru_cache(maxsize=1)
def default_segmenter() -> ParticleFinder:
    """Load the shipped network, once."""
    from ostwald.microscopy.segmentation import Segmenter

    return Segmenter.load()


def _opened(image: Path | str | Micrograph | NDArray[Any], settings: Settings) -> Micrograph:
    if not isinstance(image, (Micrograph, np.ndarray)):
        from ostwald.microscopy.io.reader import read_micrograph

        return read_micrograph(image, frame=settings.frame, channel=settings.channel)
    if settings.frame is not None or settings.channel is not None:
        raise InputError("frames and channels are chosen from files, and this is one image")
    return image if isinstance(image, Micrograph) else Micrograph.from_array(image)


def _segmented(
    micrograph: Micrograph,
    scale: Scale,
    segmenter: ParticleFinder | None,
    roi: tuple[int, int, int, int] | None,
) -> tuple[NDArray[np.int32], NDArray[np.float64], Edges, tuple[str, ...]]:
    """Labels, scores, edges and remarks; pictures without content never reach the network."""
    part = part_of(roi)
    pixels, excluded = micrograph.pixels[part], scale.excluded[part]
    specimen = pixels[~excluded]
    labels = np.zeros(micrograph.pixels.shape, dtype=np.int32)
    if min(pixels.shape) < _SMALLEST_SIDE_PX:
        note = f"the image is less than {_SMALLEST_SIDE_PX} pixels wide or high"
        return labels, np.zeros(0), Edges(), (note,)
    if specimen.size == 0 or float(specimen.min()) == float(specimen.max()):
        return labels, np.zeros(0), Edges(), ("the image has the same value everywhere",)
    found = (segmenter or default_segmenter()).segment(pixels, excluded)
    labels[part] = found.labels
    return labels, np.asarray(found.scores, dtype=float), Edges.of(found), ()


def _within_field(
    scale: Scale, micrograph: Micrograph, roi: tuple[int, int, int, int] | None
) -> tuple[Scale, tuple[str, ...]]:
    """Exclude what is no specimen; say what and how much where it is more than an annotation."""
    from ostwald.microscopy.field import find_field

    pixels = micrograph.pixels[part_of(roi)]
    coloured = micrograph.coloured
    field = find_field(pixels, coloured if coloured is None else coloured[part_of(roi)])
    if not field.mask.any():
        return scale, ()
    excluded = scale.excluded.copy()
    excluded[part_of(roi)] |= field.mask
    share = field.share_excluded
    notes = (
        f"not specimen and left out ({100 * share:.2g} % of the picture): {reason}"
        for reason in field.reasons
    )
    return replace(scale, excluded=excluded), tuple(notes)


def _given(
    labels: Path | str | NDArray[Any], micrograph: Micrograph, scale: Scale
) -> tuple[NDArray[np.int32], None, tuple[str, ...]]:
    """Labels that a person has marked; what is excluded stays so."""
    shape = (micrograph.height_px, micrograph.width_px)
    if isinstance(labels, np.ndarray):
        corrected = as_labels(labels, shape, "labels")
    else:
        corrected = read_corrected(Path(labels), shape)
    note = "the particles were marked by hand"
    return corrected.labels, None, (note, *corrected.notes)
