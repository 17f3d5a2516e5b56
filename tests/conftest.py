"""Fixtures for the whole suite."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from ostwald.prediction.predictor import Predictor

# The same examples on every run by default, so that a change is judged by what it changes.
# `HYPOTHESIS_PROFILE=explore pytest` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs torch where it is not installed."""
    if find_spec("torch") is not None:
        return
    skip = pytest.mark.skip(reason="torch is not installed: it comes with the extra train")
    for item in items:
        if item.get_closest_marker("torch"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of published data, or a skip with the reason."""
    value = os.environ.get("OSTWALD_DATA")
    if not value:
        pytest.skip("OSTWALD_DATA is not set: the published data are not on this machine")
    path = Path(value)
    if not path.is_dir():
        pytest.skip(f"OSTWALD_DATA points to {path}, which is not a folder")
    return path


@pytest.fixture(scope="session")
def examples_dir() -> Path:
    """The folder of example recipes and micrographs of this repository."""
    return Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="session")
def small_predictor() -> Predictor:
    """A predictor of little skill: the model that ships, fitted on three recipes."""
    import numpy as np

    from ostwald.models.base import Outcomes
    from ostwald.models.process.model import ProcessModel
    from ostwald.prediction.predictor import Predictor
    from ostwald.recipes.outcome import SHAPES
    from recipes_for_tests import reagents, resolved

    known = [
        resolved(),
        resolved(reaction_temperature_c=200.0),
        resolved(product="CsPbBr3", reagents=reagents(("Cs2CO3", "1 mmol"), ("PbBr2", "3 mmol"))),
    ]
    outcomes = Outcomes(
        size_nm=np.array([6.0, 8.0, 11.0]),
        shape=np.array([SHAPES.index(label) for label in ("sphere", "cube", "cube")]),
        particles_counted=np.full(3, np.nan),
        doi=np.array(["10.1/a", "10.1/a", "10.1/b"], dtype=object),
    )
    return Predictor(ProcessModel(iterations=2).fit(known, outcomes))


@pytest.fixture
def model_folder(small_predictor: Predictor, tmp_path: Path) -> Path:
    """A model folder on disk, as `ostwald train` writes it."""
    folder = tmp_path / "model"
    small_predictor.save(folder)
    return folder
