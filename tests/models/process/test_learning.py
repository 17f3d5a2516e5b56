from __future__ import annotations

import numpy as np

from ostwald.models.process.kernel import Level, covariance
from ostwald.models.process.learning import Problem, _Layout, _likelihood, learn

LEVELS = (Level("all", ("a", "b"), 1.0, 0.5, 0.5), Level("one", ("b",), 0.5, 0.3, 0.5))


def problem(n: int = 40) -> Problem:
    generator = np.random.default_rng(1)
    X = generator.normal(size=(n, 3))
    y = np.sin(X[:, 0]) + 0.1 * generator.normal(size=n)
    basis = np.column_stack([np.ones(n), np.full(n, 0.01), np.zeros(n)])
    return Problem(X, y, ("a", "a", "b"), basis, np.full(n, 0.002), LEVELS)


def test_the_gradient_is_that_of_the_likelihood() -> None:
    given = problem()
    layout = _Layout(given)
    theta = np.array(layout.start)
    value, gradient = _likelihood(given, layout, theta)
    for k in range(len(theta)):
        moved = theta.copy()
        moved[k] += 1e-5
        numeric = (_likelihood(given, layout, moved)[0] - value) / 1e-5
        assert abs(numeric - gradient[k]) < 1e-3 * max(1.0, abs(gradient[k]))


def test_learning_finds_which_group_matters() -> None:
    parameters = learn(problem(80), 40)
    assert parameters.roots[0, 0] > parameters.roots[0, 2]
    assert parameters.noise[0] < 0.1


def test_covariances_are_positive_definite() -> None:
    given = problem()
    K = covariance(learn(given, 3), given.X, given.X, LEVELS)
    assert np.linalg.eigvalsh(K).min() > -1e-9
