from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.segmentation.outlines import draw_outlines
from ostwald.microscopy.segmentation.settings import SegmentationSettings

DRAWN = replace(SegmentationSettings(), settle_edges=False)


def disc(side, centre, radius):
    y, x = np.mgrid[:side, :side] + 0.5
    return np.hypot(y - centre[0], x - centre[1]) <= radius


def test_outlines_follow_the_foreground_not_the_steps_of_the_labels():
    small = disc(30, (15, 15), 8).astype(np.int32)
    probability = ndimage.gaussian_filter(disc(120, (60, 60), 32).astype(np.float32), 2.0)
    foreground = probability.astype(np.float16)
    drawn = draw_outlines(small, [(foreground, 1.0)], np.zeros((120, 120), np.float32), DRAWN)
    np.testing.assert_array_equal(drawn > 0, foreground.astype(np.float32) > DRAWN.foreground)


def test_looks_are_averaged_by_weight():
    labels = np.ones((8, 8), np.int32)
    one, none = np.ones((8, 8), np.float16), np.zeros((16, 16), np.float16)
    frame = np.zeros((16, 16), np.float32)
    assert draw_outlines(labels, [(one, 0.5), (none, 0.5)], frame, DRAWN).all()
    assert not draw_outlines(labels, [(one, 0.3), (none, 0.7)], frame, DRAWN).any()


def test_particles_do_not_reach_far_beyond_their_labels():
    labels = np.zeros((20, 20), np.int32)
    labels[8:12, 8:12] = 1
    everywhere = np.ones((20, 20), np.float16)
    drawn = draw_outlines(labels, [(everywhere, 1.0)], np.zeros((20, 20), np.float32), DRAWN)
    assert drawn.sum() == 8 * 8


def test_wide_outlines_are_moved_to_the_edges_of_the_frame():
    side = 200
    centres = [(y, x) for y in range(25, 200, 50) for x in range(25, 200, 50)]
    true = np.any([disc(side, c, 14) for c in centres], axis=0)
    wide = sum(n * disc(side, c, 15) for n, c in enumerate(centres, start=1)).astype(np.int32)
    noise = np.random.default_rng(0).normal(0, 0.02, (side, side))
    frame = (ndimage.gaussian_filter(-true.astype(float), 1.0) + noise).astype(np.float32)
    foreground = ndimage.gaussian_filter((wide > 0).astype(np.float32), 1.0).astype(np.float16)
    looks = [(foreground, 1.0)]
    drawn = (draw_outlines(wide, looks, frame, DRAWN) > 0).sum()
    moved = (draw_outlines(wide, looks, frame, SegmentationSettings()) > 0).sum()
    assert drawn > 1.1 * true.sum()
    assert moved == pytest.approx(true.sum(), rel=0.03)


def test_nothing_stays_nothing():
    empty = np.zeros((5, 5), np.int32)
    drawn = draw_outlines(empty, [], np.zeros((9, 9), np.float32), DRAWN)
    assert drawn.shape == (9, 9)
    assert not drawn.any()
