"""Where a transformer looks: attention rolled out over its layers.

Attention rollout (Abnar and Zuidema 2020, doi 10.18653/v1/2020.acl-main.385): each layer's
attention, averaged over its heads and mixed half and half with what the layer leaves as it is, is
multiplied through the layers. How much a token is looked at in the end is its share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.explain.categories import CHEMICALS, COMPOSITION, categories_of
from ostwald.explain.influence import ATTENTION, Influence
from ostwald.models.base import FloatArray
from ostwald.models.deep.forward import attention_of

if TYPE_CHECKING:
    from ostwald.models.deep.base import DeepModel

CONDITIONS_TOKEN = "conditions"  # noqa: S105 - a token of a transformer
BOTH = "size and shape"


def rollout(attentions: Sequence[FloatArray]) -> FloatArray:
    """Multiply attention through the layers.

    Args:
        attentions: For each layer (n, heads, t, t), from tokens (rows) to tokens (columns).

    Returns:
        (n, t, t) how much each token in the end (rows) stems from each in the beginning.
    """
    together: FloatArray | None = None
    for attention in attentions:
        mean = attention.mean(axis=1)
        layer = 0.5 * mean + 0.5 * np.eye(mean.shape[-1])
        together = layer if together is None else layer @ together
    if together is None:
        raise ValueError("a transformer has at least one layer")
    return together


def token_shares(model: DeepModel, recipes: Sequence[ResolvedRecipe]) -> list[FloatArray]:
    """Return how much each token of each recipe is looked at, as shares that sum to one.

    Args:
        model: A fitted transformer; its networks are averaged.
        recipes: n recipes.

    Returns:
        For each recipe its chemicals in their order, then product, conditions and mixture.
    """
    tokens = model.encoder_.transform(recipes)
    total: list[FloatArray] = [np.zeros(0)] * len(recipes)
    for weights in model.weights_:
        for k, attentions in enumerate(attention_of(weights, model.architecture, tokens)):
            looked_at = rollout([layer[None] for layer in attentions])[0].mean(axis=0)
            total[k] = looked_at + (total[k] if len(total[k]) else 0.0)
    return [one / one.sum() for one in total]


def attention_influence(model: DeepModel, recipes: Sequence[ResolvedRecipe]) -> Influence:
    """Return how much a transformer looks at each part of recipes.

    Temperatures, time and heating rate are one token, ``conditions``; the token of the mixture
    as a whole belongs to no part and is left out.

    Args:
        model: A fitted transformer that has not learnt from the recipes' papers.
        recipes: n recipes.

    Returns:
        Shares by part; a part of which a recipe has no chemical gets none.
    """
    names = (COMPOSITION, *CHEMICALS, CONDITIONS_TOKEN)
    values = np.zeros((len(recipes), len(names)))
    for k, (recipe, shares) in enumerate(zip(recipes, token_shares(model, recipes), strict=True)):
        parts = (*categories_of(recipe), COMPOSITION, CONDITIONS_TOKEN)
        for part, share in zip(parts, shares[:-1], strict=True):
            values[k, names.index(part)] += share
        values[k] /= values[k].sum()
    return Influence(ATTENTION, BOTH, names, values)
