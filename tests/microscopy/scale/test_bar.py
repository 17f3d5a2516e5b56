import numpy as np
import pytest
from PIL import Image, ImageDraw

from ostwald.microscopy.scale.bar import find_bars, to_display


def noise(seed=0, shape=(200, 400)):
    return np.clip(np.random.default_rng(seed).normal(128, 15, shape), 30, 225).astype(np.uint8)


def best(picture):
    bars = find_bars(picture)
    return bars[0] if bars else None


@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize(("length", "thickness"), [(60, 3), (100, 1), (150, 20), (333, 8)])
def test_a_bar_is_found_to_the_pixel(colour, length, thickness):
    picture = noise()
    picture[150 : 150 + thickness, 20 : 20 + length] = colour
    bar = best(picture)
    assert (bar.y0, bar.y1, bar.bright) == (150, 150 + thickness, colour == 255)
    assert bar.length_px == pytest.approx(length, abs=0.5)


def test_length_of_a_blurred_bar_is_right_within_a_percent():
    large = noise(shape=(800, 1600))
    large[600:632, 101:907] = 0
    small = np.asarray(Image.fromarray(large).resize((557, 279), Image.Resampling.BICUBIC))
    assert best(small).length_px == pytest.approx(806 * 557 / 1600, rel=0.01)


def test_jpeg_artefacts_do_not_break_a_bar(tmp_path):
    picture = noise()
    picture[150:158, 50:250] = 0
    Image.fromarray(picture).save(tmp_path / "a.jpg", quality=60)
    bar = best(np.asarray(Image.open(tmp_path / "a.jpg")))
    assert bar.length_px == pytest.approx(200, rel=0.01)


def test_outlined_bar_over_a_dark_particle():
    picture = noise()
    picture[100:200, 0:120] = 2
    picture[149:157, 49:251] = 240
    picture[150:156, 50:250] = 0
    assert best(picture).length_px == pytest.approx(200, rel=0.011)


def test_ticks_at_the_ends_do_not_matter():
    picture = noise()
    picture[150:153, 50:250] = 255
    picture[140:163, 50:53] = 255
    picture[140:163, 247:250] = 255
    bar = best(picture)
    assert (bar.x0, bar.x1) == (pytest.approx(50, abs=0.2), pytest.approx(250, abs=0.2))


def test_a_bar_cut_by_the_edge_is_no_bar():
    picture = noise()
    picture[150:156, 0:100] = 0
    picture[198:200, 150:300] = 0
    assert find_bars(picture) == []


def test_a_white_box_around_black_text_is_no_bar():
    picture = noise()
    picture[100:140, 50:150] = 255
    picture[110:130, 60:140:6] = 0
    assert not any(bar.length_px > 80 for bar in find_bars(picture))


@pytest.mark.parametrize("colour", [0, 255])
def test_the_margins_of_a_box_are_no_bars(colour):
    picture = noise()
    picture[140:180, 40:240] = 255 - colour
    picture[146:152, 50:230] = colour
    (bar,) = find_bars(picture)
    assert (bar.length_px, bar.bright) == (180, colour == 255)


def test_ticks_in_a_box():
    picture = noise()
    picture[140:180, 40:240] = 0
    picture[150:156, 50:230] = 255
    picture[145:161, 50:53] = 255
    picture[145:161, 227:230] = 255
    assert best(picture).length_px == 180


def test_a_grey_particle_at_its_end_does_not_lengthen_a_sharp_bar():
    picture = noise()
    picture[130:170, 40:60] = 70
    picture[150:155, 50:150] = 0
    assert best(picture).length_px == 100


def test_fields_of_a_chequered_ruler_are_no_bars():
    picture = noise()
    for number in range(5):
        picture[150:158, 50 + 40 * number : 90 + 40 * number] = 255 * (number % 2)
    assert find_bars(picture) == []


@pytest.mark.parametrize("value", [0, 128, 255])
def test_even_pictures_have_no_bar(value):
    assert find_bars(np.full((100, 100), value, np.uint8)) == []


def test_a_single_pixel():
    assert find_bars(np.zeros((1, 1), np.uint8)) == []


def test_display_range():
    display = to_display(np.array([[1000.0, 3000.0, 2000.0]], np.float32))
    assert display.tolist() == [[0, 255, 128]]
    assert to_display(np.full((2, 2), 5, np.float32)).max() == 0


def test_a_bar_on_a_grey_box_over_a_bright_specimen():
    picture = np.clip(noise() + 80, 0, 230).astype(np.uint8)
    picture[120:180, 40:180] = 140
    picture[160:164, 60:160] = 255
    (bar,) = (bar for bar in find_bars(picture) if bar.length_px > 60)
    assert (bar.x0, bar.x1) == (60, 160)


@pytest.mark.parametrize("outline", [0, 255])
def test_the_core_is_the_bar_and_not_its_outline(outline):
    picture = noise()
    picture[147:163, 47:253] = outline
    picture[150:160, 50:250] = 128
    (bar,) = (bar for bar in find_bars(picture) if bar.length_px > 60)
    assert (bar.x0, bar.x1) == (50, 250)


def test_an_arrow_with_two_heads_is_no_bar():
    image = Image.fromarray(noise())
    pen = ImageDraw.Draw(image)
    pen.rectangle((100, 99, 250, 101), fill=255)
    for end, way in ((100, 1), (250, -1)):
        pen.polygon([(end, 100), (end + 12 * way, 94), (end + 12 * way, 106)], fill=255)
    assert find_bars(np.asarray(image)) == []


def test_a_particle_of_the_bars_colour_at_its_end_leaves_its_length_unknown():
    image = Image.fromarray(noise())
    pen = ImageDraw.Draw(image)
    pen.rectangle((100, 150, 249, 156), fill=0)
    pen.ellipse((82, 138, 112, 168), fill=0)
    assert not any(bar.length_px > 100 for bar in find_bars(np.asarray(image)))


def test_a_flat_bar_between_particles_half_as_dark_is_found():
    picture = noise() + 90
    picture[120:180, 20:50] = 90
    picture[120:180, 200:240] = 90
    picture[150:156, 50:200] = 0
    bar = best(np.clip(picture, 0, 255))
    assert (bar.x0, bar.x1) == (50, 200)


def test_compression_does_not_break_an_outlined_bar_into_its_rows(tmp_path):
    picture = noise(shape=(400, 700))
    picture[296:306, 33:417] = 255
    picture[298:304, 35:415] = 0
    Image.fromarray(picture).save(tmp_path / "a.jpg", quality=45)
    bar = best(np.asarray(Image.open(tmp_path / "a.jpg")))
    assert bar.length_px == pytest.approx(380, rel=0.01)


def test_a_faint_row_of_the_specimen_is_no_bar():
    picture = noise()
    picture[:3], picture[-3:] = 0, 255
    picture[80:120, 100:300] = 60
    picture[100:103, 130:270] = 52
    assert find_bars(picture) == []


def test_the_room_between_ticks_in_a_strip_is_no_bar():
    picture = noise() + 100
    picture[120:] = 0
    picture[130:134, 50:191] = 255
    for x in (50, 189):
        picture[122:142, x : x + 2] = 255
    bar = best(np.clip(picture, 0, 255).astype(np.uint8))
    assert (bar.x0, bar.x1, bar.bright) == (50, 191, True)
