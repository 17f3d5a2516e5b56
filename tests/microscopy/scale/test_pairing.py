from dataclasses import replace

import pytest

from ostwald.microscopy.scale.bar import Bar
from ostwald.microscopy.scale.pairing import pair
from ostwald.microscopy.scale.reading import TextBox


def bar(x0, x1, y0=100, y1=105, bright=False):
    return Bar(x0, x1, y0, y1, bright, contrast=1.0)


def text(content, x0, y0, width=60, height=20):
    return TextBox(content, 0.99, x0, y0, x0 + width, y0 + height)


@pytest.mark.parametrize(
    ("x", "y"), [(70, 75), (70, 110), (205, 92), (-65, 92)], ids=["above", "below", "right", "left"]
)
def test_a_label_on_any_side(x, y):
    (found,) = pair([bar(0, 200)], [text("50 nm", x, y)])
    assert found.nm_per_px == pytest.approx(0.25)
    assert found.fit > 0.8


def test_a_label_far_away_belongs_to_no_bar():
    assert pair([bar(0, 200)], [text("50 nm", 70, 300)]) == []
    assert pair([bar(0, 200)], [text("50 nm", 500, 92)]) == []


def test_other_text_is_ignored():
    assert pair([bar(0, 200)], [text("200 kV", 70, 75)]) == []


def test_the_nearer_bar_wins():
    (found,) = pair([bar(0, 200), bar(0, 150, 140, 145)], [text("50 nm", 70, 75)])
    assert found.bar.length_px == 200
    assert 0 < found.rival_fit < found.fit


def test_a_bar_broken_by_its_label():
    halves = [bar(0, 70, 100, 102), bar(140, 210, 100, 102)]
    (found,) = pair(halves, [text("500 nm", 75, 91)])
    assert found.bar.length_px == 210


def test_strokes_inside_the_text_are_no_bar():
    assert pair([bar(75, 125, 82, 85)], [text("50 nm", 70, 75)]) == []


def test_a_label_that_reaches_over_the_ends_of_a_broken_bar():
    halves = [bar(0, 78, 100, 102), bar(132, 210, 100, 102)]
    (found,) = pair(halves, [text("500 nm", 75, 91)])
    assert (found.bar.length_px, found.gap) == (210, (78, 132))


def test_half_a_bar_without_its_other_half_is_none():
    half = replace(bar(0, 70, 100, 102), half=True)
    assert pair([half], [text("500 nm", 75, 91)]) == []


def test_strokes_at_the_height_of_the_text_are_no_bar_beside_it():
    assert pair([bar(104, 131, 91, 92)], [text("0.2 µm", 70, 80, 70, 30)]) == []


def test_a_label_on_its_side_belongs_to_no_level_bar():
    assert pair([bar(0, 100)], [text("1 nm", 30, 20, 20, 70)]) == []
