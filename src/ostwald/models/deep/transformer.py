"""A transformer over the chemicals of a recipe."""

from __future__ import annotations

from ostwald.models.deep.base import DeepModel


class TransformerModel(DeepModel):
    """Chemicals, product, conditions and mixture attend to each other; order does not matter."""

    kind = "transformer"
    architecture_kind = "transformer"
