from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.training import samples
from ostwald.microscopy.segmentation.training.emps import LabelledImage
from ostwald.microscopy.segmentation.training.samples import SAMPLE_PX, SampleSource, augment


def labelled(diameter, size=300):
    rows, columns = np.mgrid[:size, :size]
    labels = np.zeros((size, size), np.int32)
    for number, (row, column) in enumerate([(80, 90), (200, 210)], start=1):
        labels[(rows - row) ** 2 + (columns - column) ** 2 <= (diameter / 2) ** 2] = number
    pixels = np.where(labels > 0, -2.0, 0.0).astype(np.float32)
    return LabelledImage("a", "10.1/x", pixels, labels, np.zeros(labels.shape, bool))


def test_real_images_are_brought_to_working_size():
    source = SampleSource([labelled(100)], [])
    rng = np.random.default_rng(0)
    drawn = [source.draw(rng) for _ in range(5)]
    assert all(p.shape == (SAMPLE_PX, SAMPLE_PX) for p, _ in drawn)
    assert all(t.shape == (5, SAMPLE_PX, SAMPLE_PX) for _, t in drawn)
    sizes = np.concatenate([t[3][t[0] > 0].astype(float) for _, t in drawn])
    assert 16 * 2 ** np.median(sizes) < 70


def test_labels_follow_the_pixels_through_turning_and_mirroring():
    rng = np.random.default_rng(1)
    pixels = rng.standard_normal((64, 64)).astype(np.float16)
    targets = np.repeat(pixels[None], 5, axis=0)
    for _ in range(8):
        x, y = augment((pixels, targets), 48, rng)
        assert x.shape == (48, 48)
        assert abs(np.corrcoef(x.ravel(), y[0].ravel())[0, 1]) == pytest.approx(1, abs=1e-3)


def test_without_data_everything_is_rendered():
    pixels, targets = SampleSource.from_data(None).draw(np.random.default_rng(2))
    assert np.isfinite(pixels).all()
    assert set(np.unique(targets[4]).tolist()) <= {0.0, 1.0}
    assert targets[4].mean() > 0.7


def test_particles_that_drown_in_the_noise_are_ignored():
    labels = np.zeros((20, 20), np.int32)
    labels[4:8, 4:8], labels[12:16, 12:16] = 1, 2
    ignored = samples._hardly_seen(labels, np.array([9.0, 1.0]))
    assert ignored[11:17, 13].all()
    assert not ignored[:10].any()


def test_edges_drawn_by_hand_are_ignored_but_not_where_particles_meet():
    inside = np.zeros((40, 40), bool)
    inside[10:30, 10:30] = True
    ignored = samples._outlined_by_hand(inside)
    assert ignored[9, 9:31].all()
    assert ignored[10:12, 12:28].all()
    assert not ignored[12:28, 12:28].any()
    assert not ignored[:9].any()
    assert not samples._outlined_by_hand(np.ones((9, 9), bool)).any()
