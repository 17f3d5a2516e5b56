from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.synthesis import RenderSettings, render_micrograph
from ostwald.microscopy.synthesis.visibility import (
    correlation_area_px,
    film_correlation_area_px,
    with_rose_ratio,
)

FIELD = RenderSettings(
    height=256,
    width=256,
    diameter_nm=10,
    coverage=0.15,
    max_overlap=0.0,
    film_grain=0.0,
    texture=0.0,
)


def test_correlation_area_is_that_of_the_noise():
    rng = np.random.default_rng(0)
    noise = ndimage.gaussian_filter(rng.standard_normal((1200, 1200)), 1.5)
    means = noise.reshape(20, 60, 20, 60).mean(axis=(1, 3))
    measured = 3600 * means.var() / noise.var()
    assert correlation_area_px(1.5) == pytest.approx(measured, rel=0.2)
    assert correlation_area_px(0.0) == 1


def test_band_limited_grain_has_its_correlation_area():
    from ostwald.microscopy.synthesis.imaging import _band_noise

    noise = _band_noise(np.random.default_rng(1), (1200, 1200), 5.0)
    means = noise.reshape(20, 60, 20, 60).mean(axis=(1, 3))
    measured = 3600 * means.var() / noise.var()
    area = film_correlation_area_px(replace(FIELD, film_cutoff_px=5.0))
    assert area == pytest.approx(measured, rel=0.25)
    power = np.abs(np.fft.rfft2(noise)) ** 2
    assert power[:, 300:].mean() < 1e-6 * power[:20, :20].mean()


@pytest.mark.parametrize("blur", [0.0, 1.2])
def test_dose_reaches_the_ratio_asked_for(blur):
    settings = replace(FIELD, noise_blur_px=blur, dose=1e-3)
    rendered = render_micrograph(with_rose_ratio(settings, 8.0, exactly=False), 3)
    assert np.median(rendered.visibility) == pytest.approx(8, rel=0.25)
    assert rendered.visibility.shape == (len(rendered.shapes),)


def test_good_doses_stay_unless_the_ratio_is_wanted_exactly():
    settings = replace(FIELD, dose=1e5)
    assert with_rose_ratio(settings, 6.0, exactly=False).dose == 1e5
    assert with_rose_ratio(settings, 6.0, exactly=True).dose < 1e3


def test_the_film_does_not_drown_the_particles():
    settings = with_rose_ratio(replace(FIELD, film_grain=0.5, film_grain_px=3.0), 6.0, exactly=True)
    assert settings.film_grain < 0.5
    assert np.median(render_micrograph(settings, 4).visibility) == pytest.approx(6, rel=0.3)
