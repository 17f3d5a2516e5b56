from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.kernel import EXPONENT, SparseKernel, exponential_kernel

RNG = np.random.default_rng(0)


def test_kernel_is_one_at_no_distance_and_falls() -> None:
    similarity = exponential_kernel(np.array([[0.0], [2.0]]), np.array([[0.0], [2.0]]))
    assert similarity[0, 0] == pytest.approx(1.0, abs=1e-5)
    assert similarity[0, 1] == pytest.approx(np.exp(-(2.0**EXPONENT)))


def test_sparse_kernel_agrees_and_knows_its_own_rows() -> None:
    rows = RNG.normal(size=(30, 8)) * (RNG.random((30, 8)) < 0.3) * 20
    points = np.vstack([rows[:5], RNG.normal(size=(5, 8))])
    sparse = SparseKernel(rows.astype(np.float32)).similarity(points)
    assert np.allclose(sparse, exponential_kernel(points, rows), atol=1e-4)
    own = SparseKernel(rows).similarity(rows[:5])
    assert np.allclose(np.diag(own), 1.0, atol=1e-6)
