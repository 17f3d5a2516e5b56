"""A plain deep network over the sum of a recipe's tokens, for comparison."""

from __future__ import annotations

from ostwald.models.deep.base import DeepModel


class DNNModel(DeepModel):
    """Tokens meet only in their sum, as in the reference paper's comparison."""

    kind = "dnn"
    architecture_kind = "dnn"
