from __future__ import annotations

import numpy as np

from ostwald.microscopy.segmentation.enlarging import enlarge_labels


def discs(scale, centres, radius):
    """Discs that meet on the lines where their centres are equally far."""
    side = 24 * scale
    y, x = np.mgrid[:side, :side] / scale + 0.5 / scale
    distance = np.stack([np.hypot(y - a, x - b) for a, b in centres])
    labels = distance.argmin(axis=0) + 1
    return np.where(distance.min(axis=0) <= radius, labels, 0).astype(np.int32)


CENTRES = [(8, 8), (9, 16), (16, 11)]


def test_lines_between_neighbours_are_smooth():
    small, true = discs(1, CENTRES, 6), discs(10, CENTRES, 6)
    smooth = enlarge_labels(small, true.shape)
    steps = np.kron(small, np.ones((10, 10), int))
    both = (smooth > 0) & (true > 0)
    assert (smooth != true)[both].mean() < 0.5 * (steps != true)[both].mean()


def test_which_pixels_are_particles_is_not_changed():
    small = discs(1, CENTRES, 6)
    enlarged = enlarge_labels(small, (240, 240))
    np.testing.assert_array_equal(enlarged > 0, np.kron(small, np.ones((10, 10), int)) > 0)
    assert set(np.unique(enlarged)) == {0, 1, 2, 3}


def test_single_particles_and_small_enlargements_go_to_the_nearest_pixel():
    small = discs(1, [(8, 8)], 5)
    np.testing.assert_array_equal(enlarge_labels(small, (96, 96)), np.kron(small, np.ones((4, 4))))
    pair = discs(1, CENTRES, 6)
    np.testing.assert_array_equal(enlarge_labels(pair, pair.shape), pair)
    assert not enlarge_labels(np.zeros((6, 6), np.int32), (60, 60)).any()


def test_many_neighbours_all_survive():
    rng = np.random.default_rng(0)
    centres = [(a + 0.5, b + 0.5) for a in range(2, 24, 4) for b in range(2, 24, 4)]
    small = discs(1, centres + rng.normal(0, 0.3, (len(centres), 2)), 30)
    enlarged = enlarge_labels(small, (120, 120))
    assert set(np.unique(enlarged)) == set(np.unique(small))
