from __future__ import annotations

import numpy as np
import pytest

from ostwald.adaptation.kernel import KERNEL
from ostwald.adaptation.points import RecipePoints
from recipes_for_tests import reagents, resolved


def _likeness(**changes: object) -> float:
    one, other = RecipePoints.of([resolved()]), RecipePoints.of([resolved(**changes)])
    return float(KERNEL.between(one, other)[0, 0])


def test_a_recipe_shares_all_that_can_be_explained_with_itself() -> None:
    assert _likeness() == pytest.approx(KERNEL.prior)


def test_likeness_falls_step_by_step() -> None:
    hotter = _likeness(injection_temperature_c=200.0, reaction_temperature_c=200.0)
    much_hotter = _likeness(injection_temperature_c=260.0, reaction_temperature_c=260.0)
    more_acid = [
        {"name": "PbO", "amount": "4 mmol"},
        {"name": "Se", "amount": "6 mmol"},
        {"name": "TOP", "amount": "3 mL"},
        {"name": "OA", "amount": "12 mmol"},
        {"name": "ODE", "amount": "12 mL"},
    ]
    other_chemicals = reagents(("PbCl2", "4 mmol"), ("TOP", "3 mL"), ("OLA", "9 mL"))
    assert KERNEL.prior > hotter > much_hotter
    assert KERNEL.prior > _likeness(reagents=more_acid) > _likeness(reagents=other_chemicals)
    assert KERNEL.prior > _likeness(reaction_time_min=200.0)
    assert _likeness(reagents=other_chemicals) > KERNEL.product


def test_another_composition_shares_little_and_a_foreign_one_nothing() -> None:
    assert 0.0 < _likeness(product="PbTe") < 0.6 * KERNEL.prior
    assert _likeness(product="Au") == 0.0


def test_it_is_symmetric_and_positive() -> None:
    rows = [
        resolved(),
        resolved(product="PbTe"),
        resolved(reaction_time_min=90.0),
        resolved(product="Au"),
        resolved(reagents=reagents(("PbO", "1 mmol"), ("Se", "1 mmol"))),
    ]
    points = RecipePoints.of(rows)
    matrix = KERNEL.between(points, points)
    assert np.allclose(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > -1e-10


def test_only_shared_chemicals_differ_in_amount() -> None:
    """The sums by matrices against sums chemical by chemical."""
    one = resolved(reagents=reagents(("PbO", "2 mmol"), ("OA", "3 mmol"), ("TOP", "1 mmol")))
    other = resolved(reagents=reagents(("PbO", "4 mmol"), ("OA", "9 mmol"), ("OLA", "5 mmol")))
    found = KERNEL.between(RecipePoints.of([one]), RecipePoints.of([other]))[0, 0]
    steps = [np.log1p(200.0) - np.log1p(400.0), np.log1p(300.0) - np.log1p(900.0)]
    squared = sum((step / KERNEL.amount_length) ** 2 for step in steps)
    decay = np.exp(-2 * KERNEL.per_chemical)  # TOP and OLA
    expected = KERNEL.product + decay * (
        KERNEL.chemicals + KERNEL.conditions * np.exp(-0.5 * squared)
    )
    assert found == pytest.approx(expected)


def test_nothing_in_nothing_out() -> None:
    none, one = RecipePoints.of([]), RecipePoints.of([resolved()])
    assert KERNEL.between(none, one).shape == (0, 1)
    assert KERNEL.between(one, none).shape == (1, 0)
