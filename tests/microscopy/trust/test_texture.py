from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.trust.texture import look_at_texture


def texture_of(pixels):
    """The texture of a picture with one disc marked in it."""
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    labels = (np.hypot(rows - 150, columns - 150) < 4).astype(np.int32)
    excluded = np.zeros(pixels.shape, bool)
    scale = Scale(None, "none", None, None, 0.0, excluded, None, ())
    return look_at_texture(pixels.astype(np.float32), labels, scale)


def noise(seed=0):
    return np.random.default_rng(seed).normal(130, 10, (300, 300))


@pytest.mark.parametrize("period", [5, 9, 14, 25])
@pytest.mark.parametrize("angles", [(0.4,), (0.2, 1.25, 2.3)], ids=["fringes", "atoms"])
def test_lattices_are_periodic(period, angles):
    rows, columns = np.mgrid[:300, :300]
    waves = [np.cos(2 * np.pi * (columns * np.cos(a) + rows * np.sin(a)) / period) for a in angles]
    assert texture_of(noise() + 30 * sum(waves)).periodic


def test_noise_and_rods_that_lie_alike_are_not():
    assert not texture_of(noise()).periodic
    picture = noise(1)
    places = np.random.default_rng(2).integers(5, 280, (80, 2))
    for y, x in places:
        picture[y : y + 5, x : x + 18] = 40
    assert not texture_of(picture).periodic
