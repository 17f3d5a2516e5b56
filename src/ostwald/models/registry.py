"""The models by name.

A model registers itself: its class stands under ``@register("name")`` in one of the modules that
`MODULES` lists. A module is imported when its model is asked for, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TypeVar

from ostwald.errors import InputError
from ostwald.models.base import ModelState, SynthesisModel

Model = TypeVar("Model", bound=SynthesisModel)

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "process": "ostwald.models.process.model",
        "median": "ostwald.models.baselines.median",
        "decision_tree": "ostwald.models.baselines.decision_tree",
        "random_forest": "ostwald.models.baselines.random_forest",
        "extra_trees": "ostwald.models.baselines.extra_trees",
        "descriptor_trees": "ostwald.models.baselines.descriptor_trees",
        "lightgbm": "ostwald.models.baselines.lightgbm",
        "dnn": "ostwald.models.deep.dnn",
        "lstm": "ostwald.models.deep.lstm",
        "transformer": "ostwald.models.deep.transformer",
    }
)
"""Where each model stands, by the name that commands and model folders use."""

SHIPPED = "process"
"""The model that ships, and that commands take where none is named."""

MODEL_NAMES = tuple(MODULES)
_registered: dict[str, type[SynthesisModel]] = {}


def register(name: str) -> Callable[[type[Model]], type[Model]]:
    """Register a class of models under a name, which becomes its ``kind``.

    Args:
        name: The name that commands and model folders use.

    Returns:
        A decorator of the class.
    """

    def decorate(model: type[Model]) -> type[Model]:
        model.kind = name
        _registered[name] = model
        return model

    return decorate


def model_class(name: str) -> type[SynthesisModel]:
    """Return the class of a model.

    Args:
        name: One of `MODEL_NAMES`.

    Returns:
        The class.

    Raises:
        InputError: There is no such model.
    """
    if name not in _registered:
        if name not in MODULES:
            raise InputError(f"there is no model {name!r}", hint=f"known are {', '.join(MODULES)}")
        import_module(MODULES[name])
    return _registered[name]


def make_model(name: str, seed: int = 0) -> SynthesisModel:
    """Return an unfitted model with its usual settings.

    Args:
        name: One of `MODEL_NAMES`.
        seed: Seed of everything random in it.

    Returns:
        The model.

    Raises:
        InputError: There is no such model.
    """
    return model_class(name)().set_params(seed=seed)


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
