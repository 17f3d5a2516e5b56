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
from ostwald.explain.rollout import attention_influence, rollout, token_shares
from ostwald.explain.surface import Reading
from ostwald.explain.swaps import DonorPool, swapped
from ostwald.models.base import Outcomes
from ostwald.models.deep import forward
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
    assert mmol(flask, "OA") == pytest.approx(mmol(donors.alike, "OA"))
    assert mmol(flask, "ODE") == mmol(RECIPES[0], "ODE")
    assert donors.alike.product == RECIPES[0].product
    other = swapped(RECIPES[0], donors, {"composition"})
    assert other.product == donors.other.product
    assert "cation precursor" in categories_of(other)
    assert mmol(other, "OA") == mmol(RECIPES[0], "OA")


def test_rollout_of_looking_nowhere_else_stays_at_home():
    np.testing.assert_allclose(rollout([np.eye(3)[None, None]] * 2), np.eye(3)[None])


def test_rollout_follows_attention_through_layers():
    # Token 0 looks at 1, then 1 looks at 2: half of what 0 keeps stays, the rest moves on.
    first = np.array([[0.0, 1.0], [0.0, 1.0]])[None, None]
    np.testing.assert_allclose(rollout([first])[0], [[0.5, 0.5], [0.0, 1.0]])
    np.testing.assert_allclose(rollout([first, first])[0], [[0.25, 0.75], [0.0, 1.0]])


@pytest.fixture(scope="module")
def looking_at_the_acid():
    """A transformer that reads the flask through attention to the acid, and shuns the additive."""
    from ostwald.models.deep.transformer import TransformerModel

    recipes, papers = synthetic(40, seed=1)
    outcomes = Outcomes(
        size_nm=np.array([planted_size(recipe) for recipe in recipes]),
        shape=np.zeros(len(recipes), dtype=int),
        particles_counted=np.full(len(recipes), np.nan),
        doi=np.array(papers, dtype=object),
    )
    model = TransformerModel(members=1, epochs=1, pretraining_epochs=0, width=32)
    model.fit(recipes, outcomes)
    weights = model.weights_[0]
    tokens = normalised_tokens(model, recipes)
    acid, additive = tokens[:, 2].mean(axis=0), tokens[:, 4].mean(axis=0)
    rest = tokens[:, [0, 1, 3, 5, 6, 7]].mean(axis=(0, 1))
    # Every token asks the same; keys answer it along the direction from the additive to the acid.
    direction = (acid - rest) / np.linalg.norm(acid - rest) ** 2
    direction = direction - (additive - rest) / np.linalg.norm(additive - rest) ** 2
    width, head = 32, 8
    matrix = np.zeros((3 * width, width), np.float32)
    bias = np.zeros(3 * width, np.float32)
    bias[:width:head] = 3.0
    matrix[width : 2 * width : head] = direction
    weights["layers.0.query_key_value.weight"] = matrix
    weights["layers.0.query_key_value.bias"] = bias
    return model


def normalised_tokens(model, recipes):
    """What the first layer sees, (n, tokens, width)."""
    seen = []

    class Watching(forward._Network):
        def attention(self, name, values, present):
            seen.append(self.norm(f"{name}.norm_in", values))
            return super().attention(name, values, present)

    weights = {k: np.asarray(v, np.float32) for k, v in model.weights_[0].items()}
    tokens = model.encoder_.transform(recipes)
    network = Watching(weights, model.architecture)
    network(tokens, network.linear("substance", tokens.substances))
    return seen[0]


@pytest.mark.torch
def test_rollout_finds_what_a_transformer_reads_and_what_it_passes_over(looking_at_the_acid):
    found = summarise(attention_influence(looking_at_the_acid, RECIPES), PAPERS)
    assert found.rank[LIGAND] == 1
    assert found.rank[ADDITIVE] == len(found.rank)
    assert sum(found.mean.values()) == pytest.approx(1.0)


@pytest.mark.torch
def test_shares_of_tokens_sum_to_one(looking_at_the_acid):
    for recipe, shares in zip(RECIPES, token_shares(looking_at_the_acid, RECIPES), strict=True):
        assert len(shares) == len(recipe.reagents) + 3
        assert shares.sum() == pytest.approx(1.0)
