from __future__ import annotations

import numpy as np
import pytest

from ostwald.adaptation.kernel import KERNEL
from ostwald.adaptation.process import ErrorProcess

SPREAD = 0.4


def _process(between: np.ndarray, error: list[float]) -> ErrorProcess:
    return ErrorProcess(KERNEL, between, np.array(error), np.full(len(error), SPREAD))


def test_one_error_is_nearly_taken_over_by_its_twin() -> None:
    same = np.full((1, 1), KERNEL.prior)
    correction = _process(same, [0.5]).correct(same, np.array([SPREAD]))
    assert 0.4 < correction.shift[0] < 0.5
    assert correction.narrower[0] < 0.5
    assert correction.explained[0] > 0.9


def test_a_stranger_learns_nothing() -> None:
    correction = _process(np.full((1, 1), KERNEL.prior), [3.0]).correct(
        np.zeros((1, 1)), np.array([SPREAD])
    )
    assert correction.shift[0] == 0.0
    assert correction.narrower[0] == 1.0
    assert correction.explained[0] == 0.0


def test_contradictions_claim_no_certainty() -> None:
    same = np.full((2, 2), KERNEL.prior)
    ask = same[:1], np.array([SPREAD])
    agree = _process(same, [0.5, 0.5]).correct(*ask)
    contradict = _process(same, [0.9, -0.9]).correct(*ask)
    assert contradict.shift[0] == pytest.approx(0.0, abs=1e-12)
    assert contradict.narrower[0] > 2.0 * agree.narrower[0]


def test_nothing_known_changes_nothing() -> None:
    correction = _process(np.zeros((0, 0)), []).correct(np.zeros((2, 0)), np.full(2, SPREAD))
    assert correction.shift.tolist() == [0.0, 0.0]
    assert correction.narrower.tolist() == [1.0, 1.0]
