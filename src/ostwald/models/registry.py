"""The models by name."""

from __future__ import annotations

from importlib import import_module

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

WRAPPERS = {
    "calibrated": ("ostwald.uncertainty.calibrated", "CalibratedModel"),
    "adapted": ("ostwald.adaptation.model", "AdaptedModel"),
}
"""Models around models. They live in rooms above this one, so only their places are written here
and they are imported when a name or a model folder asks for them."""

CALIBRATED_PREFIX = "calibrated_"
"""Before the name of a model: that model, calibrated."""


def model_class(name: str) -> type[SynthesisModel]:
    """Return the class of a model.

    Args:
        name: One of `MODELS`, perhaps after `CALIBRATED_PREFIX`, or one of `WRAPPERS`.

    Returns:
        The class.

    Raises:
        InputError: There is no such model.
    """
    if name.removeprefix(CALIBRATED_PREFIX) in MODELS and name not in MODELS:
        name = "calibrated"
    if name in WRAPPERS:
        module, attribute = WRAPPERS[name]
        wrapper: type[SynthesisModel] = getattr(import_module(module), attribute)
        return wrapper
    if name not in MODELS:
        hint = f"known are {', '.join(MODELS)}, each also with {CALIBRATED_PREFIX} before it"
        raise InputError(f"there is no model {name!r}", hint=hint)
    return MODELS[name]


def make_model(name: str, seed: int = 0) -> SynthesisModel:
    """Return an unfitted model with its usual settings.

    Args:
        name: One of `MODELS`, perhaps after `CALIBRATED_PREFIX`.
        seed: Seed of everything random in it.

    Returns:
        The model.

    Raises:
        InputError: There is no such model.
    """
    model = model_class(name)()
    base = name.removeprefix(CALIBRATED_PREFIX)
    if base != name:
        model.set_params(base=base)
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
