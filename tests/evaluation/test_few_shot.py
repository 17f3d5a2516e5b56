from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from models_for_tests import ConstantModel, few_shot_task
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.evaluation.few_shot import evaluate_few_shot, shift_factor
from ostwald.models.base import Outcomes, SynthesisModel
from ostwald.models.baselines.median import MedianModel


def adapt_to_the_mean(
    model: SynthesisModel, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes
) -> SynthesisModel:
    assert len(recipes) == len(outcomes)
    return ConstantModel(size_nm=float(outcomes.size_nm.mean()))


def test_every_way_sees_only_what_it_may() -> None:
    task = few_shot_task()
    result = evaluate_few_shot(
        task,
        MedianModel,
        model_name="median",
        seed=0,
        adapt=adapt_to_the_mean,
        adaptation="fake",
        refit={"median": MedianModel},
    )
    assert len(result.rows) == sum(len(episode.tested) for episode in task.episodes)
    of_a = [row for row in result.rows if row.paper == "10.1/a"]
    # The fold's model has seen paper b alone.
    assert [row.sizes_nm["zero_shot"] for row in of_a] == pytest.approx([6.0] * len(of_a))
    for row in of_a:
        episode = next(
            e
            for e in task.episodes
            if (e.paper, e.draw, len(e.revealed)) == (row.paper, row.draw, row.revealed)
        )
        shown = np.array([task.split.outcomes[k].size_nm for k in episode.revealed], dtype=float)
        assert row.predicted_size_nm == pytest.approx(shown.mean())
        assert row.sizes_nm["median_of_revealed"] == pytest.approx(np.median(shown), rel=0.01)
        assert row.lower_nm < row.predicted_size_nm < row.upper_nm
        # Six rows of paper b and one or three of paper a: the median moves little.
        assert 6.0 <= row.sizes_nm["refit_median"] < 7.0
        assert 6.0 < row.sizes_nm["shifted"] < 12.0


def test_without_an_adapter_the_shift_stands_for_it() -> None:
    result = evaluate_few_shot(few_shot_task(), MedianModel, model_name="median", seed=0)
    assert result.adaptation == "shifted"
    for row in result.rows:
        assert row.predicted_size_nm == pytest.approx(row.sizes_nm["shifted"])
        assert row.lower_nm * row.upper_nm == pytest.approx(row.predicted_size_nm**2)


@pytest.mark.parametrize(("n", "expected"), [(1, 2**0.5), (3, 2**0.75), (1000, 2**0.999)])
def test_the_shift_trusts_many_rows_more_than_one(n: int, expected: float) -> None:
    factor = shift_factor(np.full(n, 8.0), np.full(n, 4.0))
    assert factor == pytest.approx(expected, rel=1e-5)
