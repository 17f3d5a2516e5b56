from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.models.base import Outcomes, check_trainable, count_weights
from ostwald.models.baselines.median import MedianModel
from ostwald.recipes.outcome import SHAPES, Outcome


def some(size_nm: list[float]) -> Outcomes:
    n = len(size_nm)
    return Outcomes(
        np.array(size_nm, float), np.zeros(n, int), np.full(n, np.nan), np.full(n, None, object)
    )


def test_outcomes_mark_what_is_unknown() -> None:
    outcomes = Outcomes.from_outcomes(
        [Outcome(size_nm=3.5, shape="cube", particles_counted=120, doi="10.1/a"), Outcome()]
    )
    assert outcomes.size_nm[0] == 3.5
    assert np.isnan(outcomes.size_nm[1])
    assert outcomes.shape.tolist() == [SHAPES.index("cube"), -1]
    assert outcomes.particles_counted[0] == 120
    assert np.isnan(outcomes.particles_counted[1])
    assert outcomes.doi.tolist() == ["10.1/a", None]


def test_outcomes_carry_paper_collection_and_peak() -> None:
    outcomes = Outcomes.from_outcomes(
        [Outcome(doi="10.1/a", collection="uw", absorption_peak_nm=530), Outcome(size_nm=2)]
    ).take(np.array([1, 0]))
    assert outcomes.collection.tolist() == [None, "uw"]
    assert outcomes.doi.tolist() == [None, "10.1/a"]
    assert outcomes.absorption_peak_nm[1] == 530


def test_edge_lengths_become_diameters() -> None:
    cube = Outcome(size_nm=10, shape="cube", size_measure="edge length")
    assert Outcomes.from_outcomes([cube]).size_nm[0] == pytest.approx(11.284, abs=1e-3)


def test_take_keeps_columns_together() -> None:
    outcomes = some([1.0, 2.0, 3.0]).take(np.array([2, 0]))
    assert outcomes.size_nm.tolist() == [3.0, 1.0]
    assert len(outcomes) == 2


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Outcomes(np.ones(2), np.zeros(3, int), np.ones(2), np.full(2, None, object))


def test_too_few_sizes_are_refused() -> None:
    with pytest.raises(InputError, match="only 2 of 4"):
        check_trainable(some([1.0, 2.0, np.nan, np.nan]))


@pytest.mark.parametrize("size", [0.0, -2.0])
def test_sizes_that_are_not_positive_are_refused(size: float) -> None:
    with pytest.raises(InputError, match="not positive") as caught:
        check_trainable(some([1.0, 2.0, 3.0, size]))
    assert caught.value.where == "row 3"


def test_params_follow_the_scikit_learn_contract() -> None:
    model = MedianModel(seed=3)
    assert model.get_params() == {"seed": 3}
    assert model.set_params(seed=5) is model
    assert model.seed == 5
    with pytest.raises(ValueError, match="no parameter 'sed'"):
        model.set_params(sed=1)


def test_sizes_of_a_sizing_curve_keep_its_error() -> None:
    rows = [Outcome(size_nm=4.0, size_error_percent=5.0), Outcome(size_nm=4.0)]
    outcomes = Outcomes.from_outcomes(rows)
    assert outcomes.size_error.tolist() == [0.05, 0.0]
    assert count_weights(outcomes).tolist() == [1.0, 0.5]
