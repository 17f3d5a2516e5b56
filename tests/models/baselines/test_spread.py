from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.baselines.spread import (
    COVERAGE,
    COVERAGE_Z,
    DEFAULT_LOG_STD,
    honest_std,
    inner_folds,
    spread_factor,
)


def test_folds_hold_every_row_once() -> None:
    held = np.concatenate([test for _, test in inner_folds(23, seed=1)])
    assert sorted(held.tolist()) == list(range(23))
    for train, test in inner_folds(23, seed=1):
        assert not set(train) & set(test)
        assert len(train) + len(test) == 23


def test_interval_holds_what_it_promises() -> None:
    rng = np.random.default_rng(0)
    own = rng.uniform(0.05, 0.3, 4000)
    residual = rng.standard_t(4, 4000) * own
    std = honest_std(own, *spread_factor(residual, own))
    covered = (np.abs(residual) <= COVERAGE_Z * std).mean()
    assert covered == pytest.approx(COVERAGE, abs=0.01)


def test_few_rows_fall_back_on_a_wide_spread() -> None:
    floor, factor = spread_factor(np.zeros(5), np.zeros(5))
    assert honest_std(np.zeros(1), floor, factor)[0] == pytest.approx(DEFAULT_LOG_STD)
