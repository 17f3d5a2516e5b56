from __future__ import annotations

import json

import numpy as np
import pytest

from ostwald.uncertainty.calibration.surface import Surface


def test_values_are_interpolated_and_constant_beyond() -> None:
    values = np.array([[[0.0], [10.0]], [[2.0], [12.0]]])
    surface = Surface([np.array([0.0, 1.0]), np.array([0.0, 5.0])], values)
    points = np.array([0.5, 1.0, -3.0, 9.0]), np.array([2.5, 0.0, -1.0, 99.0])
    assert surface.at(points)[:, 0].tolist() == pytest.approx([6.0, 2.0, 0.0, 12.0])


def test_equal_points_give_one_knot() -> None:
    surface = Surface.spanning((np.zeros(30), np.linspace(0, 1, 30)), (4, 3), (0.0, 1.0))
    assert [len(knots) for knots in surface.knots] == [1, 3]
    assert surface.at((np.zeros(2), np.array([0.2, 3.0]))).shape == (2, 1)


def test_points_near_a_knot_weigh_most() -> None:
    x = np.linspace(0.0, 1.0, 101)
    surface = Surface.spanning((x, np.zeros(101)), (2, 1), (0.0, 1.0))
    near_left, near_right = surface.nearness((x, np.zeros(101)), (0.5, 0.5))
    assert near_left.argmax() == 0
    assert near_right.argmax() == 100


def test_it_survives_being_written() -> None:
    surface = Surface.spanning((np.arange(9.0), np.arange(9.0)), (3, 3), (0.0, 1.0))
    surface = surface.with_values(np.random.default_rng(0).normal(size=(9, 4)))
    again = Surface.from_json(json.loads(json.dumps(surface.to_json())))
    points = np.array([0.3, 7.7]), np.array([2.0, 5.1])
    assert np.array_equal(again.at(points), surface.at(points))
