from __future__ import annotations

import numpy as np
import pytest

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
    assert targets[4].min() == 1
