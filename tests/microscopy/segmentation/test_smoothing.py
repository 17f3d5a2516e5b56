from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.smoothing import is_noisy, smoothed, spread_left


def stripes(period):
    columns = np.arange(256)
    return np.tile(np.sin(2 * np.pi * columns / period), (256, 1)).astype(np.float32)


def test_noise_is_told_from_structure():
    noise = np.random.default_rng(0).standard_normal((256, 256)).astype(np.float32)
    assert is_noisy(noise, 2.0, 0.8)
    assert not is_noisy(stripes(60), 2.0, 0.8)
    assert is_noisy(stripes(60) + 2 * noise, 2.0, 0.8)


def test_a_smoothed_frame_keeps_its_spread():
    frame = np.random.default_rng(1).standard_normal((300, 200)).astype(np.float32)
    after = smoothed(frame, 3.0)
    assert after.dtype == np.float32
    assert spread_left(frame, after) == pytest.approx(1)
    assert np.abs(np.diff(after)).mean() < 0.3 * np.abs(np.diff(frame)).mean()


def test_an_even_frame_stays():
    even = np.zeros((20, 30), np.float32)
    assert smoothed(even, 2.0) is even
    assert spread_left(even, even) == 0
