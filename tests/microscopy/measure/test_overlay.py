import numpy as np

from micrographs_for_tests import OtsuFinder, discs, with_bar
from ostwald.microscopy import measure
from ostwald.microscopy.measure.overlay import ORANGE, PURPLE, SKY_BLUE, draw_overlay


def overlay_of(picture):
    measurement = measure(picture, segmenter=OtsuFinder())
    return measurement, draw_overlay(measurement)


def coloured(canvas, colour):
    return (canvas == np.array(colour)).all(axis=2)


def test_whole_particles_cut_particles_and_the_bar_have_their_colours():
    picture = discs(300, 420)
    picture[:12, 200:220] = 60
    measurement, canvas = overlay_of(with_bar(picture, "50 nm", 120))
    factor = canvas.shape[0] // 300
    assert canvas.shape == (300 * factor, 420 * factor, 3)
    orange = coloured(canvas, ORANGE)[::factor, ::factor]
    assert orange.any()
    assert not orange[measurement.labels == 0].any()
    blue = coloured(canvas, SKY_BLUE)[::factor, ::factor]
    assert blue[:13, 199:221].any()
    assert not blue[20:200].any()
    assert coloured(canvas, PURPLE)[250 * factor :].any()


def test_large_pictures_keep_their_size():
    _, canvas = overlay_of(discs(1300, 200))
    assert canvas.shape == (1300, 200, 3)


def test_lines_are_wider_in_large_pictures():
    def orange(height):
        measurement, canvas = overlay_of(discs(height, 200))
        drawn = coloured(canvas, ORANGE)
        assert not drawn[measurement.labels == 0].any()
        return drawn[:1300].sum()

    assert orange(2600) > 1.7 * orange(1300)


def test_even_picture():
    _, canvas = overlay_of(np.zeros((60, 60), np.uint8))
    assert len(np.unique(canvas)) == 1
