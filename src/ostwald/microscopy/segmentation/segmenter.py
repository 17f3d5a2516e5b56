"""Segmentation of a micrograph: from pixels to labelled particles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.segmentation.contrast import contrasts, strangers
from ostwald.microscopy.segmentation.instances import Instances, find_instances
from ostwald.microscopy.segmentation.magnification import (
    Probe,
    candidates,
    choose,
    is_faint,
    is_settled,
    judge,
    limit,
    middle,
)
from ostwald.microscopy.segmentation.network_model import TILE_PX, NetworkModel
from ostwald.microscopy.segmentation.normalise import clipped_contrast, normalise, resize
from ostwald.microscopy.segmentation.outlines import Drawn, draw_outlines
from ostwald.microscopy.segmentation.settings import SegmentationSettings
from ostwald.microscopy.segmentation.settling import Settled, settle_edges, unsettled
from ostwald.microscopy.segmentation.smaller import add_smaller
from ostwald.microscopy.segmentation.smoothing import is_noisy, smoothed
from ostwald.microscopy.segmentation.visibility import visibility

_Look = tuple[Instances, NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Particles of one frame.

    Attributes:
        labels: (H, W) int32; 0 background, particles numbered from 1 without gaps.
        scores: (n,) confidence of each particle, 0 to 1.
        magnification: Size at which the network saw the frame over its original size.
        edge_errors_px: (n,) standard error of where the outline of each lies. It is common to
            particles of like size, so it does not shrink with their number.
        settled: (n,) bool, whether the image showed where the edges of each are.
    """

    labels: NDArray[np.int32]
    scores: NDArray[np.float64]
    magnification: float
    edge_errors_px: NDArray[np.float64]
    settled: NDArray[np.bool_]


