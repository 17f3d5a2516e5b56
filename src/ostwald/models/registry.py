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
        "median": "ostwald.models.baselines.median",
        "decision_tree": "ostwald.models.baselines.decision_tree",
        "random_forest": "ostwald.models.baselines.random_forest",
        "extra_trees": "ostwald.models.baselines.extra_trees",
        "descriptor_trees": "ostwald.models.baselines.descriptor_trees",
        "lightgbm": "ostwald.models.baselines.lightgbm",
        "gaussian_process": "ostwald.models.gaussian_process",
        "dnn": "ostwald.models.deep.dnn",
        "lstm": "ostwald.models.deep.lstm",
        "transformer": "ostwald.models.deep.transformer",
        "combined": "ostwald.models.combined",
    }
)
"""Where each model stands, by the name that commands and model folders use."""

WRAPPERS: Mapping[str, str] = MappingProxyType(
    {
        "calibrated": "ostwald.uncertainty.calibrated",
        "adapted": "ostwald.adaptation.model",
    }
)
"""Models around models. They live in rooms above this one, and are imported when a name or a model
folder asks for them."""

MODEL_NAMES = tuple(MODULES)
CALIBRATED_PREFIX = "calibrated_"
"""Before the name of a model: that model, calibrated."""

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
        name: One of `MODEL_NAMES`, perhaps after `CALIBRATED_PREFIX`, or one of `WRAPPERS`.

    Returns:
        The class.

    Raises:
        InputError: There is no such model.
    """
    if name not in MODULES and name.removeprefix(CALIBRATED_PREFIX) in MODULES:
        name = "calibrated"
    if name not in _registered:
        module = MODULES.get(name) or WRAPPERS.get(name)
        if module is None:
            hint = f"known are {', '.join(MODULES)}, each also with {CALIBRATED_PREFIX} before it"
            raise InputError(f"there is no model {name!r}", hint=hint)
        import_module(module)
    return _registered[name]


def make_model(name: str, seed: int = 0) -> SynthesisModel:
    """Return an unfitted model with its usual settings.

    Args:
        name: One of `MODEL_NAMES`, perhaps after `CALIBRATED_PREFIX`.
        seed: Seed of everything random in it.

    Returns:
        The model.

    Raises:
        InputError: There is no such model, or it cannot be made without another.
    """
    if name in WRAPPERS:
        raise InputError(
            f"{name} is not a model of its own: it is made around another",
            hint="use ostwald adapt"
            if name == "adapted"
            else f"name the model, such as {CALIBRATED_PREFIX}extra_trees",
        )
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
