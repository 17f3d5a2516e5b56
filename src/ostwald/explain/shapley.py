"""Shapley values: what each player adds, averaged over all orders of joining.

Shapley 1953 (doi 10.1515/9781400881970-018). Values are computed as the weighted least squares
of Lundberg and Lee (doi 10.48550/arXiv.1705.07874): over all coalitions it gives the Shapley
values exactly; where there are too many, over pairs of a coalition and its complement (Covert and
Lee, doi 10.48550/arXiv.2012.01536). Either way what the players add sums to the whole, and the
values are linear in what the coalitions give, so that errors can be carried through.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray

MOST_COALITIONS = 512


@dataclass(frozen=True)
class Game:
    """Which coalitions to ask for, and what their answers make of each player.

    Attributes:
        coalitions: (m, players) who takes part; the first is nobody, the last everybody.
        weights: (players, m) Shapley values are ``weights @ values``.
        exact: Whether all coalitions are among them.
    """

    coalitions: NDArray[np.bool_]
    weights: FloatArray
    exact: bool


def game(players: int, *, most: int = MOST_COALITIONS, seed: int = 0) -> Game:
    """Return the coalitions to ask for, and their weights.

    Args:
        players: How many there are.
        most: Up to so many coalitions are asked; if all are no more, values are exact.
        seed: Of the choice of coalitions.

    Returns:
        The game; the same for the same arguments.
    """
    if players == 0:
        return Game(np.zeros((1, 0), bool), np.zeros((0, 1)), True)
    if 2**players <= most:
        numbers = np.arange(2**players)
        coalitions = (numbers[:, None] >> np.arange(players) & 1).astype(bool)
        size = coalitions.sum(axis=1)
        importance = np.array([_importance(players, k) for k in size.tolist()])
        return Game(coalitions, _weights(coalitions, importance), True)
    coalitions, importance = _sampled(players, most, np.random.default_rng(seed))
    return Game(coalitions, _weights(coalitions, importance), False)


def _importance(players: int, size: int) -> float:
    """Return the Shapley kernel's weight of one coalition; 0 for nobody and everybody."""
    if size in (0, players):
        return 0.0
    return (players - 1) / (comb(players, size) * size * (players - size))


def _sampled(
    players: int, most: int, generator: np.random.Generator
) -> tuple[NDArray[np.bool_], FloatArray]:
    """Return all coalitions of the sizes that there is room for, then pairs drawn at random."""
    chosen: dict[bytes, tuple[NDArray[np.bool_], float]] = {}
    left = most - 2
    sizes = list(range(1, players // 2 + 1))
    while sizes and _pair_count(players, sizes[0]) <= left:
        size = sizes.pop(0)
        for members in _all_of(players, size):
            for one in (members, ~members):
                chosen[one.tobytes()] = (one, _importance(players, size))
        left = most - 2 - len(chosen)
    # Sizes that remain are drawn by the kernel's mass; each draw stands for an equal share of it.
    mass = np.array([_importance(players, k) * _pair_count(players, k) for k in sizes])
    pairs = left // 2
    if sizes and pairs:
        counts: dict[bytes, int] = {}
        drawn: dict[bytes, NDArray[np.bool_]] = {}
        while len(drawn) < pairs:
            size = int(generator.choice(sizes, p=mass / mass.sum()))
            members = np.zeros(players, bool)
            members[generator.choice(players, size, replace=False)] = True
            key = min(members.tobytes(), (~members).tobytes())
            counts[key] = counts.get(key, 0) + 1
            drawn[key] = np.frombuffer(key, bool)
        share = mass.sum() / (2 * sum(counts.values()))
        for key, one in drawn.items():
            for both in (one, ~one):
                chosen[both.tobytes()] = (both, share * counts[key])
    rows = [np.zeros(players, bool), *(one for one, _ in chosen.values()), np.ones(players, bool)]
    return np.array(rows), np.array([0.0, *(weight for _, weight in chosen.values()), 0.0])


def _pair_count(players: int, size: int) -> int:
    """Return how many coalitions have this size or the complementary one."""
    return comb(players, size) * (1 if 2 * size == players else 2)


def _all_of(players: int, size: int) -> list[NDArray[np.bool_]]:
    from itertools import combinations

    found = []
    for members in combinations(range(players), size):
        one = np.zeros(players, bool)
        one[list(members)] = True
        found.append(one)
    return found


def _weights(coalitions: NDArray[np.bool_], importance: FloatArray) -> FloatArray:
    """Solve the least squares under the condition that values sum to the whole."""
    players = coalitions.shape[1]
    nobody = int(np.flatnonzero(~coalitions.any(axis=1))[0])
    everybody = int(np.flatnonzero(coalitions.all(axis=1))[0])
    # values - values[nobody], as a matrix acting on values
    shift = np.eye(len(coalitions))
    shift[:, nobody] -= 1.0
    whole = np.zeros(len(coalitions))
    whole[everybody], whole[nobody] = 1.0, -1.0
    if players == 1:
        return whole[None, :]
    z = coalitions.astype(float)
    gram = z.T @ (importance[:, None] * z)
    right = z.T @ (importance[:, None] * shift)
    inverse = np.linalg.pinv(gram)
    ones = np.ones(players)
    missing = whole - ones @ inverse @ right
    result: FloatArray = inverse @ right + np.outer(inverse @ ones, missing) / (
        ones @ inverse @ ones
    )
    return result
