from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.segmentation.visibility import visibility


def discs(contrast: float, noise: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Four discs of 12 px in noise."""
    y, x = np.mgrid[:200, :200]
    labels = np.zeros((200, 200), np.int32)
    for number, (row, column) in enumerate(((50, 50), (50, 150), (150, 50), (150, 150)), start=1):
        labels[np.hypot(y - row, x - column) < 6] = number
    frame = np.random.default_rng(seed).normal(0, noise, labels.shape)
    return (frame - contrast * (labels > 0)).astype(np.float32), labels


def test_what_noise_makes_stays_below_the_limit_and_faint_discs_do_not() -> None:
    sizes = np.full(4, 12.0)
    for seed in range(20):
        assert visibility(*discs(0.0, 1.0, seed), sizes).max() < 5
        assert visibility(*discs(3.0, 1.0, seed), sizes).min() > 6


@pytest.mark.parametrize("sign", [-1, 1])
def test_it_does_not_hang_on_the_scale_or_the_sign_of_the_grey_values(sign: int) -> None:
    frame, labels = discs(2.0, 1.0)
    sizes = np.full(4, 12.0)
    expected = visibility(frame, labels, sizes)
    scaled = visibility(np.float32(sign * 7) * frame, labels, sizes)
    assert scaled == pytest.approx(expected, rel=1e-4)


def test_labels_without_pixels_are_not_seen_and_sizes_may_differ() -> None:
    frame, labels = discs(3.0, 1.0)
    labels[labels == 2] = 0
    seen = visibility(frame, labels, np.array([12.0, 12.0, 30.0, 6.0]))
    assert seen[1] == 0
    assert (seen[[0, 2, 3]] > 3).all()


def test_correlated_grain_counts_as_noise() -> None:
    grain = ndimage.gaussian_filter(np.random.default_rng(1).normal(size=(200, 200)), 3)
    _, labels = discs(0.0, 1.0)
    assert visibility((grain / grain.std()).astype(np.float32), labels, np.full(4, 12.0)).max() < 5
