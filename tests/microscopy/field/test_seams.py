from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.field.seams import broken_line, goes_on


def discs(seed, shape=(200, 300), film=160.0, contrast=100.0, count=60, blur=1.0):
    """Dark discs of 22 px anywhere, cut by the edges of the picture as well."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    picture = np.zeros(shape)
    for _ in range(count):
        y, x = rng.uniform(0, shape)
        picture[np.hypot(rows - y, columns - x) <= 11] = 1
    soft = ndimage.gaussian_filter(picture, blur, mode="nearest")
    return (film - contrast * soft + rng.normal(0, 5, shape)).astype(np.float32)


def spread_of(rows):
    return float(np.ptp(np.percentile(rows, [0.5, 99.5])))


@pytest.mark.parametrize("film", [160.0, 135.0])
def test_two_pictures_one_below_the_other_have_a_seam(film):
    rows = np.concatenate([discs(21, (200, 500)), discs(22, (200, 500), film=film)])
    assert broken_line(rows, spread_of(rows), 40) == 200


@pytest.mark.parametrize("level", [140.0, 172.0])
def test_where_nothing_is_cut_the_ground_tells(level):
    above = discs(31, (200, 500), film=160, contrast=60, count=3)
    below = discs(32, (200, 500), film=level, contrast=60, count=3)
    rows = np.concatenate([above, below])
    assert broken_line(rows, spread_of(rows), 40) == 200
    soft = ndimage.gaussian_filter(rows, (3, 0))
    assert broken_line(soft, spread_of(rows), 40) is None


@pytest.mark.parametrize(("side", "period"), [(18, 40), (60, 112)])
def test_grids_of_sharp_squares_are_no_seams(side, period):
    grid = np.zeros((400, 400))
    for y in range(10, 380, period):
        for x in range(10, 380, period):
            grid[y : y + side, x : x + side] = 80
    grid = (150 - grid + np.random.default_rng(3).normal(0, 4, grid.shape)).astype(np.float32)
    assert broken_line(grid, spread_of(grid), 48) is None


def test_a_shift_within_one_picture_is_no_seam():
    rows = discs(33, (400, 300), count=60)
    rows[200:] = np.roll(rows[200:], 4, axis=1) + 15
    assert broken_line(rows, spread_of(rows), 40) is None


@pytest.mark.parametrize("seed", range(8))
def test_one_picture_has_none(seed):
    rows = discs(10 + seed, (400, 300), count=80, blur=0.8)
    assert broken_line(rows, spread_of(rows), 40) is None


def test_a_step_of_the_ground_bars_and_text_are_no_seams():
    rows = discs(3, (400, 300), count=60, contrast=70)
    rows[190:] += 40
    rows[320:326, 20:140] = 255
    for x in range(20, 140, 12):
        rows[290:306, x : x + 6] = 255
    assert broken_line(rows, spread_of(rows), 40) is None


def test_pictures_go_on_across_dead_lines_and_not_across_gutters():
    dead = discs(4, (400, 300), count=80)
    dead[200:202] = 0
    assert goes_on(dead, 200, 202)
    gutter = np.full((2, 300), 255, np.float32)
    assert not goes_on(np.concatenate([discs(5), gutter, discs(6)]), 200, 202)
    empty = np.random.default_rng(7).normal(150, 5, (400, 300)).astype(np.float32)
    empty[200] = 0
    assert goes_on(empty, 200, 201)
