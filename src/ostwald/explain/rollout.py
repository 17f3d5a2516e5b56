"""What a transformer reads through its attention, rolled out over its layers.

Attention alone (Abnar and Zuidema 2020, doi 10.18653/v1/2020.acl-main.385) says where a network
looks, whether its answer gains by it or not. Weighted with the slope of the answer (Chefer et al.
2021, doi 10.1109/ICCV48922.2021.00045) it says what of what is seen reaches the answer. Here what
is read from a part in every recipe alike is taken off first, since it cannot be the cause of a
difference, and absolute values are rolled out, since a size has no favoured sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.explain.categories import CHEMICALS, COMPOSITION, categories_of
from ostwald.explain.influence import ATTENTION, SHAPE, SIZE, Influence
from ostwald.models.base import FloatArray
from ostwald.models.deep.gradients import Answer, attention_times_slope

if TYPE_CHECKING:
    from ostwald.models.deep.base import DeepModel

CONDITIONS_TOKEN = "conditions"  # noqa: S105 - a token of a transformer
PARTS = (COMPOSITION, *CHEMICALS, CONDITIONS_TOKEN)
TOLD_ONCE = ("flask", "mixture", "totals")
"""What a transformer must do without, so that each amount is told by one token alone: where shares,
totals and ratios tell it again, the network reads it there."""

_MIXTURE = len(PARTS)
_NONE = -1


def rollout(layers: Sequence[FloatArray]) -> FloatArray:
    """Multiply through the layers what is read.

    Args:
        layers: For each layer (n, heads, t, t), what tokens (rows) read from tokens (columns).

    Returns:
        (n, t, t) how much of what each token says in the end (rows) was read from each (columns);
        what a token says of itself past the attention does not count.
    """
    if not layers:
        raise ValueError("a transformer has at least one layer")
    itself = np.eye(layers[0].shape[-1])
    read: FloatArray = np.broadcast_to(itself, (len(layers[0]), *itself.shape))
    for layer in layers:
        read = read + np.abs(layer).mean(axis=1) @ read
    return read - itself


def without_the_usual(layer: FloatArray, parts: NDArray[np.integer[Any]]) -> FloatArray:
    """Take off what is read in the mean recipe, for each pair of parts.

    Args:
        layer: (n, heads, t, t) what tokens read from tokens.
        parts: (n, t) the part that each token belongs to; -1 where there is none.

    Returns:
        (n, heads, t, t) the differences; 0 where there is no token.
    """
    kinds = int(parts.max()) + 1
    there = (parts[:, :, None] >= 0) & (parts[:, None, :] >= 0)
    pair = np.where(there, parts[:, :, None] * kinds + parts[:, None, :], kinds * kinds)
    count = np.maximum(np.bincount(pair.ravel(), minlength=kinds * kinds + 1), 1)
    found = np.zeros_like(layer)
    for head in range(layer.shape[1]):
        values = np.where(there, layer[:, head], 0.0)
        mean = np.bincount(pair.ravel(), values.ravel(), kinds * kinds + 1) / count
        found[:, head] = np.where(there, values - mean[pair], 0.0)
    return found


def attention_influence(model: DeepModel, recipes: Sequence[ResolvedRecipe]) -> list[Influence]:
    """Return how much a transformer reads from each part of recipes.

    Temperatures, time and heating rate are one token, ``conditions``; the token of the mixture
    as a whole belongs to no part and is left out.

    Args:
        model: A fitted transformer that has not learnt from the recipes' papers, without what
            `TOLD_ONCE` names; its networks are averaged.
        recipes: n recipes; what is read from each is compared with what is read from all.

    Returns:
        Shares by part, for size and for shape; a part of which a recipe has no chemical gets none.
    """
    tokens = model.encoder_.transform(recipes)
    parts = _parts(recipes, tokens.present.shape[1])
    found = []
    answers: tuple[tuple[str, Answer], ...] = ((SIZE, "size"), (SHAPE, "shape"))
    for target, answer in answers:
        values = np.zeros((len(recipes), len(PARTS)))
        for weights in model.weights_:
            read = attention_times_slope(weights, model.architecture, tokens, answer)
            rolled = rollout([without_the_usual(layer, parts) for layer in read]).sum(axis=1)
            shares = _by_part(rolled, parts)
            values += shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
        found.append(Influence(ATTENTION, target, PARTS, values / len(model.weights_)))
    return found


def _parts(recipes: Sequence[ResolvedRecipe], most: int) -> NDArray[np.int64]:
    """Return the part of each token (n, most + 3): chemicals, product, conditions, mixture."""
    parts = np.full((len(recipes), most + 3), _NONE)
    for row, recipe in zip(parts, recipes, strict=True):
        row[: len(recipe.reagents)] = [PARTS.index(one) for one in categories_of(recipe)]
    parts[:, most:] = PARTS.index(COMPOSITION), PARTS.index(CONDITIONS_TOKEN), _MIXTURE
    return parts


def _by_part(of_tokens: FloatArray, parts: NDArray[np.int64]) -> FloatArray:
    """Return sums over the tokens of each of `PARTS` (n, parts)."""
    return np.stack(
        [np.where(parts == k, of_tokens, 0.0).sum(axis=1) for k in range(len(PARTS))], axis=1
    )
