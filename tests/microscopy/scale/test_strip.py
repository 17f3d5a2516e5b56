import numpy as np

from ostwald.microscopy.scale.strip import find_strips


def noise(shape=(300, 400)):
    return np.clip(np.random.default_rng(0).normal(128, 20, shape), 20, 235).astype(np.uint8)


def test_strip_below_with_text_and_a_frame():
    picture = np.vstack([noise(), np.zeros((50, 400), np.uint8)])
    picture[300:302] = 255
    picture[315:335, 30:200:9] = 255
    assert find_strips(picture) == [(300, 350)] or find_strips(picture) == [(302, 350)]


def test_white_strip_above():
    picture = np.vstack([np.full((40, 400), 255, np.uint8), noise()])
    assert find_strips(picture) == [(0, 40)]


def test_pictures_without_a_strip():
    assert find_strips(noise()) == []
    assert find_strips(np.zeros((300, 400), np.uint8)) == []
    assert find_strips(np.zeros((1, 1), np.uint8)) == []


def test_a_dark_field_fading_downwards_is_no_strip():
    fading = np.linspace(200, 0, 300)[:, None] + np.random.default_rng(0).normal(0, 9, (300, 400))
    assert find_strips(np.clip(fading, 0, 255).astype(np.uint8)) == []
