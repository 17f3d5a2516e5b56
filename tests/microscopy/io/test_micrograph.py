import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy.io import Micrograph


def test_colour_becomes_luminance():
    colour = np.zeros((4, 5, 3), np.uint8)
    colour[..., 1] = 200
    micrograph = Micrograph.from_array(colour)
    assert micrograph.pixels.shape == (4, 5)
    assert micrograph.pixels.dtype == np.float32
    assert micrograph.pixels[0, 0] == pytest.approx(0.587 * 200, rel=1e-5)
    assert (micrograph.height_px, micrograph.width_px) == (4, 5)


def test_alpha_is_ignored():
    colour = np.full((4, 5, 4), 50, np.uint8)
    colour[..., 3] = 0
    assert Micrograph.from_array(colour).pixels[0, 0] == pytest.approx(50, rel=1e-5)


def test_nan_and_infinite_pixels_become_the_median_with_a_warning():
    pixels = np.full((10, 10), 7.0)
    pixels[2, 3] = np.nan
    pixels[4, 4] = np.inf
    micrograph = Micrograph.from_array(pixels)
    assert np.all(micrograph.pixels == 7.0)
    assert micrograph.warnings == ("2 NaN or infinite pixels were replaced by the median",)


def test_a_picture_of_nan_is_refused():
    with pytest.raises(InputError, match="no valid pixel"):
        Micrograph.from_array(np.full((3, 3), np.nan))


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros(5), "not one image"),
        (np.zeros((2, 3, 4, 5)), "not one image"),
        (np.zeros((0, 5)), "not one image"),
        (np.zeros((2, 2), complex), "complex"),
        (np.array([["a", "b"]]), "not an image"),
    ],
)
def test_what_is_not_a_picture_is_refused(array, message):
    with pytest.raises(InputError, match=message):
        Micrograph.from_array(array)


def test_source_without_size_is_dropped():
    assert Micrograph.from_array(np.ones((2, 2)), metadata_source="x").metadata_source is None


@pytest.mark.filterwarnings("error")
def test_values_beyond_single_precision_are_holes():
    micrograph = Micrograph.from_array(np.array([[1.0, 2.0], [-1.7e308, 3.0]]))
    assert micrograph.pixels[1, 0] == 2.0
    assert "1 NaN or infinite" in micrograph.warnings[0]
