from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.mixing import Gate, mixtures, shape_weights, size_weights

RNG = np.random.default_rng(0)


def test_mixtures_sum_to_one_and_are_all_there() -> None:
    found = list(mixtures(3, 4))
    assert len(found) == 15
    assert all(weights.sum() == pytest.approx(1.0) for weights in found)


def test_the_better_member_gets_more() -> None:
    truth = RNG.normal(size=400)
    members = np.array([truth + RNG.normal(0, 0.1, 400), truth + RNG.normal(0, 1.0, 400)])
    assert size_weights(members, truth, np.ones(400))[0] >= 0.9


def test_equal_members_share_equally() -> None:
    truth = RNG.normal(size=400)
    same = truth + RNG.normal(0, 0.5, 400)
    assert size_weights(np.array([same, same]), truth, np.ones(400)).tolist() == [0.5, 0.5]


def test_rows_without_weight_do_not_count() -> None:
    truth = np.zeros(100)
    members = np.array([np.r_[np.zeros(50), np.full(50, 9.0)], np.full(100, 0.5)])
    weights = np.r_[np.ones(50), np.zeros(50)]
    assert size_weights(members, truth, weights)[0] > 0.9


def test_shape_goes_to_the_member_that_knows() -> None:
    shape = RNG.integers(0, 2, 200)
    knows, guesses = np.full((200, 11), 0.01), np.full((200, 11), 1 / 11)
    knows[np.arange(200), shape] = 0.9
    assert shape_weights(np.array([guesses, knows]), shape)[1] >= 0.9


def test_no_known_shape_means_equal_weights() -> None:
    weights = shape_weights(np.full((2, 5, 11), 1 / 11), np.full(5, -1))
    assert weights.tolist() == [0.5, 0.5]


def test_gate_opens_between_the_two_medians() -> None:
    gate = Gate.between(np.array([0.1, 0.2, 0.3]), np.array([0.5, 0.6, 0.7]))
    assert gate(np.array([0.0, 0.2, 0.4, 0.6, 5.0])).tolist() == pytest.approx([0, 0, 0.5, 1, 1])
    assert Gate.from_json(gate.to_json()) == gate


def test_gate_stands_half_open_where_nothing_tells_new_from_familiar() -> None:
    assert Gate.between(np.ones(3), np.zeros(3))(np.array([0.3])).tolist() == [0.5]
