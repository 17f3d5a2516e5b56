"""A plain deep network over the sum of a recipe's tokens, for comparison."""

from __future__ import annotations

from ostwald.models.deep.base import DeepModel
from ostwald.models.registry import register


@register("dnn")
class DNNModel(DeepModel):
    """Tokens meet only in their sum, as in the reference paper's comparison."""

    architecture_kind = "dnn"
