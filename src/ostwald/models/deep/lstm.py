"""A recurrent network over the chemicals of a recipe, for comparison."""

from __future__ import annotations

from ostwald.models.deep.base import DeepModel
from ostwald.models.registry import register


@register("lstm")
class LSTMModel(DeepModel):
    """Chemicals are read one after the other, as in the reference paper's comparison."""

    architecture_kind = "lstm"
