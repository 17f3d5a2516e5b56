"""Ways of conditioning a fitted model on a few recipes, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ostwald.adaptation import adapt
from ostwald.errors import InputError
from ostwald.evaluation.few_shot import SHIFTED
from ostwald.evaluation.protocols.fewshot import Adapt

CONDITIONED = "conditioned"
"""As ``ostwald adapt`` does it."""


ADAPTERS: Mapping[str, Adapt | None] = MappingProxyType({CONDITIONED: adapt, SHIFTED: None})
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
