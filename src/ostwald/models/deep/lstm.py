"""A recurrent network over the chemicals of a recipe, for comparison."""

from __future__ import annotations

from ostwald.models.deep.base import DeepModel


class LSTMModel(DeepModel):
    """Chemicals are read one after the other, as in the reference paper's comparison."""

    kind = "lstm"
    architecture_kind = "lstm"
