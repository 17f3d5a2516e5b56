from __future__ import annotations

import numpy as np
from scipy import ndimage

from ostwald.microscopy.segmentation.outlines import draw_outlines
from ostwald.microscopy.segmentation.settings import SegmentationSettings

SETTINGS = SegmentationSettings()


def disc(side, centre, radius):
    y, x = np.mgrid[:side, :side] + 0.5
    return np.hypot(y - centre[0], x - centre[1]) <= radius


def test_outlines_follow_the_foreground_not_the_steps_of_the_labels():
    small = disc(30, (15, 15), 8).astype(np.int32)
    probability = ndimage.gaussian_filter(disc(120, (60, 60), 32).astype(np.float32), 2.0)
    foreground = probability.astype(np.float16)
    drawn = draw_outlines(small, [(foreground, 1.0)], (120, 120), SETTINGS).labels
    np.testing.assert_array_equal(drawn > 0, foreground.astype(np.float32) > SETTINGS.foreground)


def test_looks_are_averaged_by_weight():
    labels = np.ones((8, 8), np.int32)
    one, none = np.ones((8, 8), np.float16), np.zeros((16, 16), np.float16)
    assert draw_outlines(labels, [(one, 0.5), (none, 0.5)], (16, 16), SETTINGS).labels.all()
    assert not draw_outlines(labels, [(one, 0.3), (none, 0.7)], (16, 16), SETTINGS).labels.any()


def test_particles_do_not_reach_far_beyond_their_labels():
    labels = np.zeros((20, 20), np.int32)
    labels[8:12, 8:12] = 1
    everywhere = np.ones((20, 20), np.float16)
    drawn = draw_outlines(labels, [(everywhere, 1.0)], (20, 20), SETTINGS).labels
    assert drawn.sum() == 8 * 8


def test_nothing_stays_nothing():
    empty = np.zeros((5, 5), np.int32)
    drawn = draw_outlines(empty, [], (9, 9), SETTINGS).labels
    assert drawn.shape == (9, 9)
    assert not drawn.any()
