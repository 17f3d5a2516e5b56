from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import pytest

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.models.base import ModelOutput, Outcomes
from ostwald.uncertainty.domain import KnownRecipes
from ostwald.uncertainty.held_out import held_out_predictions, papers_of
from uncertain_models_for_tests import MeanOfProduct, lab_reports


class Remembers(MeanOfProduct):
    """Keeps what it was fitted on, and says how it predicted rows that it had not seen."""

    fits: list[set[int]] = []  # noqa: RUF012 - shared by all copies on purpose

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        Remembers.fits.append({id(recipe) for recipe in recipes})
        return super().fit(recipes, outcomes)


def test_no_row_is_predicted_by_a_fit_that_had_seen_it() -> None:
    recipes, outcomes = lab_reports(papers=8, rows=5)
    papers = papers_of(recipes, outcomes)
    model = Remembers().fit(recipes, outcomes)
    Remembers.fits.clear()
    random, by_paper = held_out_predictions(model, recipes, outcomes, KnownRecipes.of(recipes))
    assert (random.by_paper, by_paper.by_paper) == (False, True)
    assert len(Remembers.fits) == 10
    for part in (random, by_paper):
        assert sorted(part.rows.tolist()) == list(range(40))
    for fit in Remembers.fits[5:]:  # those by paper
        seen = {papers[k] for k in range(40) if id(recipes[k]) in fit}
        held = {papers[k] for k in range(40) if id(recipes[k]) not in fit}
        assert not seen & held


def test_a_new_paper_is_newer_than_a_new_row() -> None:
    recipes, outcomes = lab_reports(papers=8, rows=5)
    model = MeanOfProduct().fit(recipes, outcomes)
    random, by_paper = held_out_predictions(model, recipes, outcomes, KnownRecipes.of(recipes))
    assert by_paper.familiarity.novelty.mean() > random.familiarity.novelty.mean() + 0.05


def test_what_the_model_held_out_itself_is_taken() -> None:
    recipes, outcomes = lab_reports(papers=8, rows=5)
    model = MeanOfProduct().fit(recipes, outcomes)
    n = len(recipes)
    own = ModelOutput(np.arange(1.0, n + 1), np.full(n, 0.1), np.full((n, 11), 1 / 11))
    model.held_out_by_paper_ = own  # type: ignore[attr-defined]
    model.held_out_by_paper_folds_ = np.arange(n) % 4  # type: ignore[attr-defined]
    _, by_paper = held_out_predictions(model, recipes, outcomes, KnownRecipes.of(recipes))
    assert np.array_equal(by_paper.output.size_nm, by_paper.rows + 1.0)
    assert by_paper.rows[:3].tolist() == [0, 4, 8]


def test_one_paper_alone_leaves_only_random_parts() -> None:
    recipes, outcomes = lab_reports(papers=1, rows=30)
    model = MeanOfProduct().fit(recipes, outcomes)
    parts = held_out_predictions(model, recipes, outcomes, KnownRecipes.of(recipes))
    assert [part.by_paper for part in parts] == [False]


def test_too_few_rows_give_nothing() -> None:
    recipes, outcomes = lab_reports(papers=2, rows=3)
    model = MeanOfProduct().fit(recipes, outcomes)
    assert held_out_predictions(model, recipes, outcomes, KnownRecipes.of(recipes)) == []


def test_own_syntheses_are_one_paper_a_composition() -> None:
    recipes, outcomes = lab_reports(papers=2, rows=2)
    outcomes.doi[:] = [None, "", "self-synthesis", "10.1/A"]
    assert papers_of(recipes, outcomes).tolist() == [
        "unknown PbSe",
        "unknown PbSe",
        "self-synthesis PbS",
        "10.1/a",
    ]


def test_a_cheap_copy_claims_the_spread_of_the_model() -> None:
    pytest.importorskip("sklearn")
    from ostwald.models.baselines.extra_trees import ExtraTreesModel

    recipes, outcomes = lab_reports(papers=8, rows=8)
    model = ExtraTreesModel(n_trees=20).fit(recipes, outcomes)
    random, by_paper = held_out_predictions(model, recipes, outcomes, KnownRecipes.of(recipes))
    # A spread that a copy made of its default floor would be near 0.35 everywhere.
    assert np.median(random.output.log_size_std) == pytest.approx(
        np.median(by_paper.output.log_size_std), rel=1.0
    )
    assert by_paper.output.log_size_std.min() >= 0.999 * model.factor_ * model.floor_
