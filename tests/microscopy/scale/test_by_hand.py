import math

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy.scale.by_hand import HandBar, with_bar, with_pixel_size
from ostwald.microscopy.scale.result import Scale


def found(nm_per_px=0.5, source="scale bar", bar=50.0):
    length = bar / nm_per_px if bar else None
    return Scale(nm_per_px, source, bar, length, 0.9, np.zeros((9, 9), bool), (0, 0, 1, 1), ("x",))


def test_a_bar_set_by_hand_replaces_the_one_that_was_read() -> None:
    scale = with_bar(found(), HandBar((10, 5), (60, 5), 50))
    assert scale.nm_per_px == 1.0
    assert scale.source == "user"
    assert (scale.bar_value_nm, scale.bar_length_px) == (50, 50)
    assert scale.warnings == ()


def test_a_slanted_bar_is_as_long_as_it_is() -> None:
    assert with_bar(found(), HandBar((0, 0), (30, 40), 100)).nm_per_px == 2.0


def test_a_level_bar_over_pixels_that_are_not_square_uses_their_width() -> None:
    scale = with_bar(found(), HandBar((0, 0), (100, 0), 50), (0.25, 0.5))
    # 100 px of 0.5 nm; the mean pixel has the root of the area.
    assert scale.nm_per_px == pytest.approx(math.sqrt(0.125))


def test_what_file_or_bar_say_otherwise_is_told() -> None:
    (note,) = with_bar(found(source="metadata"), HandBar((10, 5), (60, 5), 50)).warnings
    assert "metadata" in note
    (note,) = with_pixel_size(found(), 5.0).warnings
    assert "scale bar" in note
    assert with_pixel_size(found(), 0.505).warnings == ()
    assert with_pixel_size(found(None, "none", None), 5.0).warnings == ()


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, 1e12])
def test_impossible_sizes_are_refused(value) -> None:
    with pytest.raises(InputError):
        with_pixel_size(found(), value)
    with pytest.raises(InputError):
        with_bar(found(), HandBar((0, 0), (50, 0), value))


def test_a_bar_without_length_is_refused() -> None:
    for end in ((10, 5), (11, 5), (math.nan, 5)):
        with pytest.raises(InputError):
            with_bar(found(), HandBar((10, 5), end, 50))
