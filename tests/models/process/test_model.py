from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.errors import InputError
from ostwald.models.base import Outcomes
from ostwald.models.process.learnt import noise_basis
from ostwald.models.process.model import ProcessModel
from ostwald.models.storage import load_model, save_model
from ostwald.recipes.shapes import SHAPES
from recipes_for_tests import reagents, resolved

CUBES = SHAPES.index("cube")


def published(papers: int = 8, rows: int = 5) -> tuple[list[ResolvedRecipe], Outcomes]:
    """PbSe grows with temperature and is a sphere, CsPbBr3 is a cube of 11 nm; papers differ."""
    recipes, sizes, shapes, dois = [], [], [], []
    noise = np.random.default_rng(0)
    for paper in range(papers):
        offset = noise.normal(0.0, 0.1)
        for row in range(rows):
            temperature = 140.0 + 15 * row + paper
            if paper % 2:
                parts = reagents(("Cs2CO3", "1 mmol"), ("PbBr2", "3 mmol"), ("ODE", "10 mL"))
                recipes.append(
                    resolved(product="CsPbBr3", reagents=parts, reaction_temperature_c=temperature)
                )
                sizes.append(11.0 * np.exp(offset))
                shapes.append(CUBES)
            else:
                recipes.append(resolved(id=f"p{paper}-{row}", reaction_temperature_c=temperature))
                sizes.append((3.0 + 0.05 * (temperature - 140.0)) * np.exp(offset))
                shapes.append(SHAPES.index("sphere"))
            dois.append(f"10.1/{paper}")
    n = len(sizes)
    return recipes, Outcomes(
        np.array(sizes), np.array(shapes), np.full(n, 300.0), np.array(dois, dtype=object)
    )


@pytest.fixture(scope="module")
def model() -> ProcessModel:
    return ProcessModel(iterations=15).fit(*published())


def own(sizes: list[float]) -> tuple[list[ResolvedRecipe], Outcomes]:
    n = len(sizes)
    return (
        [resolved(id=f"own {k}", reaction_temperature_c=150.0 + 10 * k) for k in range(n)],
        Outcomes(
            np.array(sizes),
            np.full(n, SHAPES.index("rod")),
            np.full(n, np.nan),
            np.array([None] * n, dtype=object),
        ),
    )


def test_size_follows_what_was_learnt(model: ProcessModel) -> None:
    cold, hot = model.predict(
        [resolved(reaction_temperature_c=145.0), resolved(reaction_temperature_c=195.0)]
    ).size_nm
    assert 2.5 < cold < 4.5 < hot < 7.5


def test_shapes_follow_the_product(model: ProcessModel) -> None:
    answer = model.predict([resolved(), published()[0][5]])
    assert answer.shape == ("sphere", "cube")
    np.testing.assert_allclose(answer.shape_probabilities.sum(axis=1), 1.0)
    assert answer.likely_shapes(0.9)[1, CUBES]


def test_intervals_widen_with_coverage_and_with_distance(model: ProcessModel) -> None:
    near, far = resolved(), resolved(product="ZnO", reaction_temperature_c=60.0)
    answer = model.predict([near, far])
    narrow, wide = answer.interval(0.5), answer.interval(0.95)
    assert np.all(wide[0] < narrow[0])
    assert np.all(narrow[1] < wide[1])
    low, high = answer.interval(0.9)
    assert (high / low)[1] > (high / low)[0]


def test_what_was_never_seen_is_no_known_ground(model: ProcessModel) -> None:
    verdict = model.predict([resolved(product="Au")]).domain[0]
    assert not verdict.in_domain
    assert verdict.score == 0.0
    assert "holds gold" in verdict.reasons[0]
    assert "no recipe for Au was seen" in verdict.reasons


def test_a_far_temperature_is_said(model: ProcessModel) -> None:
    verdict = model.predict([resolved(reaction_temperature_c=290.0)]).domain[0]
    assert any("the nearest PbSe recipe differs by" in reason for reason in verdict.reasons)


def test_the_nearest_known_recipes_speak_for_an_answer(model: ProcessModel) -> None:
    evidence = model.predict([resolved(reaction_temperature_c=155.0)]).evidence(3)[0]
    assert evidence[0].recipe_id == "p0-1"
    assert [e.similarity for e in evidence] == sorted(
        (e.similarity for e in evidence), reverse=True
    )


