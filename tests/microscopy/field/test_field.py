from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.field import find_field
from ostwald.microscopy.io.micrograph import Micrograph


def scene(side=320, radius=10, seed=0, noise=7.0, dark=True):
    """Discs on a noisy film, as floats of 8 bit."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((side, side))
    for y in range(24, side, 48):
        for x in range(24, side, 48):
            place = np.array([y, x]) + rng.uniform(-8, 8, 2)
            away = np.hypot(*(np.mgrid[:side, :side] - place[:, None, None]))
            picture += away <= radius
    picture = ndimage.gaussian_filter(np.minimum(picture, 1), 1.2)
    picture = 170 - 110 * picture if dark else 60 + 110 * picture
    return np.clip(np.round(picture + noise * rng.standard_normal(picture.shape)), 0, 255).astype(
        np.float32
    )


def circle(shape, centre, radius):
    return np.hypot(*(np.mgrid[: shape[0], : shape[1]] - np.array(centre)[:, None, None])) <= radius


@pytest.mark.parametrize(
    ("centre", "radius"),
    [((160, 160), 140), ((150, 175), 120), ((160, 160), 185), ((30, 20), 330)],
    ids=["whole", "beside the middle", "corners only", "one arc"],
)
@pytest.mark.parametrize("outside", [0.0, 255.0, "noise"])
def test_apertures_are_found(centre, radius, outside):
    picture = scene()
    inside = circle(picture.shape, centre, radius)
    rng = np.random.default_rng(1)
    around = np.abs(rng.normal(4, 2, picture.shape)) if outside == "noise" else outside
    picture = np.where(inside, picture, around).astype(np.float32)
    field = find_field(picture)
    assert field.mask[~inside].mean() > 0.995
    # A margin over the edge is left out as well.
    assert field.mask[circle(picture.shape, centre, radius - 8)].mean() < 0.002


def test_a_soft_condenser_edge_is_left_out_with_its_slope():
    picture = scene()
    inside = circle(picture.shape, (160, 160), 130)
    light = ndimage.gaussian_filter(inside.astype(float), 4.0)
    field = find_field((picture * light).astype(np.float32))
    assert field.mask[light < 0.6].mean() > 0.99
    assert field.mask[circle(picture.shape, (160, 160), 108)].mean() < 0.01


@pytest.mark.parametrize(
    ("radii", "centre"),
    [((85, 130), (160, 160)), ((80, 80), (150, 170))],
    ids=["elliptic", "small"],
)
def test_apertures_that_are_elliptic_or_small(radii, centre):
    picture = scene()
    rows, columns = np.mgrid[:320, :320]
    away = np.hypot((rows - centre[0]) / radii[0], (columns - centre[1]) / radii[1])
    around = np.abs(np.random.default_rng(4).normal(4, 2, picture.shape))
    field = find_field(np.where(away <= 1, picture, around).astype(np.float32))
    assert field.mask[away > 1].mean() > 0.995
    assert field.mask[away < 0.85].mean() < 0.01


def test_particles_as_black_as_the_outside_bite_into_a_field_of_view():
    picture = np.clip(scene(radius=16) - 55, 0, None)
    inside = circle(picture.shape, (160, 160), 135)
    field = find_field(np.where(inside, picture, 0).astype(np.float32))
    assert field.mask[~inside].mean() > 0.99
    assert field.mask[circle(picture.shape, (160, 160), 120)].mean() < 0.01


def test_padding_in_the_grey_of_the_film():
    padded = np.pad(scene(), ((0, 25), (18, 0)), constant_values=170.0)
    inner = np.zeros(padded.shape, bool)
    inner[:320, 18:] = True
    np.testing.assert_array_equal(find_field(padded).mask, ~inner)


def test_marks_in_colour_are_left_out_and_tints_are_not():
    picture = np.repeat(scene().astype(np.uint8)[:, :, None], 3, axis=2)
    marked = picture.copy()
    marked[100:106, 40:200] = (255, 0, 0)
    marked[200:260, 200:260] = (250, 200, 0)
    micrograph = Micrograph.from_array(marked)
    field = find_field(micrograph.pixels, micrograph.coloured)
    assert field.mask[100:106, 40:200].all()
    assert field.mask[200:260, 200:260].all()
    assert field.mask.mean() < 0.07
    tinted = picture.copy()
    tinted[150:250, 150:250] = 0.6 * tinted[150:250, 150:250] + np.array([0, 100, 20])
    micrograph = Micrograph.from_array(tinted)
    assert not find_field(micrograph.pixels, micrograph.coloured).mask.any()


@pytest.mark.parametrize("level", [0.0, 128.0, 255.0])
@pytest.mark.parametrize(
    "sides", [(30, 0, 0, 0), (0, 0, 12, 25), (20, 40, 10, 33)], ids=["one", "two", "four"]
)
def test_padding_is_found_to_the_pixel(level, sides):
    picture = scene()
    top, bottom, left, right = sides
    padded = np.pad(picture, ((top, bottom), (left, right)), constant_values=level)
    field = find_field(padded)
    inner = np.zeros(padded.shape, bool)
    inner[top : top + 320, left : left + 320] = True
    np.testing.assert_array_equal(field.mask, ~inner)


def test_turned_frames_are_found():
    picture = scene(400)
    turned = ndimage.rotate(picture, 12, reshape=False, order=1, cval=0)
    inside = ndimage.rotate(np.ones_like(picture), 12, reshape=False, order=1, cval=0) > 0.99
    field = find_field(turned.astype(np.float32))
    assert field.mask[~inside].mean() > 0.98
    assert field.mask[ndimage.binary_erosion(inside, iterations=9)].mean() < 0.005


@pytest.mark.parametrize("width", [1, 2])
def test_dead_columns_and_rows(width):
    picture = scene()
    picture[:, 100 : 100 + width] = 0
    picture[201, :] = 255
    field = find_field(picture)
    assert field.mask[:, 100 : 100 + width].all()
    assert field.mask[201].all()
    assert field.mask.mean() < 0.02


def test_a_strip_whose_text_nobody_reads():
    picture = scene()
    strip = np.full((40, 320), 0, np.float32)
    strip[12:28, 20:80:6] = 255
    for turns in range(4):
        field = find_field(np.rot90(np.concatenate([picture, strip]), turns).copy())
        mask = np.rot90(field.mask, -turns)
        assert mask[320:].all()
        assert not mask[:318].any()


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("noise", [0.0, 7.0, 20.0])
def test_nothing_is_left_out_of_a_plain_micrograph(dark, noise):
    assert not find_field(scene(noise=noise, dark=dark)).mask.any()
    film = 150 + noise * np.random.default_rng(2).standard_normal((256, 256))
    assert not find_field(film.astype(np.float32)).mask.any()


def test_a_large_round_particle_is_no_aperture():
    rows, columns = np.mgrid[:300, :300] - 150
    thickness = np.sqrt(np.clip(1 - (rows**2 + columns**2) / 120**2, 0, None))
    noise = np.random.default_rng(3).normal(0, 6, thickness.shape)
    for picture in (30 + 180 * thickness + noise, 200 - 150 * thickness + noise):
        assert not find_field(picture.astype(np.float32)).mask.any()


def test_saturated_film_between_particles_is_specimen():
    picture = np.clip(scene() + 90, 0, 255).astype(np.float32)
    assert find_field(picture).mask.mean() < 0.01


def test_even_and_tiny_pictures_are_left_alone():
    assert find_field(np.zeros((64, 64), np.float32)).share_excluded == 0
    assert find_field(np.arange(100, dtype=np.float32).reshape(10, 10)).reasons == ()
