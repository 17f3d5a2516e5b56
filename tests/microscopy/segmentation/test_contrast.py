from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.contrast import opposite


def field(contrasts):
    """One square of 6 px for each contrast on an even ground."""
    frame = np.zeros((20, 20 * len(contrasts)), np.float32)
    labels = np.zeros(frame.shape, np.int32)
    for number, contrast in enumerate(contrasts, start=1):
        window = (slice(7, 13), slice(20 * number - 13, 20 * number - 7))
        frame[window], labels[window] = contrast, number
    return frame, labels


@pytest.mark.parametrize("polarity", [1, -1])
def test_the_few_of_opposite_contrast_are_found(polarity):
    frame, labels = field([-2, -2, -1, 2, -2, -0.1])
    ghosts = opposite(polarity * frame, labels, 6, 0.8)
    assert ghosts.tolist() == [False, False, False, False, True, False, False]


def test_frames_with_both_kinds_keep_both():
    frame, labels = field([-2, -2, 2, 2, -2])
    assert not opposite(frame, labels, 5, 0.8).any()


def test_nothing_to_compare():
    frame, labels = field([0.1, -0.1])
    assert not opposite(frame, labels, 2, 0.8).any()
    assert opposite(frame, np.zeros_like(labels), 0, 0.8).tolist() == [False]
