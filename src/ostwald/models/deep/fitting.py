"""The training loop of the deep models: seeded, resumable, of fixed length."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ostwald.models.deep.muon import Muon
from ostwald.models.deep.network import RecipeNetwork, TokenTensors, Widths
from ostwald.models.deep.settings import Architecture, Schedule
from ostwald.models.deep.tokens import Tokens

LARGEST_GRADIENT = 1.0
LARGEST_LOG_SPREAD = 3.0
EPOCHS_BETWEEN_CHECKPOINTS = 5


@dataclass(frozen=True)
class Targets:
    """What n recipes gave, in the network's scales.

    Attributes:
        log_size: (n,) standardised logarithm of size.
        log_distribution: (n,) standardised logarithm of the size distribution; nan if unknown.
        shape: (n,) index of the shape; -1 where unknown.
        weights: (n,) how much each row counts.
    """

    log_size: NDArray[np.float32]
    log_distribution: NDArray[np.float32]
    shape: NDArray[np.int64]
    weights: NDArray[np.float32]


Variants = Callable[[int], Tokens]
"""Gives the augmented recipes of an epoch of pre-training, row by row."""


class Fitting:
    """One network being trained.

    Args:
        tokens: n training recipes.
        targets: What they gave.
        architecture: Kind and size of the network.
        schedule: How it is trained.
        seed: Seed of weights and order.
        variants: Augmented recipes, where there is pre-training.
        checkpoint: File that training goes on from after being interrupted.
        log: Is given one line of numbers an epoch.
    """

    def __init__(
        self,
        tokens: Tokens,
        targets: Targets,
        architecture: Architecture,
        schedule: Schedule,
        *,
        seed: int,
        variants: Variants | None = None,
        checkpoint: Path | None = None,
        log: Callable[[dict[str, float]], None] | None = None,
    ) -> None:
        self.tokens, self.schedule, self.seed = tokens, schedule, seed
        self.variants, self.checkpoint, self.log = variants, checkpoint, log
        self.targets = tuple(torch.from_numpy(np.asarray(column)) for column in astuple(targets))
        torch.manual_seed(seed)
        self.network = RecipeNetwork(Widths.of(tokens), architecture)
        self.average = {k: v.clone() for k, v in self.network.state_dict().items()}
        self.epoch = 0
        self._start_stage()

    @property
    def pretraining(self) -> bool:
        """Whether the current epoch is one of pre-training."""
        return self.epoch < self.schedule.pretraining_epochs

    @property
    def epochs(self) -> int:
        """Number of epochs in all."""
        return self.schedule.pretraining_epochs + self.schedule.epochs

    def _start_stage(self) -> None:
        """Make fresh optimisers, with the learning rates at their beginning."""
        hidden = [p for name, p in self.network.named_parameters() if _is_hidden(name, p)]
        chosen = {id(p) for p in hidden}
        others = [p for p in self.network.parameters() if id(p) not in chosen]
        decay = self.schedule.weight_decay
        self.optimisers: list[torch.optim.Optimizer] = [
            Muon(hidden, lr=self.schedule.matrix_rate, weight_decay=decay),
            torch.optim.AdamW(others, lr=self.schedule.rate, weight_decay=decay),
        ]
        self.rates = [self.schedule.matrix_rate, self.schedule.rate]
        self.step = 0

    def run(self) -> Iterator[int]:
        """Train, yielding after every epoch how many are done."""
        self._resume()
        while self.epoch < self.epochs:
            if self.epoch == self.schedule.pretraining_epochs and self.epoch:
                self._start_stage()
            numbers = self._run_epoch()
            self.epoch += 1
            if self.log is not None:
                self.log({"epoch": float(self.epoch), **numbers})
            if self.epoch % EPOCHS_BETWEEN_CHECKPOINTS == 0 or self.epoch == self.epochs:
                self._save()
            yield self.epoch
        if self.schedule.average > 0:
            self.network.load_state_dict(self.average)

    def _run_epoch(self) -> dict[str, float]:
        rng = np.random.default_rng([self.seed, self.epoch])
        torch.manual_seed(self.seed * 100_003 + self.epoch)
        early = self.pretraining
        tokens = self.variants(self.epoch) if early and self.variants else self.tokens
        stage = self.schedule.pretraining_epochs if early else self.schedule.epochs
        batches = _batches(tokens.counts, self.schedule.batch_size, rng)
        losses = []
        for rows in batches:
            rate = _rate(self.step, stage * len(batches), self.schedule.warm_up)
            for optimiser, full in zip(self.optimisers, self.rates, strict=True):
                for group in optimiser.param_groups:
                    group["lr"] = rate * full
            loss = self._loss(tensors(tokens.take(rows)), torch.from_numpy(rows), early)
            for optimiser in self.optimisers:
                optimiser.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_GRADIENT)
            for optimiser in self.optimisers:
                optimiser.step()
            self.step += 1
            self._follow()
            losses.append(float(loss.detach()))
        return {"pretraining": float(early), "loss": float(np.mean(losses))}

    def _loss(self, inputs: TokenTensors, rows: Tensor, early: bool) -> Tensor:
        schedule = self.schedule
        hidden = None
        if early and schedule.mask_share > 0:
            hidden = (torch.rand(inputs.present.shape) < schedule.mask_share) & inputs.present
        outputs, chemicals = self.network(inputs, hidden)
        log_size, log_distribution, shape, weights = (column[rows] for column in self.targets)
        error = outputs[:, 0] - log_size
        spread = outputs[:, 1].clamp(-LARGEST_LOG_SPREAD, LARGEST_LOG_SPREAD)
        # The spread learns from the error, but may not excuse it.
        side = 0.5 * error.detach() ** 2 * torch.exp(-2.0 * spread) + spread
        known = torch.isfinite(log_distribution)
        side = side + torch.where(
            known, (outputs[:, 2] - torch.nan_to_num(log_distribution)) ** 2, 0.0
        )
        entropy = functional.cross_entropy(outputs[:, 3:], shape.clamp(min=0), reduction="none")
        shaped = entropy * (shape >= 0)
        loss: Tensor = (weights * (error**2 + schedule.side_weight * side)).mean()
        loss = loss + schedule.shape_weight * shaped.mean()
        if hidden is None:
            return loss
        loss = schedule.augmented_weight * loss
        if bool(hidden.any()):
            truth = inputs.substances[inputs.substance_of[hidden]]
            guess = self.network.guess(chemicals[hidden])
            loss = loss + schedule.mask_weight * functional.mse_loss(guess, truth)
        return loss

    def _follow(self) -> None:
        """Move the running average of the weights."""
        if self.schedule.average > 0:
            decay = min(self.schedule.average, (1 + self.step) / (10 + self.step))
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, 1.0 - decay)

    def _save(self) -> None:
        if self.checkpoint is None:
            return
        part = self.checkpoint.with_suffix(".part")
        part.parent.mkdir(parents=True, exist_ok=True)
        state = {
            "epoch": self.epoch,
            "step": self.step,
            "network": self.network.state_dict(),
            "average": self.average,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }
        torch.save(state, part)
        part.replace(self.checkpoint)

    def _resume(self) -> None:
        if self.checkpoint is None or not self.checkpoint.exists():
            return
        state: dict[str, Any] = torch.load(self.checkpoint, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average = state["average"]
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.epoch, self.step = int(state["epoch"]), int(state["step"])


def tensors(tokens: Tokens) -> TokenTensors:
    """Return tokens as tensors that share their memory."""
    return TokenTensors(
        *(
            torch.from_numpy(np.ascontiguousarray(getattr(tokens, name)))
            for name in TokenTensors.__dataclass_fields__
        )
    )


def _is_hidden(name: str, parameter: Tensor) -> bool:
    """Return whether Muon trains it: matrices between hidden layers, not the first or last."""
    first = name.startswith(("substance", "amounts", "product", "types", "masked", "guess", "lstm"))
    return parameter.ndim == 2 and not first and not name.startswith("head.4")


def _batches(
    counts: NDArray[np.int64], size: int, rng: np.random.Generator
) -> Sequence[NDArray[np.int64]]:
    """Shuffle rows into batches of like length, so that little is padded."""
    order = rng.permutation(len(counts))
    order = order[np.argsort(counts[order] + rng.uniform(0.0, 2.5, len(order)), kind="stable")]
    parts = [order[start : start + size] for start in range(0, len(order), size)]
    return [parts[k] for k in rng.permutation(len(parts))]


def _rate(step: int, steps: int, warm_up: int) -> float:
    """Return the learning rate's share of its full value: a ramp, then a cosine to zero."""
    ramp = min(1.0, (step + 1) / max(1, min(warm_up, steps // 4)))
    return ramp * 0.5 * (1.0 + math.cos(math.pi * step / max(1, steps)))
