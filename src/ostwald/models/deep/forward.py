"""Running a fitted network with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.models.deep.settings import Architecture
from ostwald.models.deep.tokens import Tokens

Floats = NDArray[np.float32]
Weights = Mapping[str, NDArray[Any]]

ROWS_AT_ONCE = 1024
NORM_EPSILON = 1e-5
POOL_SCALE = np.float32(0.25)


def run(weights: Weights, architecture: Architecture, tokens: Tokens) -> Floats:
    """Return what a network predicts.

    Args:
        weights: Its weights by name.
        architecture: Its kind and size.
        tokens: n recipes.

    Returns:
        (n, outputs) predictions.
    """
    network = _Network({k: np.asarray(v, np.float32) for k, v in weights.items()}, architecture)
    outputs = np.empty((len(tokens), len(network.weights["head.4.bias"])), np.float32)
    # Recipes of like length go together, so that little is padded.
    order = np.argsort(tokens.counts, kind="stable")
    chemicals = network.linear("substance", tokens.substances)
    for start in range(0, len(order), ROWS_AT_ONCE):
        rows = order[start : start + ROWS_AT_ONCE]
        outputs[rows] = network(tokens.take(rows), chemicals)
    return outputs


class _Network:
    """The layers, named as in torch."""

    def __init__(self, weights: dict[str, Floats], architecture: Architecture) -> None:
        self.weights = weights
        self.architecture = architecture

    def linear(self, name: str, values: Floats) -> Floats:
        result: Floats = values @ self.weights[f"{name}.weight"].T
        result += self.weights[f"{name}.bias"]
        return result

    def two_layers(self, name: str, values: Floats) -> Floats:
        return self.linear(f"{name}.2", gelu(self.linear(f"{name}.0", values)))

    def norm(self, name: str, values: Floats) -> Floats:
        centred: Floats = values - values.mean(-1, keepdims=True)
        variance = np.mean(centred * centred, -1, keepdims=True)
        centred /= np.sqrt(variance + np.float32(NORM_EPSILON))
        centred *= self.weights[f"{name}.weight"]
        centred += self.weights[f"{name}.bias"]
        return centred

    def __call__(self, tokens: Tokens, chemicals: Floats) -> Floats:
        first = chemicals[tokens.substance_of]
        amounts = self.linear("amounts", tokens.amounts)
        first = first + self.two_layers("chemical", np.concatenate([first, amounts], -1))
        types = self.weights["types"]
        whole = [
            self.linear("product", tokens.product),
            self.two_layers("conditions", tokens.conditions),
            self.two_layers("mixture", tokens.mixture),
        ]
        rest = np.stack([one + types[k + 1] for k, one in enumerate(whole)], 1)
        values = np.concatenate([first + types[0], rest], 1)
        always = np.ones((len(tokens), len(whole)), bool)
        present = np.concatenate([tokens.present, always], 1)
        if self.architecture.kind == "transformer":
            for number in range(self.architecture.layers):
                values = self.attention(f"layers.{number}", values, present)
        elif self.architecture.kind == "lstm":
            values = self.lstm(values * present[..., None])
        pooled = POOL_SCALE * (values * present[..., None]).sum(1)
        hidden = gelu(self.linear("head.0", self.norm("norm", pooled)))
        return self.linear("head.4", gelu(self.linear("head.2", hidden)))

    def attention(self, name: str, values: Floats, present: NDArray[np.bool_]) -> Floats:
        n, t, width = values.shape
        heads = self.architecture.heads
        joined = self.linear(f"{name}.query_key_value", self.norm(f"{name}.norm_in", values))
        query, key, value = joined.reshape(n, t, 3, heads, width // heads).transpose(2, 0, 3, 1, 4)
        score = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(width // heads))
        score = np.where(present[:, None, None, :], score, np.float32(-np.inf))
        score = np.exp(score - score.max(-1, keepdims=True))
        score /= score.sum(-1, keepdims=True)
        seen = (score @ value).transpose(0, 2, 1, 3).reshape(n, t, width)
        values = values + self.linear(f"{name}.mix", seen)
        return values + self.two_layers(f"{name}.think", self.norm(f"{name}.norm_out", values))

    def lstm(self, values: Floats) -> Floats:
        n, t, width = values.shape
        weights = self.weights
        state, cell = np.zeros((n, width), np.float32), np.zeros((n, width), np.float32)
        seen = values @ weights["lstm.weight_ih_l0"].T + weights["lstm.bias_ih_l0"]
        seen = seen + weights["lstm.bias_hh_l0"]
        steps = []
        for k in range(t):
            gates = seen[:, k] + state @ weights["lstm.weight_hh_l0"].T
            enter, forget, new, leave = np.split(gates, 4, axis=1)
            cell = sigmoid(forget) * cell + sigmoid(enter) * np.tanh(new)
            state = sigmoid(leave) * np.tanh(cell)
            steps.append(state)
        return np.stack(steps, 1)


def gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit (doi 10.48550/arXiv.1606.08415)."""
    from scipy.special import erf

    bent = erf(values * np.float32(np.sqrt(0.5)))
    bent += np.float32(1.0)
    bent *= values
    bent *= np.float32(0.5)
    return np.asarray(bent, np.float32)


def sigmoid(values: Floats) -> Floats:
    """Return the logistic function, without overflow."""
    half = np.float32(0.5)
    return np.asarray(half + half * np.tanh(half * values), np.float32)
