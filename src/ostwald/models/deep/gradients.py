"""Where a transformer looks, and what its answer gains or loses by looking there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ostwald.models.deep.settings import Architecture
from ostwald.models.deep.tokens import Tokens

Answer = Literal["size", "shape"]
Floats = NDArray[np.floating[Any]]
FIRST_SHAPE = 3
"""Where the logits of the shapes begin among the outputs of a network."""


def attention_times_slope(
    weights: Mapping[str, NDArray[Any]],
    architecture: Architecture,
    tokens: Tokens,
    answer: Answer,
) -> list[Floats]:
    """Return attention times the slope of an answer in it.

    Args:
        weights: Of a transformer, by name.
        architecture: Its kind and size.
        tokens: n recipes of at most t - 3 chemicals.
        answer: The logarithm of size, or of the probability of the likeliest shape.

    Returns:
        For each layer (n, heads, t, t), from tokens (rows) to tokens (columns): chemicals, then
        product, conditions and mixture; 0 from and to places without a chemical.

    Raises:
        MissingExtraError: The extra ``train`` is not installed.
    """
    from ostwald._optional import require

    torch = require("torch", "train")
    from ostwald.models.deep.fitting import tensors
    from ostwald.models.deep.network import RecipeNetwork, Widths

    network = RecipeNetwork(Widths.of(tokens), architecture)
    # What guesses hidden chemicals is not kept after training.
    network.load_state_dict(
        {name: torch.as_tensor(np.asarray(value, np.float32)) for name, value in weights.items()},
        strict=False,
    )
    outputs, _ = network(tensors(tokens))
    looked = [layer.looked for layer in network.layers]
    if answer == "size":
        told = outputs[:, 0]
    else:
        told = torch.log_softmax(outputs[:, FIRST_SHAPE:], dim=-1).amax(dim=-1)
    slopes = torch.autograd.grad(told.sum(), looked)
    return [
        np.asarray((one * slope).detach().numpy())
        for one, slope in zip(looked, slopes, strict=True)
    ]
