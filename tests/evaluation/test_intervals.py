from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from models_for_tests import ConstantModel
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.evaluation.intervals import intervals_of
from ostwald.models.base import FloatArray
from recipes_for_tests import resolved


class Calibrated(ConstantModel):
    def predict_interval(
        self, recipes: Sequence[ResolvedRecipe], coverage: float
    ) -> tuple[FloatArray, FloatArray]:
        return np.full(len(recipes), coverage), np.full(len(recipes), 10.0 + coverage)


def test_a_model_with_intervals_of_its_own_is_asked_for_them() -> None:
    model, recipes = Calibrated(), [resolved(), resolved()]
    lower, upper = intervals_of(model, recipes, model.predict(recipes), coverage=0.8)
    assert lower.tolist() == [0.8, 0.8]
    assert upper.tolist() == [10.8, 10.8]


def test_else_the_logarithmic_spread_is_used() -> None:
    model, recipes = ConstantModel(size_nm=6.0, log_size_std=0.5), [resolved()]
    lower, upper = intervals_of(model, recipes, model.predict(recipes))
    assert upper[0] / 6.0 == pytest.approx(np.exp(0.5 * 1.644854), rel=1e-5)
    assert lower[0] * upper[0] == pytest.approx(36.0)
