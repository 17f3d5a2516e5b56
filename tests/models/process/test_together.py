from __future__ import annotations

import numpy as np
import pytest

from models.process.test_model import own, published
from ostwald.chemistry.flask import flask_features
from ostwald.models.process.model import ProcessModel
from recipes_for_tests import resolved


@pytest.fixture(scope="module")
def model() -> ProcessModel:
    return ProcessModel(iterations=15).fit(*published())


FLASKS = [resolved(reaction_temperature_c=float(t)) for t in (150, 150, 165, 195, 320)]


def test_the_diagonal_is_the_variance_that_intervals_stand_on(model: ProcessModel) -> None:
    joint = model.log_size_covariance(FLASKS)
    posterior = model.posterior_
    X = model.scaling_.apply(flask_features(FLASKS)).astype(np.float32)
    variance = posterior.variance(posterior.to_known(posterior.project(X)))
    factor = model.spread_.factors([flask.product for flask in FLASKS])
    np.testing.assert_allclose(np.diag(joint), factor**2 * variance, rtol=0.02, atol=1e-5)


def test_flasks_that_are_the_same_differ_for_sure_and_far_ones_do_not(model: ProcessModel) -> None:
    joint = model.log_size_covariance(FLASKS)

    def unsure(a: int, b: int) -> float:
        return float(joint[a, a] + joint[b, b] - 2.0 * joint[a, b])

    assert unsure(0, 1) == pytest.approx(0.0, abs=1e-5)
    assert unsure(0, 1) < unsure(0, 2) < unsure(0, 3) < unsure(0, 4)


def test_the_covariance_is_symmetric_and_no_variance_is_negative(model: ProcessModel) -> None:
    joint = model.log_size_covariance(FLASKS)
    np.testing.assert_array_equal(joint, joint.T)
    assert np.linalg.eigvalsh(joint).min() > -1e-4


def test_own_results_make_differences_surer(model: ProcessModel) -> None:
    adapted = model.adapt(*own([4.0, 4.5, 5.0, 5.5, 6.0]))

    def unsure(of: ProcessModel) -> float:
        joint = of.log_size_covariance([FLASKS[0], FLASKS[3]])
        return float(joint[0, 0] + joint[1, 1] - 2.0 * joint[0, 1])

    assert unsure(adapted) < unsure(model)
