"""Ruler, curve and bars: where things lie, and no markup but our own."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.bars import draw_bars, signed
from ostwald.app.pages.recipe.curve import Curve, draw_curve
from ostwald.app.pages.recipe.ruler import Mark, draw_ruler, nm
from ostwald.app.pages.recipe.scale import Scale
from ostwald.app.pages.recipe.shape_icons import shape_icon
from ostwald.explain.explanation import Contribution
from ostwald.prediction.result import SizeEstimate
from ostwald.recipes.shapes import SHAPES

SIZE = SizeEstimate(5.0, 4.0, 7.0, 0.9)
EVIL = "<b onmouseover=x>&\"'"


@given(st.lists(st.floats(0.3, 900.0), min_size=1, max_size=30))
def test_the_scale_holds_every_size_and_has_ticks(sizes) -> None:
    scale = Scale.around(sizes)
    assert all(0.0 < scale.share(size) < 1.0 for size in sizes)
    assert len(scale.ticks_nm) >= 2
    assert scale.ticks_nm == sorted(scale.ticks_nm)


def test_a_larger_size_lies_further_right() -> None:
    def left(size: SizeEstimate) -> float:
        html = draw_ruler([Mark("A", size, True)], (1.0, 100.0), "PbSe")
        return float(re.findall(r'rc-dot" style="left:([\d.]+)%', html)[0])

    assert left(SIZE) < left(replace(SIZE, estimate_nm=6.0))


def test_the_ruler_says_in_words_what_it_shows() -> None:
    html = draw_ruler([Mark("A", SIZE, True), Mark("B", SIZE, False)], (), "PbSe")
    assert 'aria-label="A: 5.0 nm, between 4.0 and 7.0 nm; B: 5.0 nm' in html
    assert html.count("rc-interval-row") == 2
    assert "rc-published" not in html
    assert html.count("rc-unknown") == 1


def a_curve(name: str = "amount of PbO") -> Curve:
    n = 11
    size = np.linspace(4.0, 8.0, n)
    impossible = np.arange(n) < 2
    size[impossible] = np.nan
    sweep: Any = SimpleNamespace(
        size_nm=size,
        lower_nm=size * 0.8,
        upper_nm=size * 1.3,
        shape=np.where(impossible, -1, 0),
        in_domain=np.arange(n) > 4,
        impossible=impossible,
    )
    return Curve("A", "row a", name, "mmol", [float(k) for k in range(n)], sweep)


def test_the_curve_leaves_out_what_is_impossible_and_hatches_what_is_unknown() -> None:
    html = draw_curve(a_curve(), 5.0, Mark("A", SIZE, True))
    assert "nan" not in html
    points = re.search(r'rc-line" points="([^"]+)"', html)
    assert points is not None
    assert len(points[1].split()) == 9
    assert 'rc-impossible" style="left:0.00%;width:15.00%' in html
    assert 'rc-hatched" style="left:15.00%;width:30.00%' in html
    assert 'rc-dot" style="left:50.00%' in html
    assert "sphere" in html


def test_names_in_drawings_are_text() -> None:
    html = draw_curve(a_curve(EVIL), 5.0, Mark("A", SIZE, True))
    assert EVIL not in html
    assert "<b onm" not in html
    one = Contribution(EVIL, EVIL, 0.5, (0.1, 0.9), 1.1, 0.0, EVIL, EVIL)
    explanation = cast("Any", SimpleNamespace(contributions=(one,)))
    assert "<b onm" not in draw_bars(explanation)


def test_bars_go_to_the_side_of_their_sign_within_the_common_scale() -> None:
    def one(nm_: float) -> Contribution:
        return Contribution("x", "ligand", nm_, None, 1.0, 0.0, "-", "-")

    html = draw_bars(cast("Any", SimpleNamespace(contributions=(one(3.0), one(-1.0)))))
    bars = re.findall(r'rc-bar (\S+)" style="left:([\d.]+)%;width:([\d.]+)%', html)
    assert bars == [("rc-more-nm", "25.00", "75.00"), ("rc-less-nm", "0.00", "25.00")]


@pytest.mark.parametrize(
    ("size", "text"), [(1.234, "1.23"), (5.0, "5.0"), (12.34, "12.3"), (123.4, "123")]
)
def test_sizes_have_three_digits(size, text) -> None:
    assert nm(size) == text


def test_differences_have_a_sign() -> None:
    assert [signed(1.25), signed(-0.3), signed(0.01)] == ["+1.2", "−0.3", "±0"]


def test_every_shape_has_a_drawing_of_its_own() -> None:
    assert len({shape_icon(shape) for shape in SHAPES}) == len(SHAPES)
