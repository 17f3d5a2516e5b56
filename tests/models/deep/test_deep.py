from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from models.conftest import make_recipe  # noqa: E402
from ostwald.models.base import Outcomes  # noqa: E402
from ostwald.models.deep.base import DeepModel  # noqa: E402
from ostwald.models.deep.fitting import tensors  # noqa: E402
from ostwald.models.deep.forward import run  # noqa: E402
from ostwald.models.deep.network import RecipeNetwork, Widths, weights_of  # noqa: E402
from ostwald.models.deep.settings import Architecture  # noqa: E402
from ostwald.models.deep.tokens import TokenEncoder  # noqa: E402
from ostwald.models.registry import make_model  # noqa: E402


def tiny(kind: str = "transformer", **settings) -> DeepModel:
    model = make_model(kind)
    return model.set_params(
        **{"members": 1, "width": 16, "epochs": 6, "pretraining_epochs": 0, **settings}
    )


@pytest.mark.parametrize("kind", ["transformer", "lstm", "dnn"])
def test_numpy_says_what_torch_says(kind: str) -> None:
    recipes = [
        make_recipe(180, 20, PbO=4, OA=5),
        make_recipe(200, 1, "PbS", PbO=2),
        make_recipe(150, 5, PbO=1, OA=9, TOP=3),
    ]
    tokens = TokenEncoder().fit(recipes).transform(recipes)
    torch.manual_seed(0)
    widths = Widths(
        *(a.shape[-1] for a in (tokens.substances, tokens.amounts, tokens.product)),
        *(a.shape[-1] for a in (tokens.conditions, tokens.mixture)),
    )
    architecture = Architecture(kind, width=16, layers=2)
    network = RecipeNetwork(widths, architecture).eval()
    with torch.no_grad():
        expected = network(tensors(tokens))[0].numpy()
    assert np.allclose(run(weights_of(network), architecture, tokens), expected, atol=1e-4)


def test_the_order_of_chemicals_does_not_matter(training) -> None:
    model = tiny().fit(*training)
    forward = model.predict([make_recipe(180, 20, PbO=4, OA=5, TOP=3)])
    backward = model.predict([make_recipe(180, 20, TOP=3, OA=5, PbO=4)])
    assert np.allclose(forward.size_nm, backward.size_nm, rtol=1e-4)


@pytest.mark.parametrize("early", [0, 5])
def test_training_goes_on_after_being_killed(early: int, training, tmp_path: Path) -> None:
    whole = tiny(epochs=10, pretraining_epochs=early).fit(*training)
    killed = tiny(epochs=10, pretraining_epochs=early).resume_in(tmp_path)
    steps = 0

    class Killed(Exception):
        pass

    def stop(numbers: dict[str, float]) -> None:
        nonlocal steps
        steps += 1
        if steps == early + 8:
            raise Killed

    killed._log = lambda number: stop  # type: ignore[method-assign]
    with pytest.raises(Killed):
        killed.fit(*training)
    resumed = tiny(epochs=10, pretraining_epochs=early).resume_in(tmp_path).fit(*training)
    with (tmp_path / "training.csv").open() as file:
        epochs = [float(line["epoch"]) for line in csv.DictReader(file)]
    assert epochs[0] == early + 6  # the checkpoint was written after the fifth epoch
    recipes = training[0][:20]
    assert np.allclose(resumed.predict(recipes).size_nm, whole.predict(recipes).size_nm, rtol=1e-3)


def test_size_distributions_may_be_unknown_or_known(training) -> None:
    recipes, o = training
    spread = np.where(np.arange(len(o)) % 2, 8.0, np.nan)
    outcomes = Outcomes(o.size_nm, o.shape, o.particles_counted, o.doi, spread)
    output = tiny().fit(recipes, outcomes).predict(recipes[:5])
    assert np.isfinite(output.size_nm).all()


def test_a_fit_leaves_the_threads_of_the_process_as_they_were(training) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        tiny(epochs=1).fit(*training)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
