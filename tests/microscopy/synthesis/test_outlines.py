from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.synthesis.outlines import ANGLES, OUTLINE_SHAPES, make_outline


@pytest.mark.parametrize("shape", OUTLINE_SHAPES)
def test_area_is_that_of_a_circle_of_diameter_one(shape):
    outline = make_outline(shape, np.random.default_rng(1))
    area = 0.5 * np.sum(outline.radius**2) * 2 * np.pi / ANGLES
    assert area == pytest.approx(np.pi / 4, rel=1e-3)
    assert outline.radius.min() > 0.05


def test_shapes_are_told_apart_by_their_longest_and_shortest_radius():
    ratio = {}
    for shape in ("sphere", "rod", "four-pointed star", "hexagon"):
        draws = [make_outline(shape, np.random.default_rng(seed)).radius for seed in range(20)]
        ratio[shape] = np.median([r.max() / r.min() for r in draws])
    assert ratio["sphere"] < 1.25
    assert ratio["hexagon"] < 1.4
    assert ratio["rod"] > 1.7
    assert ratio["four-pointed star"] > 1.5


def test_a_square_has_the_known_radius_of_its_corner():
    draws = [make_outline("cube", np.random.default_rng(seed)) for seed in range(30)]
    # Edge a of a square with the area of a circle of diameter 1: a = sqrt(pi)/2; corner a/sqrt(2).
    corner = np.sqrt(np.pi) / 2 / np.sqrt(2)
    assert max(d.radius.max() for d in draws) == pytest.approx(corner, rel=0.08)
    assert min(d.radius.min() for d in draws) == pytest.approx(np.sqrt(np.pi) / 4, rel=0.08)


def test_unknown_shape_is_refused():
    with pytest.raises(KeyError):
        make_outline("banana", np.random.default_rng(0))
