"""A transformer over the chemicals of a recipe."""

from __future__ import annotations

from ostwald.models.deep.base import DeepModel
from ostwald.models.registry import register


@register("transformer")
class TransformerModel(DeepModel):
    """Chemicals, product, conditions and mixture attend to each other; order does not matter."""

    architecture_kind = "transformer"