def test_own_results_move_the_size_and_narrow_the_interval(model: ProcessModel) -> None:
    asked = [resolved(reaction_temperature_c=165.0)]
    before, after = model.predict(asked), model.adapt(*own([9.0, 9.5, 10.0])).predict(asked)
    assert before.size_nm[0] < 0.8 * after.size_nm[0]
    assert after.size_nm[0] < 11.0
    agreeing = model.adapt(*own([4.1, 4.6, 5.1])).predict(asked)
    assert agreeing.log_size_std[0] < before.log_size_std[0]
    rod = SHAPES.index("rod")
    assert after.shape_probabilities[0, rod] > 2 * before.shape_probabilities[0, rod]


def test_the_model_itself_is_not_changed(model: ProcessModel) -> None:
    asked = [resolved()]
    before = model.predict(asked).size_nm
    model.adapt(*own([30.0]))
    np.testing.assert_array_equal(model.predict(asked).size_nm, before)
    assert model.own_recipes == 0


def test_far_from_own_results_nothing_is_forgotten(model: ProcessModel) -> None:
    asked = [published()[0][5]]
    adapted = model.adapt(*own([20.0, 21.0]))
    assert adapted.predict(asked).size_nm[0] == pytest.approx(
        model.predict(asked).size_nm[0], rel=0.2
    )


def test_reasons_count_the_labs_own_recipes(model: ProcessModel) -> None:
    asked = replace(resolved(), reaction_time_min=300.0)
    assert any("in time" in r for r in model.predict([asked]).domain[0].reasons)
    adapted = model.adapt([replace(asked, reaction_time_min=250.0)], own([12.0])[1])
    assert not any("in time" in r for r in adapted.predict([asked]).domain[0].reasons)
    assert adapted.predict([asked]).evidence(1)[0][0].own == 0


def test_adapting_again_keeps_what_was_learnt(model: ProcessModel) -> None:
    recipes, outcomes = own([9.0, 9.5, 10.0])
    one = model.adapt(recipes, outcomes)
    two = model.adapt(recipes[:1], outcomes.take(np.array([0]))).adapt(
        recipes[1:], outcomes.take(np.array([1, 2]))
    )
    asked = [resolved(reaction_temperature_c=166.0)]
    assert two.own_recipes == 3
    np.testing.assert_allclose(two.predict(asked).size_nm, one.predict(asked).size_nm, rtol=1e-3)
    np.testing.assert_allclose(
        one.with_own(np.array([], dtype=int)).predict(asked).size_nm, model.predict(asked).size_nm
    )


def test_saved_and_loaded_it_says_the_same(model: ProcessModel, tmp_path) -> None:
    adapted = model.adapt(*own([9.0, 9.5]))
    save_model(adapted, tmp_path)
    again = load_model(tmp_path)
    asked = [resolved(), resolved(product="CsPbBr3")]
    first, second = adapted.predict(asked), again.predict(asked)
    np.testing.assert_allclose(second.size_nm, first.size_nm, rtol=1e-3)
    np.testing.assert_allclose(second.log_size_std, first.log_size_std, rtol=1e-2)
    np.testing.assert_allclose(second.shape_probabilities, first.shape_probabilities, atol=2e-3)
    assert second.domain[0].reasons == first.domain[0].reasons


def test_nothing_known_is_refused(model: ProcessModel) -> None:
    recipes, outcomes = own([np.nan])
    outcomes = replace(outcomes, shape=np.array([-1]))
    with pytest.raises(InputError, match="no recipe has a known size or shape"):
        model.adapt(recipes, outcomes)


def test_too_many_rows_are_refused(model: ProcessModel) -> None:
    recipes, outcomes = own([5.0])
    many = outcomes.take(np.zeros(2001, dtype=int))
    with pytest.raises(InputError, match="too many"):
        model.adapt(recipes * 2001, many)


def test_particles_counted_make_noise() -> None:
    outcomes = replace(own([5.0, 5.0])[1], particles_counted=np.array([50.0, np.nan]))
    np.testing.assert_allclose(noise_basis(outcomes), [[1.0, 0.02, 0.0], [1.0, 0.0, 1.0]])


def test_equal_sizes_can_be_learnt() -> None:
    recipes, outcomes = published(papers=3)
    same = replace(outcomes, size_nm=np.full(len(outcomes), 8.0))
    answer = ProcessModel(iterations=5).fit(recipes, same).predict(recipes[:2])
    np.testing.assert_allclose(answer.size_nm, 8.0, rtol=1e-3)
    assert np.all(np.isfinite(answer.interval(0.9)))
