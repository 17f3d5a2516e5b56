"""How well predicted particles agree with marked ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

THRESHOLDS = (0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """True and false particles at one threshold of the intersection over union.

    Attributes:
        true_positives: Predicted particles that match a marked one.
        false_positives: Predicted particles that match none.
        false_negatives: Marked particles that no predicted one matches.
    """

    true_positives: int
    false_positives: int
    false_negatives: int

    @property
    def average_precision(self) -> float:
        """TP / (TP + FP + FN); 1 where there is nothing and nothing was found."""
        total = self.true_positives + self.false_positives + self.false_negatives
        return self.true_positives / total if total else 1.0

    def __add__(self, other: MatchCounts) -> MatchCounts:
        """Pool the counts of two images."""
        return MatchCounts(
            self.true_positives + other.true_positives,
            self.false_positives + other.false_positives,
            self.false_negatives + other.false_negatives,
        )


def overlap_matrix(
    truth: NDArray[np.integer], predicted: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Intersection over union of every pair of particles that share a pixel.

    Args:
        truth: (H, W) marked labels, any numbers, 0 background.
        predicted: (H, W) predicted labels.

    Returns:
        Marked label, predicted label and intersection over union of each pair.

    Raises:
        ValueError: The two images differ in shape.
    """
    if truth.shape != predicted.shape:
        raise ValueError(f"shapes differ: {truth.shape} and {predicted.shape}")
    both = (truth > 0) & (predicted > 0)
    key = truth[both].astype(np.int64) * (int(predicted.max()) + 1) + predicted[both]
    pairs, shared = np.unique(key, return_counts=True)
    one, other = np.divmod(pairs, int(predicted.max()) + 1)
    area_one = np.bincount(truth.ravel())
    area_other = np.bincount(predicted.ravel())
    union = area_one[one] + area_other[other] - shared
    return one, other, shared / np.maximum(union, 1)


def match(
    truth: NDArray[np.integer],
    predicted: NDArray[np.integer],
    thresholds: Sequence[float] = THRESHOLDS,
) -> dict[float, MatchCounts]:
    """Match particles one to one at each threshold.

    Pairs are taken in order of falling overlap; above one half no particle can have two partners,
    so the result does not depend on the order.

    Args:
        truth: (H, W) marked labels.
        predicted: (H, W) predicted labels.
        thresholds: Least intersection over union of a match, each at least 0.5.

    Returns:
        Counts by threshold.
    """
    _, _, overlaps = one_to_one(truth, predicted)
    marked = int(np.count_nonzero(np.bincount(truth.ravel())[1:]))
    found = int(np.count_nonzero(np.bincount(predicted.ravel())[1:]))
    counts = {}
    for threshold in thresholds:
        hits = int(np.count_nonzero(overlaps >= threshold))
        counts[threshold] = MatchCounts(hits, found - hits, marked - hits)
    return counts


def one_to_one(
    truth: NDArray[np.integer], predicted: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs in which each particle occurs at most once, those of largest overlap first.

    Args:
        truth: (H, W) marked labels.
        predicted: (H, W) predicted labels.

    Returns:
        Marked label, predicted label and intersection over union of each pair.
    """
    one, other, overlap = overlap_matrix(truth, predicted)
    taken_one: set[int] = set()
    taken_other: set[int] = set()
    chosen = []
    for index in np.argsort(-overlap, kind="stable"):
        a, b = int(one[index]), int(other[index])
        if a not in taken_one and b not in taken_other:
            taken_one.add(a)
            taken_other.add(b)
            chosen.append(index)
    picks = np.asarray(chosen, dtype=int)
    return one[picks], other[picks], overlap[picks]
