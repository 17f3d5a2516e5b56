"""Muon: steps of hidden matrices that are made orthogonal first.

Jordan et al. 2024 (https://kellerjordan.github.io/posts/muon/). `torch.optim.Muon` computes in
bfloat16, which processors without instructions for it do some thirty times slower than float32.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
STEPS = 5
EPSILON = 1e-7


class Muon(torch.optim.Optimizer):
    """Momentum of Nesterov, made orthogonal, with decoupled weight decay.

    Args:
        matrices: Parameters with two axes.
        lr: Learning rate of a square matrix; taller ones take larger steps.
        weight_decay: Share of the weights taken off, times the learning rate.
        momentum: Share of the past in a step.
    """

    def __init__(
        self, matrices: Iterable[Tensor], lr: float, weight_decay: float, momentum: float = 0.95
    ) -> None:
        super().__init__(
            list(matrices), {"lr": lr, "weight_decay": weight_decay, "momentum": momentum}
        )

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Move every matrix that has a gradient; `closure` is not needed."""
        for group in self.param_groups:
            for matrix in group["params"]:
                if matrix.grad is not None:
                    self._move(matrix, group)

    def _move(self, matrix: Tensor, group: dict[str, Any]) -> None:
        gradient, state, momentum = matrix.grad, self.state[matrix], group["momentum"]
        assert gradient is not None  # noqa: S101 - for the type checker
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(gradient)
        past = state["momentum_buffer"].lerp_(gradient, 1.0 - momentum)
        step = orthogonal(gradient.lerp(past, momentum))
        rows, columns = matrix.shape
        matrix.mul_(1.0 - group["lr"] * group["weight_decay"])
        matrix.add_(step, alpha=-group["lr"] * max(1.0, rows / columns) ** 0.5)


def orthogonal(matrix: Tensor) -> Tensor:
    """Return nearly the closest matrix whose singular values are all one.

    Args:
        matrix: (rows, columns).

    Returns:
        The same singular vectors with singular values between about 0.7 and 1.2, by five steps
        of a Newton-Schulz iteration of fifth degree.
    """
    a, b, c = COEFFICIENTS
    tall = matrix.shape[0] > matrix.shape[1]
    found = matrix.T if tall else matrix
    found = found / found.norm().clamp(min=EPSILON)
    for _ in range(STEPS):
        gram = found @ found.T
        found = torch.addmm(found, torch.addmm(gram, gram, gram, beta=b, alpha=c), found, beta=a)
    return found.T if tall else found
