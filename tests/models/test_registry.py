from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.models.base import N_SHAPES, Outcomes
from ostwald.models.deep.base import DeepModel
from ostwald.models.registry import MODEL_NAMES, make_model, model_class, model_from_state

EVERY = [
    pytest.param(name, marks=pytest.mark.torch)
    if issubclass(model_class(name), DeepModel)
    else name
    for name in MODEL_NAMES
]
LEARNERS = [name for name in EVERY if name != "median"]


def quick(name: str, seed: int = 0):
    """The model with few trees, rounds or epochs."""
    model = make_model(name, seed)
    if isinstance(model, DeepModel):
        return model.set_params(
            members=2,
            width=32,
            epochs=30,
            pretraining_epochs=2,
            schedule={"batch_size": 32, "warm_up": 20},
        )
    few = {"n_trees": 20, "rounds": 60, "shape_rounds": 15, "iterations": 10}
    return model.set_params(**{k: v for k, v in few.items() if k in model.get_params()})


def test_unknown_model_lists_the_known() -> None:
    with pytest.raises(InputError, match="known are process"):
        make_model("oracle")


@pytest.mark.parametrize("name", list(MODEL_NAMES))
def test_a_model_is_registered_under_its_name(name: str) -> None:
    assert model_class(name).kind == name


def test_a_module_is_imported_when_its_model_is_asked_for() -> None:
    code = (
        "import sys; from ostwald.models.registry import make_model; make_model('median')\n"
        "print([m for m in sys.modules if m.startswith('ostwald.models.') and 'trees' in m])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", list(MODEL_NAMES))
def test_seed_reaches_the_model(name: str) -> None:
    assert make_model(name, seed=7).get_params()["seed"] == 7


@pytest.mark.parametrize("name", LEARNERS)
def test_learns_size_and_shape_and_survives_its_state(name: str, training, fresh) -> None:
    recipes, outcomes = training
    model = quick(name).fit(recipes, outcomes)
    output = model.predict(fresh[0])
    error = np.abs(np.log(output.size_nm / fresh[1].size_nm))
    assert np.median(error) < 0.15
    assert (output.shape_probabilities.argmax(axis=1) == fresh[1].shape).mean() > 0.9
    assert output.shape_probabilities.shape == (len(fresh[0]), N_SHAPES)
    assert np.allclose(output.shape_probabilities.sum(axis=1), 1.0)
    lower, upper = output.interval(0.9)
    covered = ((lower <= fresh[1].size_nm) & (fresh[1].size_nm <= upper)).mean()
    assert 0.7 <= covered <= 1.0
    again = model_from_state(model.to_state()).predict(fresh[0])
    assert np.allclose(again.size_nm, output.size_nm, rtol=1e-6)
    assert np.allclose(again.shape_probabilities, output.shape_probabilities, atol=1e-6)
    assert np.allclose(again.log_size_std, output.log_size_std, rtol=1e-3)


@pytest.mark.parametrize("name", EVERY)
def test_same_seed_same_prediction(name: str, training, fresh) -> None:
    few = [training[0][:60], training[1].take(np.arange(60))]
    first, second = (quick(name).fit(*few).predict(fresh[0]) for _ in range(2))
    assert np.array_equal(first.size_nm, second.size_nm)


@pytest.mark.parametrize("name", EVERY)
def test_unknown_sizes_and_shapes_do_not_stop_it(name: str, training, fresh) -> None:
    recipes, outcomes = training
    size, shape = outcomes.size_nm.copy(), outcomes.shape.copy()
    size[:20], shape[10:30] = np.nan, -1
    holes = Outcomes(size, shape, outcomes.particles_counted, outcomes.doi)
    output = quick(name).fit(recipes, holes).predict(fresh[0])
    assert np.isfinite(output.size_nm).all()
    assert np.allclose(output.shape_probabilities.sum(axis=1), 1.0)


@pytest.mark.parametrize("name", EVERY)
def test_smallest_table_and_constant_outcomes(name: str, training) -> None:
    recipes, _ = training
    constant = Outcomes(np.full(3, 5.0), np.zeros(3, int), np.full(3, np.nan), np.full(3, None))
    output = quick(name).fit(recipes[:3], constant).predict(recipes)
    assert np.allclose(output.size_nm, 5.0, rtol=0.05)
    assert (output.log_size_std > 0).all()
    assert (output.shape_probabilities.argmax(axis=1) == 0).all()
