import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from micrographs_for_tests import FONT, discs, with_bar, with_strip
from ostwald.microscopy.io import Micrograph
from ostwald.microscopy.scale import find_scale


def scale_of(picture, nm_per_px=None, told=None):
    return find_scale(Micrograph.from_array(picture, nm_per_px=nm_per_px), told)


GROUND = discs(300, 420, 20, 60)


@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize(
    ("text", "nm"), [("50 nm", 50), ("100 nm", 100), ("0.2 µm", 200), ("1 µm", 1000), ("5 nm", 5)]
)
def test_bars_are_read(colour, text, nm):
    scale = scale_of(with_bar(GROUND, text, 120, colour=colour))
    assert scale.source == "scale bar"
    assert scale.bar_value_nm == pytest.approx(nm)
    assert scale.nm_per_px == pytest.approx(nm / 120, rel=0.01)
    assert scale.confidence > 0.8


def test_bar_text_and_surroundings_are_excluded():
    scale = scale_of(with_bar(GROUND, "50 nm", 120))
    assert scale.excluded[280:285, 20:140].all()
    assert scale.excluded.mean() < 0.1
    x0, y0, x1, y1 = scale.bar_box_px
    assert (x0, x1) == (pytest.approx(20, abs=0.6), pytest.approx(140, abs=0.6))
    assert (y0, y1) == (280, 285)


def test_information_strip():
    scale = scale_of(with_strip(GROUND, "100 nm", 160))
    assert scale.nm_per_px == pytest.approx(100 / 160, rel=0.01)
    assert scale.excluded[300:].all()
    assert not scale.excluded[:295].any()


def test_no_bar_is_no_scale_with_a_warning():
    scale = scale_of(GROUND)
    assert (scale.source, scale.nm_per_px, scale.confidence) == ("none", None, 0)
    assert "--nm-per-px" in scale.warnings[0]
    assert not scale.excluded.any()


@pytest.mark.parametrize("text", ["50 kV", "5O0", "50 pm", "hello"])
def test_unreadable_units_are_no_scale(text):
    scale = scale_of(with_bar(GROUND, text, 120))
    assert (scale.source, scale.nm_per_px) == ("none", None)
    assert scale.warnings


def test_a_diffraction_pattern_is_named():
    scale = scale_of(with_bar(GROUND, "5 1/nm", 120))
    assert scale.source == "none"
    assert "diffraction" in scale.warnings[0]


def test_two_bars_that_disagree():
    picture = with_bar(GROUND, "50 nm", 120)
    picture = with_bar(picture, "50 nm", 60, place=(300, 280))
    scale = scale_of(picture)
    assert (scale.source, scale.nm_per_px) == ("none", None)
    assert "two scale bars disagree" in scale.warnings[0]


def test_two_bars_that_agree():
    picture = with_bar(GROUND, "50 nm", 120)
    picture = with_bar(picture, "100 nm", 240, place=(170, 60))
    assert scale_of(picture).nm_per_px == pytest.approx(50 / 120, rel=0.01)


def test_metadata_agree_with_the_bar():
    scale = scale_of(with_bar(GROUND, "50 nm", 120), nm_per_px=50 / 120)
    assert (scale.source, scale.warnings) == ("metadata", ())
    assert scale.nm_per_px == 50 / 120
    assert scale.bar_value_nm == 50
    assert scale.confidence > 0.95


def test_metadata_that_disagree_with_the_bar_are_used_with_a_warning():
    scale = scale_of(with_bar(GROUND, "50 nm", 120), nm_per_px=1.0)
    assert (scale.source, scale.nm_per_px) == ("metadata", 1.0)
    assert "disagree" in scale.warnings[0]
    assert scale.confidence < 0.6


def test_the_user_overrides_everything_and_is_told_of_a_contradiction():
    picture = with_bar(GROUND, "50 nm", 120)
    scale = scale_of(picture, nm_per_px=0.4, told=0.7)
    assert (scale.source, scale.nm_per_px) == ("user", 0.7)
    assert "the pixel size given" in scale.warnings[0]
    assert scale.excluded.any()


@pytest.mark.parametrize(
    "picture", [np.zeros((50, 50)), np.full((50, 50), 255), np.zeros((1, 1)), np.ones((1, 500))]
)
def test_even_and_tiny_pictures(picture):
    assert scale_of(picture.astype(np.uint8)).source == "none"


def test_sixteen_bits():
    picture = with_bar(GROUND, "50 nm", 120).astype(np.uint16) * 257
    assert scale_of(picture).nm_per_px == pytest.approx(50 / 120, rel=0.01)


def test_bars_of_real_micrographs(data_dir):
    from ostwald.microscopy.io import read_micrograph

    folder = data_dir / "tem"
    for name, nm, length in (
        ("gu2025_unlabelled/1-0001.tif", 50, 231),
        ("gu2025_unlabelled/1-0007_7.png", 200, 176),
        ("gold_unlabelled/A800AuNR_005.jpg", 50, 409),
    ):
        scale = find_scale(read_micrograph(folder / name))
        assert scale.bar_value_nm == pytest.approx(nm)
        assert scale.bar_length_px == pytest.approx(length, rel=0.01)


def test_a_small_exponent_makes_a_label_a_reciprocal_length():
    image = Image.fromarray(np.full((300, 420), 200, np.uint8))
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 270, 199, 276), fill=0)
    pen.text((60, 220), "5 nm⁻¹", fill=0, font=ImageFont.truetype(FONT, 34))
    assert scale_of(np.asarray(image)).source == "none"


def test_a_bar_with_ticks_broken_by_its_label():
    image = Image.fromarray(GROUND)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 24)
    pen.text((140, 282), "50 nm", fill=0, font=font, anchor="mm")
    for x0, x1, tick in ((20, 95, 20), (185, 260, 257)):
        pen.rectangle((x0, 281, x1 - 1, 283), fill=0)
        pen.rectangle((tick, 273, tick + 2, 291), fill=0)
    scale = scale_of(np.asarray(image))
    assert (scale.bar_value_nm, scale.bar_length_px) == (50, 240)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_long_label_beside_a_short_bar_is_read_whole(side):
    image = Image.fromarray(np.full((700, 900), 160, np.uint8))
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 44)
    if side == "left":
        pen.rectangle((780, 640, 859, 645), fill=0)
        pen.text((735, 643), "150 nm", fill=0, font=font, anchor="rm")
    else:
        pen.rectangle((30, 640, 109, 645), fill=0)
        pen.text((155, 643), "150 nm", fill=0, font=font, anchor="lm")
    scale = scale_of(np.asarray(image))
    assert (scale.bar_value_nm, scale.bar_length_px) == (150, 80)


def test_a_bar_in_a_box_with_a_frame():
    image = Image.fromarray(GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((10, 220, 160, 290), fill=255, outline=0)
    pen.rectangle((25, 274, 144, 279), fill=0)
    font = ImageFont.truetype(FONT, 26)
    pen.text((85, 262), "50 nm", fill=0, font=font, anchor="mb")
    scale = scale_of(np.asarray(image))
    assert (scale.bar_value_nm, scale.bar_length_px) == (50, 120)
