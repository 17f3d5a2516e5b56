"""The deep models: an ensemble of networks over the tokens of a recipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ostwald._optional import require
from ostwald.models.base import (
    DEFAULT_LOG_STD,
    Answer,
    FloatArray,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    count_weights,
    require_fitted,
)
from ostwald.models.deep.augmentation import Augmentation
from ostwald.models.deep.forward import run
from ostwald.models.deep.settings import Architecture, Intermediates, Kind, Schedule
from ostwald.models.deep.tokens import TokenEncoder, Tokens
from ostwald.progress import track

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.models.deep.fitting import Fitting, Targets

POOL = 10
"""Augmented copies of each recipe; pre-training goes through them one an epoch."""

REPEAT_LOG_STD = 0.15
"""Scatter of log size that no network can see: repeats of one recipe differ by about as much."""


class DeepModel(SynthesisModel):
    """Several networks that differ in their seeds; they answer with their mean.

    Args:
        members: Number of networks.
        epochs: Passes over the recipes.
        pretraining_epochs: Passes over augmented recipes before.
        intermediates: What reacts in augmented recipes.
        width: Numbers a token.
        layers: Layers of attention.
        without: Families of descriptors to leave out.
        schedule: Further settings of `Schedule` that differ from the usual.
        seed: Seed of the first network; the others count up from it.
    """

    kind: ClassVar[str]
    architecture_kind: ClassVar[Kind]

    def __init__(
        self,
        members: int = 3,
        epochs: int = 40,
        pretraining_epochs: int = 20,
        intermediates: Intermediates = "rules",
        width: int = 128,
        layers: int = 1,
        without: Sequence[str] = ("flask",),
        schedule: Mapping[str, Any] | None = None,
        seed: int = 0,
    ) -> None:
        self.members = members
        self.epochs = epochs
        self.pretraining_epochs = pretraining_epochs
        self.intermediates = intermediates
        self.width = width
        self.layers = layers
        self.without = without
        self.schedule = schedule
        self.seed = seed
        self.checkpoint_folder: Path | None = None

    @property
    def architecture(self) -> Architecture:
        """Kind and size of the networks."""
        return Architecture(self.architecture_kind, self.width, self.layers)

    def resume_in(self, folder: Path) -> Self:
        """Keep checkpoints and a log in a folder, and go on from those that are there.

        Args:
            folder: Made when missing; it belongs to one table and one set of arguments.

        Returns:
            The model itself.
        """
        self.checkpoint_folder = folder
        return self

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Train the networks one after the other."""
        check_trainable(outcomes)
        with one_thread():
            return self._fit(recipes, outcomes)

    def _fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        known = np.flatnonzero(np.isfinite(outcomes.size_nm))
        used, outcomes = [recipes[int(row)] for row in known], outcomes.take(known)
        self.encoder_ = TokenEncoder(self.without).fit(used)
        tokens, targets = self.encoder_.transform(used), self._targets(outcomes)
        pool = self._pool(used)
        self.weights_: list[dict[str, NDArray[Any]]] = []
        for number in range(self.members):
            fitting = self._fitting(tokens, targets, pool, number)
            label = f"Training network {number + 1} of {self.members}"
            for _ in track(fitting.run(), label, fitting.epochs):
                pass
            self.weights_.append(_weights(fitting))
        return self

    def _targets(self, outcomes: Outcomes) -> Targets:
        from ostwald.models.deep.fitting import Targets

        log_size = np.log(outcomes.size_nm)
        self.log_mean_, self.log_scale_ = float(log_size.mean()), float(log_size.std()) or 1.0
        return Targets(
            log_size=((log_size - self.log_mean_) / self.log_scale_).astype(np.float32),
            log_distribution=_standardised_log(outcomes.size_distribution_percent),
            shape=outcomes.shape.astype(np.int64),
            weights=count_weights(outcomes).astype(np.float32),
        )

    def _pool(self, recipes: Sequence[ResolvedRecipe]) -> list[Tokens]:
        """Return the tokens of `POOL` varied copies of all recipes, if any are needed."""
        augmentation = Augmentation(self.intermediates)
        seeds = range(min(POOL, self.pretraining_epochs))
        return [
            self.encoder_.transform(augmentation.copies(recipes, self.seed * POOL + k))
            for k in track(list(seeds), "Letting copies of the recipes react")
        ]

    def _fitting(
        self, tokens: Tokens, targets: Targets, pool: list[Tokens], number: int
    ) -> Fitting:
        from ostwald.models.deep.fitting import Fitting

        settings = {"epochs": self.epochs, "pretraining_epochs": self.pretraining_epochs}
        seed = self.seed + number
        return Fitting(
            tokens,
            targets,
            self.architecture,
            replace(Schedule(), **settings, **(self.schedule or {})),
            seed=seed,
            variants=(lambda epoch: pool[(epoch + seed) % len(pool)]) if pool else None,
            checkpoint=self._file(f"network-{number}.checkpoint"),
            log=self._log(number),
        )

    def _file(self, name: str) -> Path | None:
        return None if self.checkpoint_folder is None else self.checkpoint_folder / name

    def _log(self, number: int) -> Any:
        path = self._file("training.csv")
        if path is None:
            return None

        def write(numbers: dict[str, float]) -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = not path.exists()
            with path.open("a", encoding="utf-8") as file:
                if new:
                    file.write(",".join(["network", *numbers]) + "\n")
                file.write(",".join([str(number), *(f"{v:g}" for v in numbers.values())]) + "\n")

        return write

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        """Average what the networks say."""
        require_fitted(self, "weights_")
        return self.predict_tokens(self.encoder_.transform(recipes))

    def predict_tokens(self, tokens: Tokens) -> Answer:
        """Predict for recipes that are tokens already."""
        return self.mean_of([self.answer_of(k, tokens) for k in range(len(self.weights_))])

    def answer_of(self, number: int, tokens: Tokens) -> NDArray[np.float32]:
        """Return what one of the networks gives, (n, outputs)."""
        return run(self.weights_[number], self.architecture, tokens)

    def mean_of(self, answers: Sequence[NDArray[np.float32]]) -> Answer:
        """Average the answers of all networks."""
        log_sizes = np.array([a[:, 0] for a in answers], float) * self.log_scale_ + self.log_mean_
        return Answer(
            size_nm=np.exp(log_sizes.mean(axis=0)),
            log_size_std=self._spread(log_sizes),
            shape_probabilities=np.mean([_softmax(a[:, 3:]) for a in answers], axis=0),
        )

    def _spread(self, log_sizes: FloatArray) -> FloatArray:
        """Return how far networks disagree, and repeats; one network alone has no way to tell."""
        if len(log_sizes) < 2:
            return np.full(log_sizes.shape[1], DEFAULT_LOG_STD)
        spread: FloatArray = np.sqrt(log_sizes.var(axis=0, ddof=1) + REPEAT_LOG_STD**2)
        return spread

    def to_state(self) -> ModelState:
        """Return encoder, scales and weights; weights in half precision, which changes nothing."""
        require_fitted(self, "weights_")
        params = self.get_params() | {
            "without": list(self.without),
            "schedule": dict(self.schedule or {}) or None,
        }
        config = {
            "log_mean": self.log_mean_,
            "log_scale": self.log_scale_,
            "architecture": asdict(self.architecture),
        }
        state = ModelState(self.kind, params, config)
        state.children["encoder"] = self.encoder_.to_state()
        for number, weights in enumerate(self.weights_):
            arrays = {name: value.astype(np.float16) for name, value in weights.items()}
            state.children[f"network_{number}"] = ModelState("network", arrays=arrays)
        return state

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.log_mean_ = float(state.config["log_mean"])
        model.log_scale_ = float(state.config["log_scale"])
        model.encoder_ = TokenEncoder.from_state(state.children["encoder"])
        model.weights_ = [
            {
                name: value.astype(np.float32)
                for name, value in state.children[f"network_{number}"].arrays.items()
            }
            for number in range(model.members)
        ]
        return model


def _weights(fitting: Fitting) -> dict[str, NDArray[Any]]:
    """Return a network's weights as they will be stored, so that a saved model says the same."""
    from ostwald.models.deep.network import weights_of

    return {
        name: value.astype(np.float16).astype(np.float32)
        for name, value in weights_of(fitting.network).items()
    }


def _standardised_log(values: FloatArray) -> NDArray[np.float32]:
    """Return logarithms of mean 0 and deviation 1; nan where the value is unknown or zero."""
    logs = np.log(np.where(values > 0, values, np.nan))
    if not np.isfinite(logs).any():
        return logs.astype(np.float32)
    scale = float(np.nanstd(logs)) or 1.0
    return np.asarray((logs - np.nanmean(logs)) / scale, np.float32)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute in one thread, and leave its setting as it was.

    The matrices are small, and threads that wait for each other only cost time.

    Raises:
        MissingExtraError: The extra ``train`` is not installed.
    """
    torch = require("torch", "train")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _softmax(logits: NDArray[np.float32]) -> FloatArray:
    positive = np.exp(logits.astype(float) - logits.max(axis=1, keepdims=True))
    return np.asarray(positive / positive.sum(axis=1, keepdims=True))
