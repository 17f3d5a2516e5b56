import numpy as np
import pytest

from ostwald.microscopy.measure.figure import in_words, round_length, rows_above_strip, write_figure
from ostwald.microscopy.measurement import measure


@pytest.mark.parametrize(
    ("nm", "rounded"), [(23.0, 20), (50.0, 50), (99.9, 50), (1.0, 1), (0.7, 0.5), (2600.0, 2000)]
)
def test_a_bar_is_as_long_as_a_round_number(nm, rounded) -> None:
    assert round_length(nm) == pytest.approx(rounded)


def test_lengths_are_told_in_the_unit_that_suits_them() -> None:
    assert [in_words(nm) for nm in (0.05, 20, 500, 2000)] == ["50 pm", "20 nm", "500 nm", "2 µm"]


def test_only_a_strip_at_the_foot_is_left_out() -> None:
    excluded = np.zeros((100, 50), bool)
    assert rows_above_strip(excluded) == 100
    excluded[90:] = True
    assert rows_above_strip(excluded) == 90
    excluded[:] = True
    assert rows_above_strip(excluded) == 100


def test_the_bar_of_the_figure_is_as_long_as_it_says(tmp_path) -> None:
    from PIL import Image

    labels = np.zeros((400, 800), np.int32)
    labels[100:150, 100:150] = 1
    pixels = np.full((400, 800), 128.0) + np.random.default_rng(0).normal(0, 5, (400, 800))
    measured = measure(pixels, labels=labels, nm_per_px=0.5)
    path = tmp_path / "figure.png"
    write_figure(measured, path)
    drawn = np.asarray(Image.open(path))
    # Twice enlarged: a pixel is 0.25 nm; 22 % of 400 nm is 88, so the bar says 50 nm.
    row = drawn[-round(0.025 * 1600) - 2]
    black = np.flatnonzero(row == 0)
    assert black[-1] - black[0] + 1 == pytest.approx(50 / 0.25, abs=1)