class Segmenter:
    """Finds particles in micrographs with the shipped network, on the CPU.

    Args:
        model: The network.
        settings: Thresholds.
    """

    def __init__(self, model: NetworkModel, settings: SegmentationSettings | None = None) -> None:
        self.model = model
        self.settings = settings or SegmentationSettings()

    @classmethod
    def load(
        cls,
        folder: Path | None = None,
        settings: SegmentationSettings | None = None,
        threads: int | None = None,
    ) -> Segmenter:
        """Load a network.

        Args:
            folder: Folder with an exported network; the shipped one if None.
            settings: Thresholds; the shipped ones if None.
            threads: Threads to use; all cores if None.

        Returns:
            The segmenter.

        Raises:
            InputError: The folder does not hold a readable network.
        """
        return cls(NetworkModel(folder, threads), settings)

    @property
    def name(self) -> str:
        """Name with the checksum of the weights, so that results tell which network made them."""
        return f"Segmenter {str(self.model.description.get('sha256', ''))[:12]}"

    def segment(
        self,
        pixels: NDArray[np.floating],
        exclude: NDArray[np.bool_] | None = None,
        magnification: float | None = None,
        tile_px: int = TILE_PX,
    ) -> Segmentation:
        """Find the particles of a frame.

        Args:
            pixels: (H, W) grey values on any scale, dark particles on bright ground or bright on
                dark. Values that are not finite are left out.
            exclude: (H, W) bool, pixels of scale bar, text and strip; nothing is found there.
            magnification: Working magnification; chosen from the frame if None.
            tile_px: Side of the tiles; changes memory and speed, not the result.

        Returns:
            The particles; none for an empty frame.

        Raises:
            InputError: The arrays are not two-dimensional or differ in shape.
        """
        _check(pixels, exclude)
        frame = normalise(np.asarray(pixels, np.float32), exclude)
        if not frame.any():
            none = np.zeros(0)
            return Segmentation(np.zeros(frame.shape, np.int32), none, 1.0, none, none > 0)
        found = self._segment(frame, pixels, exclude, magnification, tile_px)
        contrast = clipped_contrast(pixels, frame, found.labels)
        if contrast is None:
            return found
        # A few particles in a large frame: seen again with a contrast that suits them.
        frame = normalise(np.asarray(pixels, np.float32), exclude, contrast)
        again = self._segment(frame, pixels, exclude, magnification, tile_px)
        return again if again.scores.size else found

    def _segment(
        self,
        frame: NDArray[np.float32],
        pixels: NDArray[np.floating],
        exclude: NDArray[np.bool_] | None,
        magnification: float | None,
        tile_px: int,
    ) -> Segmentation:
        """Find the particles of a normalised frame."""
        looks: dict[float, _Look] = {}
        faint = False
        if magnification is None:
            magnification, faint = self._choose(frame, tile_px, looks)
        kept = looks.pop(magnification, None)
        looks.clear()
        plain = kept or self._look(frame, magnification, tile_px)
        del kept
        (instances, foreground), sigma = self._denoised(frame, magnification, tile_px, plain)
        del plain
        outlines = [(foreground, 1.0)]
        finer = magnification * self.settings.refinement
        if finer**2 * frame.size <= self.settings.largest_refined_px:
            weight = self.settings.refinement_weight
            enlarged = resize(frame, finer)
            if sigma > 0:
                enlarged = smoothed(enlarged, sigma * self.settings.refinement)
            second = self.model.predict(enlarged, tile_px)[0]
            outlines = [(foreground, 1 - weight), (second, weight)]
        drawn = draw_outlines(instances.labels, outlines, frame.shape, self.settings)
        contrast = contrasts(frame, drawn.labels, instances.scores.size)[1:]
        doubtful = strangers(contrast, instances, self.settings)
        if faint:
            seen = visibility(frame, drawn.labels, instances.diameters_px / magnification)
            doubtful |= instances.scores < self.settings.least_score_faint
            doubtful |= seen < self.settings.least_visibility_faint
        drawn.labels[np.append(True, doubtful)[drawn.labels]] = 0
        hidden = ~np.isfinite(pixels)
        if exclude is not None:
            hidden |= exclude

        def settle(outlines: Drawn) -> Settled:
            if not self.settings.settle_edges:
                return unsettled(outlines)
            return settle_edges(outlines, pixels, hidden if hidden.any() else None)

        settled, scores = add_smaller(
            frame,
            settle(drawn),
            np.where(doubtful, 0, instances.scores),
            instances.diameters_px / magnification,
            lambda closer: self._look(frame, closer, tile_px),
            settle,
            self.settings,
        )
        return _finish(settled, scores, exclude, self.settings, magnification)

    def choose_magnification(self, frame: NDArray[np.float32], tile_px: int = TILE_PX) -> float:
        """Choose the working magnification of a normalised frame.

        Args:
            frame: (H, W) normalised pixels.
            tile_px: Side of the tiles.

        Returns:
            New size over original size.
        """
        return self._choose(frame, tile_px, {})[0]

    def _choose(
        self, frame: NDArray[np.float32], tile_px: int, looks: dict[float, _Look]
    ) -> tuple[float, bool]:
        """Choose the magnification and tell whether hardly anything was found.

        Keeps the latest look, the dearest, for reuse.
        """
        probes: list[Probe] = []
        for magnification in candidates(frame.shape, self.settings):
            if is_settled(probes, magnification, self.settings):
                break
            looks.clear()
            view = middle(frame, magnification, self.settings)
            look = self._look(view, magnification, tile_px)
            if view is frame:
                looks[magnification] = look
            probes.append(judge(look[0], magnification, look[1].shape))
            del look
        chosen = choose(probes, self.settings, limit(frame.shape, self.settings))
        return chosen, is_faint(probes, self.settings)

    def _denoised(
        self, frame: NDArray[np.float32], magnification: float, tile_px: int, plain: _Look
    ) -> tuple[_Look, float]:
        """Look again at a noisy frame after smoothing; keep what convinces more.

        Returns:
            The better look and the smoothing that it had, in pixels at the working magnification.
        """
        settings = self.settings
        sigma = settings.noise_smoothing_px
        if magnification < settings.least_smoothed_magnification:
            return plain, 0.0
        before = judge(plain[0], magnification, plain[1].shape).evidence
        if before >= settings.convincing_evidence:
            return plain, 0.0
        view = resize(frame, magnification)
        if not is_noisy(view, sigma, settings.noisy_spread):
            return plain, 0.0
        maps = self.model.predict(smoothed(view, sigma), tile_px)
        smooth = find_instances(maps, settings), maps[0].copy()
        after = judge(smooth[0], magnification, view.shape).evidence
        return (smooth, sigma) if after > settings.smoothing_gain * before else (plain, 0.0)

    def _look(self, frame: NDArray[np.float32], magnification: float, tile_px: int) -> _Look:
        """Find particles at one magnification; also returns the foreground map."""
        maps = self.model.predict(resize(frame, magnification), tile_px)
        return find_instances(maps, self.settings), maps[0].copy()


def _check(pixels: NDArray[np.floating], exclude: NDArray[np.bool_] | None) -> None:
    if pixels.ndim != 2 or not pixels.size:
        raise InputError(
            f"an image of shape {pixels.shape} cannot be segmented",
            hint="give one grey image of rows and columns",
        )
    if exclude is not None and exclude.shape != pixels.shape:
        raise InputError(f"the excluded area has shape {exclude.shape}, the image {pixels.shape}")


def _finish(
    settled: Settled,
    scores: NDArray[np.float64],
    exclude: NDArray[np.bool_] | None,
    settings: SegmentationSettings,
    magnification: float,
) -> Segmentation:
    """Drop particles that lie in the excluded area or vanished, and number the rest anew."""
    labels = settled.labels
    area = np.bincount(labels.ravel(), minlength=scores.size + 1)
    keep = area > 0
    if exclude is not None:
        hidden = np.bincount(labels[exclude], minlength=scores.size + 1)
        keep &= hidden <= settings.largest_excluded * area
    keep[0] = False
    numbers = (np.cumsum(keep) * keep).astype(np.int32)
    return Segmentation(
        numbers[labels],
        scores[keep[1:]],
        float(magnification),
        settled.errors_px[keep],
        settled.found[keep],
    )
