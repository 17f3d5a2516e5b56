"""How well a segmenter does on labelled real images, image by image and paper by paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ostwald.microscopy.segmentation.scoring import THRESHOLDS, MatchCounts, match
from ostwald.microscopy.segmentation.segmenter import Segmenter
from ostwald.microscopy.segmentation.training.emps import LabelledImage


@dataclass(frozen=True, slots=True)
class ImageResult:
    """Scores of one image.

    Attributes:
        name: File stem.
        doi: Paper that the image comes from.
        dark_particles: The particles are darker than the background.
        magnification: Working magnification that was chosen.
        median_diameter_px: Median diameter of the marked particles.
        counts: True and false particles by threshold.
    """

    name: str
    doi: str
    dark_particles: bool
    magnification: float
    median_diameter_px: float
    counts: dict[float, MatchCounts]


def validate(segmenter: Segmenter, images: Iterable[LabelledImage]) -> Iterator[ImageResult]:
    """Segment labelled images and count matches.

    Args:
        segmenter: What to judge.
        images: Labelled images.

    Yields:
        The result of each image.
    """
    for image in images:
        found = segmenter.segment(image.pixels)
        yield ImageResult(
            image.name,
            image.doi,
            image.dark_particles,
            found.magnification,
            image.median_diameter_px,
            match(image.labels, found.labels),
        )


def pooled(results: Sequence[ImageResult]) -> dict[float, MatchCounts]:
    """Counts of all images together, by threshold."""
    zero = MatchCounts(0, 0, 0)
    return {t: sum((r.counts[t] for r in results), zero) for t in THRESHOLDS}


def by_doi(results: Sequence[ImageResult]) -> dict[str, dict[float, MatchCounts]]:
    """Counts of each paper, in alphabetical order."""
    papers = sorted({result.doi for result in results})
    return {doi: pooled([r for r in results if r.doi == doi]) for doi in papers}
