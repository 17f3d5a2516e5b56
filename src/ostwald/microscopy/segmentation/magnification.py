"""Choosing the magnification at which the network sees a frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.segmentation.instances import Instances
from ostwald.microscopy.segmentation.settings import SegmentationSettings

_LEAST_SIDE_PX = 48
_PROBE_STEP = 2.0
_NETWORK_RANGE_PX = (7.0, 60.0)
"""Diameters that the network has learned; pieces outside say little."""

_COSTLY = 0.9
_ENLARGED = 1.4
_NEARLY_ONE = 1.25
_AGREEMENT = 0.2
"""Difference of two diameters, as a logarithm, within which two looks agree."""

_MANY = 3
"""Looks that must agree, the one in question included, where the particles fill little of the
frame."""

_AGREED = 1.3
"""Support over own evidence from which on another look counts as agreeing."""

_ALONE = 2.0
"""Least evidence of a finer look that no other agrees with, relative to looks that agree."""

_FINER_SHARE = 0.3
"""Least support of a finer group of looks, relative to the strongest."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What the network found at one magnification.

    Attributes:
        magnification: New size over original size.
        evidence: How much of the frame is convincingly filled with particles of fitting size.
        diameter_px: Typical diameter of those particles, in pixels of the original; NaN if none.
    """

    magnification: float
    evidence: float
    diameter_px: float


def candidates(shape: tuple[int, ...], settings: SegmentationSettings) -> list[float]:
    """Magnifications to look at: steps of two, from a thumbnail to the largest allowed."""
    largest = limit(shape, settings)
    smallest = max(settings.least_magnification, min(largest, _LEAST_SIDE_PX / min(shape)))
    steps = max(0, math.ceil(math.log(largest / smallest, _PROBE_STEP) - 1e-9))
    return [largest / _PROBE_STEP**k for k in range(steps, -1, -1)]


def limit(shape: tuple[int, ...], settings: SegmentationSettings) -> float:
    """Largest magnification that the size of the frame allows."""
    by_size = math.sqrt(settings.largest_working_px / (shape[0] * shape[1]))
    if 1 <= by_size < _NEARLY_ONE:
        return 1.0
    return min(settings.largest_magnification, by_size)


def middle(
    frame: NDArray[np.float32], magnification: float, settings: SegmentationSettings
) -> NDArray[np.float32]:
    """The part of a frame that suffices to judge a magnification.

    Args:
        frame: (H, W) pixels.
        magnification: The magnification.
        settings: The limit.

    Returns:
        The frame itself; of a large one that would be enlarged, its middle.
    """
    if magnification <= _ENLARGED or frame.size <= settings.largest_enlarged_px:
        return frame
    share = math.sqrt(settings.largest_enlarged_px / frame.size)
    top, left = (round(n * (1 - share) / 2) for n in frame.shape)
    return frame[top : frame.shape[0] - top, left : frame.shape[1] - left]


def judge(instances: Instances, magnification: float, shape: tuple[int, ...]) -> Probe:
    """Weigh what was found at one magnification.

    A particle speaks for a magnification by its area and by the network's confidence, if its
    diameter is in the network's range and agrees with the diameter that the network predicts for
    its pixels. Texture within a large object fails that test: its pixels predict a larger size.

    Args:
        instances: Particles at that magnification.
        magnification: New size over original size.
        shape: Shape of the frame at that magnification.

    Returns:
        The evidence.
    """
    diameter, predicted = instances.diameters_px, instances.predicted_px
    fits = (diameter >= _NETWORK_RANGE_PX[0]) & (diameter <= _NETWORK_RANGE_PX[1])
    agreement = np.exp(-((np.log2(np.maximum(diameter, 1) / predicted) / 0.5) ** 2))
    voice = fits * agreement * np.clip(2 * instances.scores - 1, 0, None)
    area = np.pi / 4 * diameter**2
    voices = float(voice.sum())
    # Many particles convince more than one blob of the same area, which may be a stain.
    evidence = float((voice * area).sum()) / (shape[0] * shape[1]) * voices / (voices + 1)
    if not voices > 0:
        return Probe(magnification, 0.0, float("nan"))
    return Probe(
        magnification, evidence, weighted_median(diameter, voice * diameter) / magnification
    )


def support(probe: Probe, probes: list[Probe]) -> float:
    """Evidence of all looks that found particles of the same diameter as this one.

    True particles are seen at two or three neighbouring magnifications; a group of small
    particles that passes for one large one changes its size from look to look.

    Args:
        probe: The look in question.
        probes: All looks.

    Returns:
        Sum of their evidence.
    """
    if not probe.evidence > 0:
        return 0.0
    return sum(other.evidence for other in probes if _agree(probe, other))


def _agree(one: Probe, other: Probe) -> bool:
    """Tell whether two looks found particles of the same diameter."""
    if not (one.evidence > 0 and other.evidence > 0):
        return False
    return abs(math.log(other.diameter_px / one.diameter_px)) < _AGREEMENT


def choose(probes: list[Probe], settings: SegmentationSettings, largest: float) -> float:
    """Choose the working magnification from the evidence.

    Args:
        probes: What was found at each magnification, from the smallest up.
        settings: Target diameter and limits.
        largest: Largest magnification allowed for the frame.

    Returns:
        The magnification that brings the particles of the best supported probe to the target
        diameter; 1 (or the largest allowed) where nothing was found.
    """
    best = _best(probes)
    if not best.evidence > 0:
        return min(1.0, largest)
    wanted = settings.target_diameter_px / best.diameter_px
    wanted = min(max(wanted, settings.least_magnification), largest)
    # Close to a magnification of one, resampling would only blur.
    return 1.0 if 1 / _NEARLY_ONE <= wanted <= _NEARLY_ONE and largest >= 1 else wanted


def is_faint(probes: list[Probe], settings: SegmentationSettings) -> bool:
    """Tell whether so little was found that it may be noise on an empty film.

    Args:
        probes: What was found at each magnification.
        settings: The limit.

    Returns:
        True where all agreeing looks together are weak.
    """
    return support(_best(probes), probes) < settings.faint_evidence


def _best(probes: list[Probe]) -> Probe:
    """The best supported look, or a finer one that another look agrees with.

    Islands of small particles look like large particles from afar, while two looks hardly ever
    agree on the pieces of a texture; so the finer group wins unless it is much weaker.
    """
    strength = [support(probe, probes) for probe in probes]
    most = max(strength)
    agreed = [
        (probe, total)
        for probe, total in zip(probes, strength, strict=True)
        if total >= _FINER_SHARE * most and total >= _AGREED * probe.evidence > 0
    ]
    if not agreed:
        return max(probes, key=lambda probe: (support(probe, probes), probe.evidence))
    finest = min(agreed, key=lambda pair: pair[0].diameter_px)[0]
    same = [p for p, _ in agreed if abs(math.log(p.diameter_px / finest.diameter_px)) < _AGREEMENT]
    overall = max(probes, key=lambda probe: (support(probe, probes), probe.evidence))
    alone = support(overall, probes) < _AGREED * overall.evidence
    outweighed = overall.evidence < _ALONE * max(total for _, total in agreed)
    if overall.diameter_px < finest.diameter_px and not (alone and outweighed):
        return overall
    return max(same, key=lambda probe: probe.evidence)


def is_settled(probes: list[Probe], following: float, settings: SegmentationSettings) -> bool:
    """Tell whether a costly larger magnification need not be looked at.

    Reduced frames cost little and are always looked at; full size and enlargements only until
    two looks agree on convincing particles of a comfortable size, or three on fewer of them.

    Args:
        probes: What was found so far, from the smallest magnification up.
        following: The next magnification.
        settings: What counts as convincing.

    Returns:
        True where the probes suffice.
    """
    if following < _COSTLY or not probes:
        return False
    best, latest = _best(probes), probes[-1]
    if following > _ENLARGED:
        # Specks at full size may be small particles; texture is coarser.
        final = latest.diameter_px * latest.magnification >= settings.convincing_diameter_px
    else:
        final = best is latest
    agreeing = [other for other in probes if _agree(best, other)]
    comfortable = max((other.diameter_px * other.magnification for other in agreeing), default=0.0)
    convincing = best.evidence >= settings.convincing_evidence
    return (
        final
        and (convincing or (following > _ENLARGED and len(agreeing) >= _MANY))
        and support(best, probes) >= _AGREED * best.evidence
        and comfortable >= settings.convincing_diameter_px
    )


def weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Median by weight.

    Args:
        values: (n,) values, at least one.
        weights: (n,) weights, not all zero.

    Returns:
        The least value up to which the values have half of the weight.
    """
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
