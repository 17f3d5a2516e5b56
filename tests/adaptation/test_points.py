from __future__ import annotations

import numpy as np
import pytest

from ostwald.adaptation.points import RecipePoints
from recipes_for_tests import reagents, resolved

AU = resolved(product="Au", reagents=reagents(("HAuCl4", "1 mmol"), ("OLA", "10 mmol")))


def test_recipes_become_columns() -> None:
    points = RecipePoints.of([resolved(), AU])
    assert points.products.shape == (2, 3)
    assert (points.products**2).sum(axis=1) == pytest.approx([1.0, 1.0])
    amount = points.log_amounts[1, points.reagents.index("#OLA")]
    assert amount == pytest.approx(np.log(1001.0))
    assert points.conditions[0].tolist() == pytest.approx([180.0, 180.0, np.log(20.0)])


def test_two_sets_share_columns_when_joined() -> None:
    both = RecipePoints.of([resolved()]).followed_by(RecipePoints.of([AU, resolved()]))
    assert len(both) == 3
    assert np.array_equal(both.products[0], both.products[2])
    assert np.array_equal(both.log_amounts[0], both.log_amounts[2])
    assert both.products[0] @ both.products[1] == 0.0


def test_some_can_be_taken_and_written() -> None:
    points = RecipePoints.of([resolved(), AU, resolved(reaction_time_min=3.0)])
    part = points.take(np.array([2, 0]))
    again = RecipePoints.from_state(part.to_state())
    assert np.array_equal(again.conditions, points.conditions[[2, 0]])
    assert again.reagents == points.reagents
    assert len(points.take(np.array([], np.int64))) == 0
