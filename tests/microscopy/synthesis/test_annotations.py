from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.synthesis.annotations import BarStyle, annotate, format_length


@pytest.mark.parametrize(
    ("value", "sign", "space", "text"),
    [
        (50, "µ", True, "50 nm"),
        (200, "µ", False, "200nm"),
        (2000, "μ", True, "2 μm"),
        (500, "u", True, "500 nm"),
        (1000, "u", False, "1um"),
    ],
)
def test_lengths_are_written_as_microscopes_do(value, sign, space, text):
    assert format_length(value, sign, space) == text


@pytest.mark.parametrize("corner", ["bottom left", "bottom right", "top left", "top right"])
def test_bar_lies_in_its_corner(corner):
    pixels = np.full((300, 400), 0.5, np.float32)
    drawn, bar = annotate(pixels, 1.0, BarStyle(corner=corner, thickness_px=5))
    assert bar is not None
    row, column = bar.start
    assert (row > 150) == ("bottom" in corner)
    assert (column > 200) == ("right" in corner)
    assert (drawn[row : row + 5, column : column + bar.length_px] == 0).all()
    assert (drawn[~bar.mask] == 0.5).all()


def test_image_too_small_for_a_bar_is_left_alone():
    pixels = np.full((12, 12), 0.5, np.float32)
    drawn, bar = annotate(pixels, 1.0, BarStyle())
    assert bar is None
    assert drawn is pixels
