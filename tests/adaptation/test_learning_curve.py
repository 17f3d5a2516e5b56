from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ostwald.adaptation.learning_curve import learning_curve, plot_learning_curve
from ostwald.models.base import Outcomes
from ostwald.models.process.model import ProcessModel
from recipes_for_tests import resolved


def own(n: int, size_nm: float = 20.0) -> tuple[list, Outcomes]:
    recipes = [resolved(reaction_temperature_c=160.0 + 5 * k) for k in range(n)]
    nan = np.full(n, np.nan)
    doi = np.array([None] * n, dtype=object)
    return recipes, Outcomes(np.full(n, size_nm), np.full(n, -1), nan, doi)


@pytest.fixture(scope="module")
def base() -> ProcessModel:
    recipes, outcomes = own(24)
    sizes = np.random.default_rng(0).uniform(4.0, 16.0, len(recipes))
    return ProcessModel(iterations=5).fit(recipes, replace(outcomes, size_nm=sizes))


def test_a_lab_that_always_gets_larger_particles(base: ProcessModel) -> None:
    curve = learning_curve(base, *own(8), orders=4)
    assert curve is not None
    assert curve.known.tolist() == list(range(8))
    before = abs(base.predict(own(1)[0]).size_nm[0] - 20.0)
    assert curve.error_nm[0] == pytest.approx(before, rel=0.1)
    assert curve.error_nm[-1] < 0.9 * before
    assert curve.gain > 0.1
    assert np.all(curve.low_nm <= curve.error_nm + 1e-9)


def test_long_tables_are_thinned(base: ProcessModel) -> None:
    curve = learning_curve(base, *own(60), orders=3)
    assert curve is not None
    assert len(curve.known) == 12
    assert curve.known[-1] == 59


def test_one_experiment_makes_no_curve(base: ProcessModel) -> None:
    assert learning_curve(base, *own(1)) is None
    recipes, outcomes = own(3)
    outcomes.size_nm[1:] = np.nan
    assert learning_curve(base, recipes, outcomes) is None


def test_it_is_drawn(base: ProcessModel, tmp_path: Path) -> None:
    curve = learning_curve(base, *own(4))
    assert curve is not None
    plot_learning_curve(curve, tmp_path / "curve.svg")
    assert (
        "own experiments" in (tmp_path / "curve.svg").read_text()
        or (tmp_path / "curve.svg").stat().st_size > 5000
    )
