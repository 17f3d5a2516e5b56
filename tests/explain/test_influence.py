import numpy as np
import pytest

from ostwald.explain.categories import ADDITIVE, LIGAND, categories_of
from ostwald.explain.influence import (
    REPLACEMENT,
    SHAPLEY,
    SIZE,
    agreement,
    measure_influence,
    summarise,
)
from ostwald.explain.rollout import (
    TOLD_ONCE,
    attention_influence,
    rollout,
    without_the_usual,
)
from ostwald.explain.surface import Reading
from ostwald.explain.swaps import DonorPool, swapped
from ostwald.models.base import Outcomes
from ostwald.models.deep.gradients import attention_times_slope
from surfaces_for_tests import FormulaModel, mmol
from synthetic_recipes_for_tests import planted_size, synthetic

RECIPES, PAPERS = synthetic(24)
FIELDS = ("size_nm", "shape_probabilities")


def measured(seed=0):
    pool = DonorPool(RECIPES, PAPERS)
    model = FormulaModel(planted_size)
    found = measure_influence(
        lambda flasks: Reading(*(getattr(model.predict(flasks), name) for name in FIELDS)),
        RECIPES,
        PAPERS,
        pool,
        draws=1,
        seed=seed,
    )
    return {(one.way, one.target): one for one in found}


@pytest.fixture(scope="module")
def both_ways():
    return measured()


def test_the_additive_of_the_synthetic_set_is_one():
    assert categories_of(RECIPES[0])[-1] == ADDITIVE


@pytest.mark.parametrize("way", [REPLACEMENT, SHAPLEY])
def test_a_planted_cause_is_first_and_what_does_nothing_has_nothing(both_ways, way):
    summary = summarise(both_ways[way, SIZE], PAPERS)
    assert summary.rank[LIGAND] == 1
    assert summary.lower[LIGAND] > 0.2
    assert summary.mean[ADDITIVE] < 1e-9
    assert summary.mean[ADDITIVE] <= min(summary.mean.values()) + 1e-9


def test_the_same_seed_gives_the_same_values(both_ways):
    again = measured()
    for key, one in both_ways.items():
        np.testing.assert_array_equal(one.values, again[key].values)
    assert not np.array_equal(measured(1)[SHAPLEY, SIZE].values, again[SHAPLEY, SIZE].values)


def test_two_ways_that_see_the_same_agree(both_ways):
    found = agreement(both_ways[REPLACEMENT, SIZE], both_ways[SHAPLEY, SIZE], PAPERS)
    assert found["spearman"] > 0.6
    assert found["ci95"][0] <= found["spearman"] <= found["ci95"][1] + 1e-9


def test_swapped_amounts_are_brought_to_the_batch_of_the_recipe():
    donors = DonorPool(RECIPES, PAPERS).draw(RECIPES[0], PAPERS[0], np.random.default_rng(0))
    flask = swapped(RECIPES[0], donors, {LIGAND})
    per_lead = mmol(donors.alike, "OA") / mmol(donors.alike, "PbO")
    assert mmol(flask, "OA") == pytest.approx(per_lead * mmol(RECIPES[0], "PbO"))
    assert mmol(flask, "ODE") == mmol(RECIPES[0], "ODE")
    assert donors.alike.product == RECIPES[0].product
    other = swapped(RECIPES[0], donors, {"composition"})
    assert other.product == donors.other.product
    assert "cation precursor" in categories_of(other)
    assert mmol(other, "OA") == mmol(RECIPES[0], "OA")


def test_what_is_read_is_followed_through_layers():
    # Token 0 reads 2 from token 1, which then reads 3 from token 0, and so what that had read.
    first = np.array([[0.0, 2.0], [0.0, 0.0]])[None, None]
    second = np.array([[0.0, 0.0], [-3.0, 0.0]])[None, None]
    np.testing.assert_allclose(rollout([first])[0], [[0.0, 2.0], [0.0, 0.0]])
    np.testing.assert_allclose(rollout([first, second])[0], [[0.0, 2.0], [3.0, 6.0]])


def test_what_is_read_in_every_recipe_alike_is_taken_off():
    parts = np.array([[0, 1, -1], [1, 0, 0]])
    layer = np.zeros((2, 1, 3, 3))
    layer[0, 0, 0, 1], layer[1, 0, 1, 0], layer[1, 0, 2, 0] = 1.0, 2.0, 6.0
    layer[0, 0, 0, 2] = 9.0  # to a place without a token
    left = without_the_usual(layer, parts)
    assert (left[0, 0, 0, 1], left[1, 0, 1, 0], left[1, 0, 2, 0]) == (-2.0, -1.0, 3.0)
    assert left[0, 0, 0, 2] == 0.0
    np.testing.assert_allclose(without_the_usual(np.ones((2, 4, 3, 3)), parts), 0.0)


@pytest.fixture(scope="module")
def trained():
    """A transformer that learnt from recipes whose size the acid makes."""
    from ostwald.models.deep.transformer import TransformerModel

    recipes, papers = synthetic(120, seed=1)
    outcomes = Outcomes(
        size_nm=np.array([planted_size(recipe) for recipe in recipes]),
        shape=np.zeros(len(recipes), dtype=int),
        particles_counted=np.full(len(recipes), np.nan),
        doi=np.array(papers, dtype=object),
    )
    model = TransformerModel(
        members=1,
        epochs=60,
        pretraining_epochs=0,
        width=32,
        without=TOLD_ONCE,
        schedule={"batch_size": 32},
    )
    return model.fit(recipes, outcomes)


@pytest.mark.torch
def test_a_trained_transformer_reads_a_planted_cause_most_and_what_does_nothing_least(trained):
    size, _ = attention_influence(trained, RECIPES)
    found = summarise(size, PAPERS)
    assert found.rank[LIGAND] == 1
    assert found.mean[LIGAND] > 1.5 * sorted(found.mean.values())[-2]
    assert found.rank[ADDITIVE] == len(found.rank)


@pytest.mark.torch
def test_shares_of_what_is_read_sum_to_one_for_size_and_for_shape(trained):
    for one in attention_influence(trained, RECIPES):
        np.testing.assert_allclose(one.values.sum(axis=1), 1.0)


@pytest.mark.torch
def test_the_slope_says_how_the_answer_follows_attention(trained):
    tokens = trained.encoder_.transform(RECIPES[:3])
    read = attention_times_slope(trained.weights_[0], trained.architecture, tokens, "size")
    n, most = tokens.present.shape
    assert [layer.shape for layer in read] == [(n, 4, most + 3, most + 3)]
    assert np.abs(read[0]).max() > 0
