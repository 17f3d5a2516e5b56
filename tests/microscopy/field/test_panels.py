from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

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


def discs(height, width, seed, film=150.0):
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    picture = rng.normal(film, 6, (height, width))
    for _ in range(height * width // 2200):
        y, x = rng.uniform(0, (height, width))
        picture[np.hypot(rows - y, columns - x) <= 10] -= 80
    return np.clip(picture, 20, 235).astype(np.float32)


@pytest.mark.parametrize("thick", [1, 2])
@pytest.mark.parametrize("gutter", [0.0, 255.0])
def test_gutters_as_thin_as_dead_lines(thick, gutter):
    between = np.full((thick, 300), gutter, np.float32)
    figure = np.concatenate([discs(200, 300, 0), between, discs(180, 300, 1)])
    assert find_panels(figure) == [(0, 0, 300, 200), (0, 200 + thick, 300, 180)]


def test_gutters_that_compression_made_uneven():
    figure = np.concatenate(
        [discs(200, 200, 0), np.full((200, 5), 255), discs(200, 200, 1)], axis=1
    )
    file = io.BytesIO()
    Image.fromarray(figure.astype(np.uint8)).save(file, "JPEG", quality=75)
    panels = find_panels(np.asarray(Image.open(file), np.float32))
    assert panels == [(0, 0, 200, 200), (205, 0, 200, 200)]


def test_panels_without_a_gutter():
    film = np.random.default_rng(2).normal(150, 6, (420, 500))
    rows, columns = np.mgrid[:420, :500]
    for k in range(7):  # cut by the seam from above and from below in turns
        y, x = (216, 60 + 64 * k) if k % 2 else (224, 60 + 64 * k)
        part = rows < 220 if k % 2 else rows >= 220
        film[(np.hypot(rows - y, columns - x) <= 14) & part] -= 80
    for k in range(24):
        y, x = np.array(divmod(k, 8)) * (70, 60) + (40, 40)
        y += 120 * (y > 150)
        film[np.hypot(rows - y, columns - x) <= 14] -= 80
    figure = film.astype(np.float32)
    assert find_panels(figure) == [(0, 0, 500, 220), (0, 220, 500, 200)]


def test_a_micrograph_beside_a_plot():
    plot = np.full((300, 300), 255, np.float32)
    plot[30:260, 40] = plot[30:260, 280] = plot[30, 40:280] = plot[260, 40:280] = 0
    plot[120:260, 100:130] = plot[60:260, 140:170] = plot[150:260, 180:210] = 90
    assert len(find_panels(np.concatenate([discs(300, 300, 4), plot], axis=1))) == 2


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


@pytest.mark.parametrize("step", [35.0, -60.0])
def test_a_step_of_contrast_in_one_micrograph_is_no_gap(step):
    picture = discs(300, 400, 5)
    picture[:, 190:] += step
    assert find_panels(picture) == []


def test_empty_rows_between_particles_are_no_gutters():
    picture = np.full((300, 300), 255, np.float32)
    for y in range(20, 290, 50):
        picture[y : y + 25, 30:60] = picture[y : y + 25, 200:240] = 40
    assert find_panels(picture) == []
