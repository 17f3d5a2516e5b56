from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.scoring import MatchCounts, match, one_to_one


def squares(*corners, side=10):
    labels = np.zeros((60, 60), np.int32)
    for number, (row, column) in enumerate(corners, start=1):
        labels[row : row + side, column : column + side] = number
    return labels


def test_identical_labels_match_whatever_their_numbers():
    truth = squares((0, 0), (20, 20), (40, 40))
    counts = match(truth, truth * 7)
    assert counts[0.9] == MatchCounts(3, 0, 0)
    assert counts[0.9].average_precision == 1


def test_known_overlap_is_counted_at_the_right_thresholds():
    # Shifted by two of ten pixels: intersection 80, union 120.
    counts = match(squares((0, 0)), squares((0, 2)))
    assert counts[0.5] == MatchCounts(1, 0, 0)
    assert counts[0.75] == MatchCounts(0, 1, 1)
    assert counts[0.75].average_precision == 0


def test_missing_and_invented_particles_are_counted():
    counts = match(squares((0, 0), (20, 20)), squares((0, 0), (40, 0), (40, 40)))
    assert counts[0.5] == MatchCounts(1, 2, 1)
    assert counts[0.5].average_precision == pytest.approx(0.25)


def test_one_blob_over_two_particles_matches_at_most_one():
    truth = squares((0, 0), (0, 10))
    blob = (truth > 0).astype(np.int32)
    assert match(truth, blob)[0.5].true_positives <= 1
    marked, found, _ = one_to_one(truth, blob)
    assert len(marked) == len(found) == 1


def test_empty_images():
    nothing = np.zeros((5, 5), np.int32)
    assert match(nothing, nothing)[0.5].average_precision == 1
    assert match(nothing, nothing + 1)[0.5] == MatchCounts(0, 1, 0)


def test_counts_are_pooled_by_adding():
    assert MatchCounts(1, 2, 3) + MatchCounts(4, 5, 6) == MatchCounts(5, 7, 9)


def test_different_shapes_are_refused():
    with pytest.raises(ValueError, match="shapes differ"):
        match(np.zeros((2, 2), int), np.zeros((2, 3), int))
