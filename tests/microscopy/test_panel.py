from __future__ import annotations

import numpy as np
import pytest

from micrographs_for_tests import OtsuFinder, discs, with_bar
from ostwald.errors import InputError
from ostwald.microscopy import measure
from ostwald.microscopy.field import find_panels
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.panel import find_panel_scale

LEFT, RIGHT = (0, 0, 300, 200), (310, 0, 300, 200)


def figure(right_bar: bool = True) -> Micrograph:
    left = with_bar(discs(seed=1), "50 nm", 100)
    right = with_bar(discs(seed=2), "20 nm", 80) if right_bar else discs(seed=2)
    gutter = np.full((200, 10), 255, np.uint8)
    return Micrograph.from_array(np.hstack([left, gutter, right]))


def test_each_panel_has_its_own_bar():
    left, right = (find_panel_scale(figure(), None, roi) for roi in (LEFT, RIGHT))
    assert left.nm_per_px == pytest.approx(0.5, rel=0.01)
    assert right.nm_per_px == pytest.approx(0.25, rel=0.01)
    assert right.bar_box_px is not None
    assert 325 <= right.bar_box_px[0] <= 335
    assert right.excluded.shape == (200, 610)
    assert not right.excluded[:, :310].any()
    assert right.excluded[180, 350]


def test_a_part_of_a_panel_takes_the_bar_of_the_panel():
    scale = find_panel_scale(figure(), None, (330, 20, 150, 120))
    assert scale.nm_per_px == pytest.approx(0.25, rel=0.01)
    assert any("only its own scale bar" in warning for warning in scale.warnings)


def test_the_bar_of_another_panel_is_never_taken():
    scale = find_panel_scale(figure(right_bar=False), None, RIGHT)
    assert scale.source == "none"
    measured = measure(figure(right_bar=False), roi=RIGHT, nm_per_px=0.3, segmenter=OtsuFinder())
    assert measured.scale.nm_per_px == 0.3


def test_a_figure_as_a_whole_is_refused_unless_asked_for_and_then_doubted():
    with pytest.raises(InputError, match="2 panels") as refused:
        find_panel_scale(figure(), None, None)
    assert "310,0,300,200" in str(refused.value.hint)
    whole = measure(figure(), roi=(0, 0, 610, 200), segmenter=OtsuFinder())
    assert whole.trust.grade != "good"
    assert any("several panels" in reason for reason in whole.trust.reasons)


def test_a_part_shows_panels_that_the_whole_hides():
    pixels = figure().pixels
    hidden = np.vstack([pixels, np.resize(discs(200, 610, seed=3), (200, 610)).astype(np.float32)])
    hidden[195:205, 100:500] = 180
    whole = Micrograph.from_array(hidden)
    assert find_panels(whole.pixels) == []
    scale = find_panel_scale(whole, None, (0, 0, 610, 180))
    assert any("several panels" in warning for warning in scale.warnings)


def test_a_part_beyond_the_picture_is_an_error():
    with pytest.raises(InputError, match="beyond the picture"):
        find_panel_scale(figure(), None, (310, 0, 301, 200))
