"""Conditioning a model on a lab's own results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ostwald.errors import InputError
from ostwald.models.base import Outcomes, SynthesisModel
from ostwald.models.process.model import ProcessModel

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe


def adapt(
    model: SynthesisModel, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes
) -> ProcessModel:
    """Condition a fitted model on a few recipes of one lab, which becomes one more paper to it.

    Args:
        model: The process that ships or one fitted like it; it is not changed. One that is
            adapted already keeps what it has learnt.
        recipes: n recipes.
        outcomes: What they gave; rows with neither size nor shape are passed over.

    Returns:
        The adapted model.

    Raises:
        InputError: The model is of another kind, nothing is known, a size is not positive, or
            there are too many rows.
    """
    if not isinstance(model, ProcessModel):
        raise InputError(
            f"the model {model.kind!r} cannot be adapted",
            hint=f"adapt the shipped model, or one fitted with --model {ProcessModel.kind}",
        )
    return model.adapt(recipes, outcomes)
