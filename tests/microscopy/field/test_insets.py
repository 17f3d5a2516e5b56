from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.field import find_field
from ostwald.microscopy.field.insets import dark_insets


def film(seed=0):
    return np.random.default_rng(seed).normal(150, 6, (400, 400)).astype(np.float32)


@pytest.mark.parametrize("corner", [(0, 0), (0, 280), (280, 0), (280, 280)])
@pytest.mark.parametrize("colour", [0, 255])
def test_a_framed_picture_in_a_corner_is_no_specimen(corner, colour):
    picture = film()
    y, x = corner
    inset = np.random.default_rng(1).normal(120, 25, (120, 120))
    picture[y : y + 120, x : x + 120] = np.clip(inset, 20, 235)
    for line in (np.s_[y : y + 3, x : x + 120], np.s_[y + 117 : y + 120, x : x + 120]):
        picture[line] = colour
    for line in (np.s_[y : y + 120, x : x + 3], np.s_[y : y + 120, x + 117 : x + 120]):
        picture[line] = colour
    mask = find_field(picture).mask
    assert mask[y : y + 120, x : x + 120].mean() > 0.99
    assert mask.mean() < 0.11


def test_a_rectangle_around_a_place_leaves_what_is_in_it():
    picture = film()
    picture[100:103, 100:260] = picture[257:260, 100:260] = 255
    picture[100:260, 100:103] = picture[100:260, 257:260] = 255
    mask = find_field(picture).mask
    assert mask[100:103, 100:260].all()
    assert not mask[115:245, 115:245].any()


def test_a_dark_pattern_without_a_frame():
    display = film().astype(np.uint8)
    display[:140, 260:] = 12
    rows, columns = np.mgrid[:140, :140] - 70
    display[:140, 260:][np.abs(np.hypot(rows, columns) - 40) < 3] = 230
    expected = np.zeros(display.shape, bool)
    expected[:140, 260:] = True
    nothing = np.zeros(display.shape, bool)
    np.testing.assert_array_equal(dark_insets(display, nothing), expected)


def test_a_dark_particle_in_a_corner_is_no_inset():
    display = film().astype(np.uint8)
    rows, columns = np.mgrid[:400, :400]
    display[np.hypot(rows, columns) < 140] = 20
    assert not dark_insets(display, np.zeros(display.shape, bool)).any()
