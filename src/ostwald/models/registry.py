"""The models by name."""

from __future__ import annotations

from ostwald.errors import InputError
from ostwald.models.base import ModelState, SynthesisModel
from ostwald.models.combined import CombinedModel
from ostwald.models.decision_tree import DecisionTreeModel
from ostwald.models.deep.dnn import DNNModel
from ostwald.models.deep.lstm import LSTMModel
from ostwald.models.deep.transformer import TransformerModel
from ostwald.models.descriptor_trees import DescriptorTreesModel
from ostwald.models.extra_trees import ExtraTreesModel
from ostwald.models.gaussian_process import GaussianProcessModel
from ostwald.models.lightgbm_model import LightGBMModel
from ostwald.models.median import MedianModel
from ostwald.models.random_forest import RandomForestModel

MODELS: dict[str, type[SynthesisModel]] = {
    model.kind: model
    for model in (
        MedianModel,
        DecisionTreeModel,
        RandomForestModel,
        ExtraTreesModel,
        DescriptorTreesModel,
        LightGBMModel,
        GaussianProcessModel,
        DNNModel,
        LSTMModel,
        TransformerModel,
        CombinedModel,
    )
}
"""Every model, by the name that commands and model folders use."""


def model_class(name: str) -> type[SynthesisModel]:
    """Return the class of a model.

    Args:
        name: One of `MODELS`.

    Returns:
        The class.

    Raises:
        InputError: There is no such model.
    """
    if name not in MODELS:
        raise InputError(f"there is no model {name!r}", hint=f"known are {', '.join(MODELS)}")
    return MODELS[name]


def make_model(name: str, seed: int = 0) -> SynthesisModel:
    """Return an unfitted model with its usual settings.

    Args:
        name: One of `MODELS`.
        seed: Seed of everything random in it.

    Returns:
        The model.

    Raises:
        InputError: There is no such model.
    """
    model = model_class(name)()
    return model.set_params(seed=seed)


def model_from_state(state: ModelState) -> SynthesisModel:
    """Rebuild a fitted model from its state.

    Args:
        state: What ``to_state`` gave.

    Returns:
        The model, ready to predict.

    Raises:
        InputError: The state names a model that this version does not know.
    """
    return model_class(state.kind).from_state(state)
