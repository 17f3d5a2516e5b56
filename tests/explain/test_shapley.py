from itertools import permutations

import numpy as np
import pytest

from ostwald.explain.shapley import game


def by_definition(values, players):
    """Average what each player adds over all orders of joining."""
    total = np.zeros(players)
    orders = list(permutations(range(players)))
    for order in orders:
        joined = 0
        for player in order:
            total[player] += values[joined | 1 << player] - values[joined]
            joined |= 1 << player
    return total / len(orders)


@pytest.mark.parametrize("players", [1, 2, 3, 5])
def test_few_players_get_the_values_of_the_definition(players):
    values = np.random.default_rng(players).normal(size=2**players)
    rules = game(players)
    assert rules.exact
    numbers = rules.coalitions @ (1 << np.arange(players))
    np.testing.assert_allclose(
        rules.weights @ values[numbers], by_definition(values, players), atol=1e-10
    )


@pytest.mark.parametrize("players", [4, 9, 12, 20])
def test_values_add_up_to_the_whole(players):
    rules = game(players, seed=3)
    values = np.random.default_rng(0).normal(size=len(rules.coalitions))
    assert not rules.coalitions[0].any()
    assert rules.coalitions[-1].all()
    assert (rules.weights @ values).sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


def test_many_players_are_sampled_close_to_the_truth():
    weights = np.random.default_rng(1).normal(size=12)
    rules = game(12)
    assert not rules.exact
    assert len(rules.coalitions) <= 512
    z = rules.coalitions
    # Additive but for one pair, which shares what it makes.
    values = z @ weights + 2.0 * (z[:, 0] & z[:, 1])
    expected = weights + np.array([1.0, 1.0] + [0.0] * 10)
    np.testing.assert_allclose(rules.weights @ values, expected, atol=0.05)


def test_the_same_seed_gives_the_same_coalitions():
    first, again, other = game(14, seed=1), game(14, seed=1), game(14, seed=2)
    assert (first.coalitions == again.coalitions).all()
    assert (first.weights == again.weights).all()
    assert not np.array_equal(first.coalitions, other.coalitions)


def test_who_changes_nothing_gets_nothing():
    rules = game(4)
    values = rules.coalitions[:, 0] * 3.0 + rules.coalitions[:, 1] * rules.coalitions[:, 2]
    assert (rules.weights @ values)[3] == pytest.approx(0.0, abs=1e-12)


def test_a_game_of_nobody_has_one_flask():
    rules = game(0)
    assert rules.coalitions.shape == (1, 0)
    assert (rules.weights @ np.array([5.0])).shape == (0,)
