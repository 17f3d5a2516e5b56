from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from models_for_tests import ConstantModel
from ostwald.adaptation import adapt
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.errors import InputError
from ostwald.evaluation.adapters import adapt_itself, find_adapter
from ostwald.models.base import Outcomes, SynthesisModel
from recipes_for_tests import resolved


class Learner(ConstantModel):
    def adapt(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> SynthesisModel:
        return ConstantModel(size_nm=float(outcomes.size_nm[0]))


OUTCOMES = Outcomes(
    np.array([7.0]), np.array([0]), np.array([np.nan]), np.array([None], dtype=object)
)


def test_a_model_that_can_adapt_is_asked_to() -> None:
    model = Learner()
    adapted = adapt_itself(model, [resolved()], OUTCOMES)
    assert adapted.predict([resolved()]).size_nm[0] == 7.0
    assert model.predict([resolved()]).size_nm[0] == 5.0


def test_one_that_cannot_says_so() -> None:
    with pytest.raises(InputError, match="cannot adapt itself"):
        adapt_itself(ConstantModel(), [resolved()], OUTCOMES)


def test_ways_by_name() -> None:
    assert find_adapter("own") is adapt_itself
    assert find_adapter("shifted") is None
    assert find_adapter("kernel") is adapt
    with pytest.raises(InputError, match=r"unknown adaptation 'magic'.*own, kernel, shifted"):
        find_adapter("magic")
