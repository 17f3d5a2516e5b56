from __future__ import annotations

import numpy as np
import pytest

from ostwald.evaluation.domain_metrics import domain_metrics

TRUE = np.array([5.0, 5.0, 5.0, 5.0])
PREDICTED = np.array([5.5, 4.5, 8.0, 4.0])
INSIDE = np.array([True, True, False, False])


def test_errors_inside_and_outside() -> None:
    metrics = domain_metrics(TRUE, PREDICTED, INSIDE, np.array([0.9, 0.8, 0.1, 0.2]))
    assert metrics["share_in_domain"] == 0.5
    assert metrics["mae_in_domain_nm"] == pytest.approx(0.5)
    assert metrics["mae_out_of_domain_nm"] == pytest.approx(2.0)
    assert metrics["in_to_out"] == pytest.approx(0.25)
    assert metrics["score_error_correlation"] < -0.9


@pytest.mark.parametrize("inside", [True, False])
def test_all_on_one_side(inside: bool) -> None:
    metrics = domain_metrics(TRUE, PREDICTED, np.full(4, inside), np.ones(4))
    assert np.isnan(metrics["mae_out_of_domain_nm" if inside else "mae_in_domain_nm"])
    assert np.isnan(metrics["in_to_out"])
    assert np.isnan(metrics["score_error_correlation"])
