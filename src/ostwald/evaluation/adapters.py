"""Ways of conditioning a fitted model on a few recipes, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from ostwald.adaptation import adapt
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.errors import InputError
from ostwald.evaluation.few_shot import SHIFTED
from ostwald.evaluation.protocols.fewshot import Adapt
from ostwald.models.base import Outcomes, SynthesisModel

OWN = "own"
KERNEL = "kernel"
"""As ``ostwald adapt`` does it, with any model."""


@runtime_checkable
class AdaptsItself(Protocol):
    """A model that can give a copy of itself which has learnt from a few more recipes."""

    def adapt(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> SynthesisModel:
        """Return the copy; the model itself stays as it is."""


def adapt_itself(
    model: SynthesisModel, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes
) -> SynthesisModel:
    """Ask a model to adapt itself.

    Args:
        model: A fitted model with a method ``adapt``.
        recipes: The revealed recipes.
        outcomes: What they gave.

    Returns:
        What the model made of them.

    Raises:
        InputError: The model cannot adapt itself.
    """
    if not isinstance(model, AdaptsItself):
        raise InputError(
            f"the model {model.kind!r} cannot adapt itself",
            where="--adapt",
            hint=f"use --adapt {KERNEL} or {SHIFTED}, which work with every model",
        )
    return model.adapt(recipes, outcomes)


ADAPTERS: Mapping[str, Adapt | None] = MappingProxyType(
    {OWN: adapt_itself, KERNEL: adapt, SHIFTED: None}
)
"""The ways by name; None stands for shifting the mean, which the runner does itself."""


def find_adapter(name: str) -> Adapt | None:
    """Return a way of adapting.

    Args:
        name: One of `ADAPTERS`.

    Returns:
        The way, or None for the shift of the mean.

    Raises:
        InputError: There is no such way.
    """
    if name not in ADAPTERS:
        known = ", ".join(ADAPTERS)
        raise InputError(f"unknown adaptation {name!r}", where="--adapt", hint=f"one of: {known}")
    return ADAPTERS[name]
