from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.segmentation.outlines import Drawn
from ostwald.microscopy.segmentation.settling import move_edges, settle_edges, unsettled


def disc(side, centre, radius):
    y, x = np.mgrid[:side, :side] + 0.5
    return np.hypot(y - centre[0], x - centre[1]) <= radius


def diameters(labels):
    return 2 * np.sqrt(np.bincount(labels.ravel())[1:] / np.pi)


def drawn(wide):
    probability = ndimage.gaussian_filter((wide > 0).astype(np.float32), 1.0)
    return Drawn(wide, wide, probability, int(wide.max(initial=0)))


def test_wide_outlines_are_moved_to_the_edges_of_the_frame():
    side = 200
    centres = [(y, x) for y in range(25, 200, 50) for x in range(25, 200, 50)]
    true = np.any([disc(side, c, 14) for c in centres], axis=0)
    wide = sum(n * disc(side, c, 15) for n, c in enumerate(centres, start=1)).astype(np.int32)
    noise = np.random.default_rng(0).normal(0, 0.02, (side, side))
    frame = (ndimage.gaussian_filter(-true.astype(float), 1.0) + noise).astype(np.float32)
    settled = settle_edges(drawn(wide), frame)
    assert settled.found[1:].all()
    assert settled.errors_px[1:].max() < 0.2
    assert (settled.labels > 0).sum() == pytest.approx(true.sum(), rel=0.03)


def test_each_class_of_sizes_has_its_own_distance():
    side, true = 300, np.zeros((300, 300), bool)
    wide = np.zeros((side, side), np.int32)
    rows = [(40, 6, 1.0), (90, 6, 1.0), (140, 6, 1.0), (220, 30, 3.0)]
    number = 0
    for row, radius, excess in rows:
        for column in (50, 150, 250):
            number += 1
            true |= disc(side, (row, column), radius)
            wide[disc(side, (row, column), radius + excess)] = number
    frame = ndimage.gaussian_filter(-true.astype(np.float32), 1.0)
    settled = settle_edges(drawn(wide), frame)
    found = diameters(settled.labels)
    assert found[:9].mean() == pytest.approx(12, rel=0.03)
    assert found[9:].mean() == pytest.approx(60, rel=0.03)


def test_where_the_image_shows_no_edges_outlines_stay_and_the_error_says_so():
    wide = sum(n * disc(120, (60, 40 * n - 20), 12) for n in (1, 2, 3)).astype(np.int32)
    noise = np.random.default_rng(1).standard_normal(wide.shape).astype(np.float32)
    settled = settle_edges(drawn(wide), noise)
    np.testing.assert_array_equal(settled.labels, wide)
    assert not settled.found.any()
    assert settled.errors_px[1:].min() > 1
    np.testing.assert_array_equal(unsettled(drawn(wide)).errors_px, settled.errors_px)


def test_moving_changes_the_area_by_the_length_of_the_edge():
    rows, columns = np.mgrid[:80, :80]
    distance = np.hypot(rows - 40, columns - 40)
    reach = (distance < 26).astype(np.int32)
    labels = (distance < 20).astype(np.int32)
    probability = (1 / (1 + np.exp(distance - 20))).astype(np.float32)
    for offset in (-4.0, -1.5, -0.4, 0.3, 1.2):
        moved = move_edges(labels, reach, probability, np.array([0, offset]))
        assert diameters(moved)[0] == pytest.approx(diameters(labels)[0] + 2 * offset, abs=0.25)
    assert np.array_equal(move_edges(labels, reach, probability, np.zeros(2)), labels)


def test_edges_between_particles_stay_and_none_vanishes():
    labels = np.zeros((30, 60), np.int32)
    labels[5:25, 5:30], labels[5:25, 30:55], labels[2, 2] = 1, 2, 3
    probability = np.where(labels > 0, 0.9, 0.1).astype(np.float32)
    probability[5:25, 5] = probability[5:25, 54] = 0.5
    moved = move_edges(labels, labels, probability, np.full(4, -1.0))
    assert (moved[8:22, 29] == 1).all()
    assert (moved[8:22, 30] == 2).all()
    assert set(np.unique(moved)) == {0, 1, 2, 3}


def test_no_particles():
    empty = np.zeros((9, 9), np.int32)
    assert not move_edges(empty, empty, np.zeros((9, 9), np.float32), np.zeros(1)).any()
    settled = settle_edges(drawn(empty), np.zeros((9, 9), np.float32))
    assert not settled.labels.any()
