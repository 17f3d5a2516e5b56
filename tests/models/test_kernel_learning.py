from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array

from ostwald.models.kernel_learning import (
    KernelProblem,
    _objective,
    _start,
    learn_parameters,
)

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def problem() -> KernelProblem:
    """Four columns, of which the last says nothing, with rows of two qualities."""
    X = RNG.normal(size=(80, 4))
    noisy = RNG.random(80) < 0.5
    y = np.sin(2 * X[:, 0]) + 0.5 * X[:, 2] + RNG.normal(0, np.where(noisy, 0.5, 0.01))
    basis = np.column_stack([np.ones(80), noisy]).astype(float)
    pairs = coo_array(np.kron(np.eye(40), np.ones((2, 2))))
    return KernelProblem(X, y / y.std(), np.array([0, 0, 1, 1]), basis, np.ones(80), [pairs], 1.0)


def test_gradient_is_the_slope_of_the_objective(problem: KernelProblem) -> None:
    start = _start(problem)
    theta = start + RNG.normal(0, 0.2, len(start))
    gradient = _objective(theta, problem, start)[1]
    for i in range(len(theta)):
        step = np.zeros_like(theta)
        step[i] = 1e-5
        up, down = (_objective(theta + s * step, problem, start)[0] for s in (1, -1))
        assert gradient[i] == pytest.approx((up - down) / 2e-5, rel=1e-3, abs=1e-4)


def test_learns_which_columns_and_which_rows_matter(problem: KernelProblem) -> None:
    parameters = learn_parameters(problem, max_iterations=60)
    assert parameters.weights[0] > 5 * parameters.weights[1]
    assert parameters.weights[2] > parameters.weights[3]
    assert parameters.noise[1] > 2 * parameters.noise[0]
