"""The networks, in torch: a transformer over the chemicals, and the paper's two simpler ones.

All three see the same tokens and end in the same head; they differ in how tokens meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from ostwald.models.base import N_SHAPES
from ostwald.models.deep.settings import Architecture
from ostwald.models.deep.tokens import Tokens

OUTPUTS = 3 + N_SHAPES
"""Log size, log of its spread, log of the size distribution, and one logit a shape."""

POOL_SCALE = 0.25
"""The sum over tokens is scaled by this: a recipe has about four chemicals."""


@dataclass(frozen=True)
class TokenTensors:
    """`Tokens` as tensors; see there."""

    substances: Tensor
    substance_of: Tensor
    present: Tensor
    amounts: Tensor
    product: Tensor
    conditions: Tensor
    mixture: Tensor


@dataclass(frozen=True)
class Widths:
    """Numbers of input columns."""

    substance: int
    amounts: int
    product: int
    conditions: int
    mixture: int

    @classmethod
    def of(cls, tokens: Tokens) -> Widths:
        """Return those of tokens."""
        return cls(
            tokens.substances.shape[1],
            tokens.amounts.shape[2],
            tokens.product.shape[1],
            tokens.conditions.shape[1],
            tokens.mixture.shape[1],
        )


def two_layers(inputs: int, hidden: int, outputs: int) -> nn.Sequential:
    """Return a perceptron with one hidden layer."""
    return nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, outputs))


class Attention(nn.Module):
    """One pre-norm transformer layer (Vaswani et al. 2017, doi 10.48550/arXiv.1706.03762).

    Attributes:
        looked: (n, heads, t, t) from tokens to tokens, where it looked when last asked.
    """

    looked: Tensor

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_in, self.norm_out = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.mix = nn.Linear(width, width)
        self.think = two_layers(width, 2 * width, width)

    def forward(self, tokens: Tensor, present: Tensor) -> Tensor:
        """Let tokens (n, t, width) look at those that are present (n, t)."""
        n, t, width = tokens.shape
        joined = self.query_key_value(self.norm_in(tokens))
        query, key, value = joined.view(n, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        score = query @ key.transpose(-1, -2) / float(query.shape[-1]) ** 0.5
        score = score.masked_fill(~present[:, None, None, :], -torch.inf)
        self.looked = functional.softmax(score, dim=-1)
        seen = self.looked @ value
        tokens = tokens + self.mix(seen.transpose(1, 2).reshape(n, t, width))
        thought: Tensor = tokens + self.think(self.norm_out(tokens))
        return thought


class RecipeNetwork(nn.Module):
    """Tokens in, outcomes out.

    Args:
        widths: Numbers of input columns.
        architecture: Kind and size.
    """

    def __init__(self, widths: Widths, architecture: Architecture) -> None:
        super().__init__()
        d = architecture.width
        self.kind = architecture.kind
        self.substance = nn.Linear(widths.substance, d)
        self.amounts = nn.Linear(widths.amounts, d)
        self.chemical = two_layers(2 * d, 2 * d, d)
        self.product = nn.Linear(widths.product, d)
        self.conditions = two_layers(widths.conditions, 2 * d, d)
        self.mixture = two_layers(widths.mixture, d, d)
        self.types = nn.Parameter(0.1 * torch.randn(4, d))
        self.masked = nn.Parameter(0.1 * torch.randn(d))
        if self.kind == "transformer":
            self.layers = nn.ModuleList(
                Attention(d, architecture.heads) for _ in range(architecture.layers)
            )
        elif self.kind == "lstm":
            self.lstm = nn.LSTM(d, d, num_layers=1, batch_first=True)
        self.norm = nn.LayerNorm(d)
        self.head = nn.Sequential(
            nn.Linear(d, 4 * d),
            nn.GELU(),
            nn.Linear(4 * d, 4 * d),
            nn.GELU(),
            nn.Linear(4 * d, OUTPUTS),
        )
        self.guess = nn.Linear(d, widths.substance)

    def forward(self, inputs: TokenTensors, hidden: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Predict.

        Args:
            inputs: n recipes of at most t chemicals.
            hidden: (n, t) chemicals whose descriptors are not shown.

        Returns:
            (n, `OUTPUTS`) predictions and (n, t, d) what the chemicals' tokens have become.
        """
        chemicals = self.substance(inputs.substances)[inputs.substance_of]
        if hidden is not None:
            chemicals = torch.where(hidden[..., None], self.masked, chemicals)
        amounts = self.amounts(inputs.amounts)
        chemicals = chemicals + self.chemical(torch.cat([chemicals, amounts], -1))
        whole = [
            self.product(inputs.product),
            self.conditions(inputs.conditions),
            self.mixture(inputs.mixture),
        ]
        tokens = torch.cat(
            [
                chemicals + self.types[0],
                torch.stack([one + self.types[k + 1] for k, one in enumerate(whole)], 1),
            ],
            1,
        )
        always = inputs.present.new_ones(len(tokens), len(whole))
        present = torch.cat([inputs.present, always], 1)
        tokens = self._meet(tokens, present)
        pooled = POOL_SCALE * (tokens * present[..., None]).sum(1)
        return self.head(self.norm(pooled)), tokens[:, : inputs.present.shape[1]]

    def _meet(self, tokens: Tensor, present: Tensor) -> Tensor:
        """Let tokens learn of each other; in the plain perceptron they only meet in the sum."""
        if self.kind == "transformer":
            for layer in self.layers:
                tokens = layer(tokens, present)
        elif self.kind == "lstm":
            # Absent places come first for none: they hold zeros and are left out of the sum.
            tokens, _ = self.lstm(tokens * present[..., None])
        return tokens


def weights_of(network: RecipeNetwork) -> dict[str, Any]:
    """Return the weights that prediction needs as numpy arrays, by name."""
    return {
        name: tensor.detach().cpu().numpy()
        for name, tensor in network.state_dict().items()
        if not name.startswith(("guess.", "masked"))
    }
