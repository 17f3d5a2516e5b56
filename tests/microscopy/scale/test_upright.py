from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ostwald.microscopy.io import Micrograph
from ostwald.microscopy.scale import find_scale


def film(height=400, width=480):
    noise = np.random.default_rng(0).normal(140, 9, (height, width))
    return Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8))


def test_an_upright_bar_with_its_label_beside_it():
    image = film()
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 200, 46, 339), fill=0)
    pen.text((58, 255), "50 nm", fill=0, font=ImageFont.load_default(26))
    scale = find_scale(Micrograph.from_array(np.asarray(image)))
    assert (scale.source, scale.bar_value_nm) == ("scale bar", 50)
    assert scale.bar_length_px == pytest.approx(140, abs=1)
    assert scale.excluded[210:330, 41:45].all()
    assert not scale.excluded[:150].any()


@pytest.mark.parametrize("turns", [1, 3])
def test_a_picture_that_was_turned(turns):
    image = film()
    pen = ImageDraw.Draw(image)
    pen.rectangle((300, 350, 419, 357), fill=255)
    pen.text((315, 312), "200 nm", fill=255, font=ImageFont.load_default(28))
    turned = np.rot90(np.asarray(image), turns).copy()
    scale = find_scale(Micrograph.from_array(turned))
    assert scale.bar_value_nm == 200
    assert scale.bar_length_px == pytest.approx(120, abs=1)


def test_an_upright_stroke_without_a_length_is_no_bar():
    image = film()
    ImageDraw.Draw(image).rectangle((40, 200, 46, 339), fill=0)
    assert find_scale(Micrograph.from_array(np.asarray(image))).source == "none"


@pytest.mark.parametrize("grey", [20, 60])
def test_grey_bars(grey):
    image = film()
    pen = ImageDraw.Draw(image)
    pen.rectangle((300, 350, 419, 357), fill=grey)
    pen.text((315, 308), "35 nm", fill=grey, font=ImageFont.load_default(30))
    picture = np.asarray(image).copy()
    picture[:3], picture[-3:] = 0, 255
    scale = find_scale(Micrograph.from_array(picture))
    assert scale.bar_value_nm == 35
    assert scale.bar_length_px == pytest.approx(120, abs=1)


def test_a_label_of_two_pieces_beside_an_upright_bar_over_particles():
    image = film()
    pen = ImageDraw.Draw(image)
    for x, y in np.random.default_rng(1).uniform(0, (480, 400), (60, 2)):
        pen.ellipse((x, y, x + 24, y + 24), fill=60)
    pen.rectangle((30, 100, 37, 299), fill=255)
    font = ImageFont.load_default(30)
    pen.text((50, 185), "20", fill=255, font=font)
    pen.text((100, 185), "nm", fill=255, font=font)
    scale = find_scale(Micrograph.from_array(np.asarray(image)))
    assert (scale.bar_value_nm, scale.bar_length_px) == (20, 200)


def test_strokes_of_a_label_do_not_hide_the_upright_bar_beside_it():
    image = film()
    pen = ImageDraw.Draw(image)
    pen.rectangle((440, 100, 449, 299), fill=0, outline=255, width=2)
    font = ImageFont.load_default(34)
    pen.text((300, 180), "200 nm", fill=0, font=font, stroke_width=2, stroke_fill=255)
    scale = find_scale(Micrograph.from_array(np.asarray(image)))
    assert scale.bar_value_nm == 200
    assert scale.bar_length_px == pytest.approx(198, abs=2)
