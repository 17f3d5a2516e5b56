from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.normalise import normalise, resize


def field(rng):
    frame = rng.normal(100, 2, (200, 300)).astype(np.float32)
    frame[50:70, 80:100] -= 40
    return frame


def test_scale_and_offset_of_the_grey_values_do_not_matter():
    frame = field(np.random.default_rng(0))
    assert normalise(frame) == pytest.approx(normalise(frame * 37 - 900), abs=0.02)


def test_uneven_illumination_is_removed():
    frame = field(np.random.default_rng(0))
    slope = np.linspace(0, 80, 300, dtype=np.float32)[None, :]
    flat = normalise(frame + slope)
    background = np.ones(frame.shape, bool)
    background[50:70, 80:100] = False
    assert abs(np.median(flat[:, :60]) - np.median(flat[:, -60:])) < 0.3
    assert flat[~background].mean() < flat[background].mean() - 2


def test_excluded_and_missing_pixels_become_background():
    frame = field(np.random.default_rng(0))
    frame[:20, :40] = 5000
    frame[0, 0] = np.nan
    exclude = np.zeros(frame.shape, bool)
    exclude[:20, :40] = True
    result = normalise(frame, exclude)
    assert (result[:20, :40] == 0).all()
    assert result[50:70, 80:100].mean() < -1.5


@pytest.mark.parametrize("value", [0.0, 1.0, 255.0, np.nan, np.inf])
def test_constant_frames_give_zero(value):
    assert not normalise(np.full((40, 50), value, np.float32)).any()


def test_resize_keeps_the_mean():
    frame = field(np.random.default_rng(1))
    for factor in (0.2, 0.5, 0.7, 2.0):
        small = resize(frame, factor)
        assert small.shape == (round(200 * factor), round(300 * factor))
        assert small.mean() == pytest.approx(frame.mean(), rel=0.01)
