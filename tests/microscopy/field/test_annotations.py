from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ostwald.microscopy.field.annotations import find_annotations
from ostwald.microscopy.field.corners import corner_boxes


def film(level, seed=0, side=400):
    noise = np.random.default_rng(seed).normal(0, 7, (side, side))
    return np.clip(level + noise, 0, 255).astype(np.uint8)


def drawn(picture, draw):
    """The picture with what was drawn, and where that is."""
    image, ink = Image.fromarray(picture), Image.new("L", picture.shape[::-1])
    for target, colour in ((image, None), (ink, 255)):
        draw(ImageDraw.Draw(target), colour)
    return np.asarray(image), np.asarray(ink) > 0


def nothing_known(picture):
    return np.zeros(picture.shape, bool)


@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize("size", [18, 32, 60])
def test_letters(colour, size):
    def draw(pen, ink):
        fill = colour if ink is None else ink
        pen.text((15, 10), "a b3)", fill=fill, font=ImageFont.load_default(size))

    picture, ink = drawn(film(150), draw)
    found = find_annotations(picture, nothing_known(picture))
    assert found[ink].mean() > 0.8
    assert found[80:, 250:].sum() == 0


@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize("dashed", [False, True])
def test_arrows(colour, dashed):
    def draw(pen, ink):
        fill = colour if ink is None else ink
        for start in range(0, 120, 20 if dashed else 120):
            end = start + (13 if dashed else 120)
            pen.line((60 + start, 60 + start, 60 + end, 60 + end), fill=fill, width=4)
        pen.polygon([(190, 190), (168, 180), (180, 168)], fill=fill)

    picture, ink = drawn(film(150), draw)
    assert find_annotations(picture, nothing_known(picture))[ink].mean() > 0.8


@pytest.mark.parametrize("colour", [0, 255])
def test_a_lone_circle_and_a_short_arrow(colour):
    def draw(pen, ink):
        fill = colour if ink is None else ink
        pen.ellipse((60, 60, 104, 104), outline=fill, width=3)
        pen.line((250, 250, 276, 276), fill=fill, width=4)

    picture, ink = drawn(film(150), draw)
    assert find_annotations(picture, nothing_known(picture))[ink].mean() > 0.95


def test_fringes_of_a_crystal_are_no_strokes():
    rows, columns = np.mgrid[:400, :400]
    wave = np.cos(2 * np.pi * (0.8 * rows + 0.6 * columns) / 9.0)
    crystal = np.hypot(rows - 200, columns - 200) < 60
    noise = np.random.default_rng(5).normal(0, 6, crystal.shape)
    picture = np.clip(160 + noise + crystal * (45 * wave - 75), 0, 255).astype(np.uint8)
    assert not find_annotations(picture, nothing_known(picture)).any()


def test_the_outline_of_an_inset():
    picture, ink = drawn(
        film(150),
        lambda pen, ink: pen.rectangle(
            (260, 20, 380, 120), outline=255 if ink is None else ink, width=2
        ),
    )
    assert find_annotations(picture, nothing_known(picture))[ink].mean() > 0.8


@pytest.mark.parametrize("polarity", [1, -1])
def test_particles_and_noise_are_no_annotations(polarity):
    rows, columns = np.mgrid[:400, :400]
    rods = np.zeros((400, 400), bool)
    for k in range(8):
        rods |= (abs(rows - 40 - 45 * k) < 5) & (abs(columns - 60 - 30 * k) < 25)
    from scipy import ndimage

    soft = ndimage.gaussian_filter(rods.astype(float), 1.5)
    noise = np.random.default_rng(1).normal(0, 6, soft.shape)
    picture = np.clip(128 + polarity * (300 * soft - 60) + noise, 0, 255).astype(np.uint8)
    assert not find_annotations(picture, nothing_known(picture)).any()
    assert not find_annotations(film(128), nothing_known(picture)).any()


@pytest.mark.parametrize("corner", [(0, 0), (0, 340), (350, 0), (350, 340)])
@pytest.mark.parametrize("colour", [0, 255])
def test_boxes_behind_panel_letters(corner, colour):
    picture = film(140)
    y, x = corner
    picture[y : y + 50, x : x + 60] = colour
    picture[y + 15 : y + 35, x + 20 : x + 30] = 255 - colour
    box = np.zeros(picture.shape, bool)
    box[y : y + 50, x : x + 60] = True
    np.testing.assert_array_equal(corner_boxes(picture, nothing_known(picture)), box)


@pytest.mark.parametrize("colour", [0, 255])
def test_a_box_beside_a_corner(colour):
    picture = film(140)
    picture[8:48, 340:390] = colour
    picture[18:38, 355:365] = 255 - colour
    box = corner_boxes(picture, nothing_known(picture))
    assert box[8:48, 340:390].all()
    assert box.mean() < 0.015
    picture[18:38, 355:365] = colour  # without a letter it may be a crystal
    assert not corner_boxes(picture, nothing_known(picture)).any()


def test_saturated_film_in_a_corner_is_no_box():
    picture = np.full((400, 400), 255, np.uint8)
    rows, columns = np.mgrid[:400, :400]
    picture[np.hypot(rows - 60, columns - 70) < 20] = 40
    assert not corner_boxes(picture, nothing_known(picture)).any()


def blackest_particles(side=400):
    """Rods and discs as black as ink, as a picture stretched to its extremes shows them."""
    image = Image.new("L", (side, side), 170)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((90, 250, 150, 276), radius=12, fill=4)
    pen.ellipse((200, 240, 250, 290), fill=4)
    grain = np.random.default_rng(3).normal(0, 3, (side, side))
    return np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("what", ["bar", "line around the picture"])
def test_particles_beside_a_bar_or_within_a_frame_are_none(what):
    def draw(pen, ink):
        fill = 0 if ink is None else ink
        if what == "bar":
            pen.rectangle((60, 330, 230, 336), fill=fill)
        else:
            pen.line((6, 393, 6, 6, 393, 6), fill=fill, width=3)

    picture, ink = drawn(blackest_particles(), draw)
    found = find_annotations(picture, nothing_known(picture))
    assert found[ink].mean() > 0.8
    assert not found[230:300, 60:260].any()
