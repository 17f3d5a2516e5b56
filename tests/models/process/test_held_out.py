from __future__ import annotations

import numpy as np

from ostwald.models.process.held_out import leave_one_out, leave_papers_out


def test_closed_forms_agree_with_leaving_rows_out() -> None:
    generator = np.random.default_rng(0)
    X = generator.normal(size=(9, 2))
    K = np.exp(-0.5 * ((X[:, None] - X[None]) ** 2).sum(axis=2)) + 0.1 * np.eye(9)
    y = generator.normal(size=(9, 2))
    papers = list("aaabbcccc")
    for said, groups in (
        (leave_one_out(np.linalg.inv(K), y), [[k] for k in range(9)]),
        (leave_papers_out(np.linalg.inv(K), y, papers), [[0, 1, 2], [3, 4], [5, 6, 7, 8]]),
    ):
        for rows in groups:
            rest = np.setdiff1d(np.arange(9), rows)
            gain = K[np.ix_(rows, rest)] @ np.linalg.inv(K[np.ix_(rest, rest)])
            np.testing.assert_allclose(said.mean[rows], gain @ y[rest])
            variance = np.diag(K)[rows] - np.einsum("ij,ij->i", gain, K[np.ix_(rows, rest)])
            np.testing.assert_allclose(said.variance[rows], variance)
