from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy import measure
from ostwald.microscopy.field import find_panels


def film(height, width, seed, level=140.0):
    return np.random.default_rng(seed).normal(level, 12, (height, width)).astype(np.float32)


@pytest.mark.parametrize("gutter", [0.0, 255.0])
@pytest.mark.parametrize("thick", [4, 12])
def test_two_by_two(gutter, thick):
    figure = np.full((300, 400), gutter, np.float32)
    half = thick // 2
    for k, (y, x) in enumerate([(0, 0), (0, 200), (150, 0), (150, 200)]):
        rows = slice(y + (half if y else 0), y + 150 - (0 if y else half))
        columns = slice(x + (half if x else 0), x + 200 - (0 if x else half))
        shape = rows.stop - rows.start, columns.stop - columns.start
        figure[rows, columns] = film(*shape, k, 110 + 20 * k)
    panels = find_panels(figure)
    assert len(panels) == 4
    assert panels[0] == (0, 0, 200 - half, 150 - half)


def test_a_figure_is_refused_with_its_parts_named():
    figure = np.concatenate(
        [film(200, 150, 0), np.full((200, 10), 255, np.float32), film(200, 150, 1)], axis=1
    )
    with pytest.raises(InputError, match="2 panels") as refused:
        measure(figure)
    assert "160,0,150,200" in str(refused.value.hint)


def test_one_micrograph_is_one():
    picture = film(300, 300, 2)
    assert find_panels(picture) == []
    padded = np.pad(picture, 30, constant_values=0)
    assert find_panels(padded) == []
    strip = np.zeros((40, 300), np.float32)
    strip[10:30, 20:150:5] = 255
    assert find_panels(np.concatenate([picture, strip])) == []
    dead = picture.copy()
    dead[:, 150] = 0
    assert find_panels(dead) == []


def test_empty_rows_between_particles_are_no_gutters():
    picture = np.full((300, 300), 255, np.float32)
    for y in range(20, 290, 50):
        picture[y : y + 25, 30:60] = picture[y : y + 25, 200:240] = 40
    assert find_panels(picture) == []
