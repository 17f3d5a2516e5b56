"""Small models and splits that several tests of evaluation share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.evaluation.protocols import Fold, Split
from ostwald.evaluation.protocols.fewshot import FewShotSplit, draw_episodes
from ostwald.models.base import N_SHAPES, Answer, Domain, ModelState, Outcomes, SynthesisModel
from ostwald.recipes.outcome import Outcome
from recipes_for_tests import recipe


class ConstantModel(SynthesisModel):
    """Says the same of every recipe; it knows the temperatures that it has seen."""

    kind = "constant"

    def __init__(self, size_nm: float = 5.0, log_size_std: float = 0.3, seed: int = 0) -> None:
        self.size_nm = size_nm
        self.log_size_std = log_size_std
        self.seed = seed

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        self.seen_ = {recipe.reaction_temperature_c for recipe in recipes}
        return self

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        n = len(recipes)
        shapes = np.full((n, N_SHAPES), 0.3 / (N_SHAPES - 1))
        shapes[:, 0] = 0.7
        return Answer(
            np.full(n, self.size_nm),
            np.full(n, self.log_size_std),
            shapes,
            judge=lambda: [self._judge(recipe) for recipe in recipes],
        )

    def _judge(self, recipe: ResolvedRecipe) -> Domain:
        known = recipe.reaction_temperature_c in getattr(self, "seen_", set())
        return Domain(known, 1.0 if known else 0.2)

    def to_state(self) -> ModelState:
        return ModelState(self.kind, self.get_params())

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        return cls(**state.params)


def small_split(sizes: Sequence[float | None] = (4.0, 5.0, 8.0, 10.0)) -> Split:
    """Two folds of PbSe recipes that differ in temperature; the sizes are given."""
    n = len(sizes)
    everything = np.arange(n)
    parts = np.array_split(everything, 2)
    return Split(
        protocol="small",
        recipes=[recipe(reaction_temperature_c=150.0 + 10 * k) for k in range(n)],
        outcomes=[
            Outcome(size_nm=size, shape="sphere" if k % 2 else "cube", doi=f"10.1/{k // 2}")
            for k, size in enumerate(sizes)
        ],
        row_ids=[10 + k for k in range(n)],
        folds=[Fold(train=np.setdiff1d(everything, part), test=part) for part in parts],
    )


def few_shot_task() -> FewShotSplit:
    """Two papers of 9 and 6 rows, one a fold; paper a's sizes are twice those of paper b."""
    sizes = [12.0, 13.0, 11.0, 12.5, 12.0, 11.5, 12.0, 13.0, 11.0, 6.0, 6.5, 5.5, 6.0, 6.2, 5.8]
    papers = ["10.1/a"] * 9 + ["10.1/b"] * 6
    everything = np.arange(len(sizes))
    split = Split(
        protocol="fewshot",
        recipes=[recipe(reaction_temperature_c=150.0 + 5 * k) for k in range(len(sizes))],
        outcomes=[
            Outcome(size_nm=size, shape="sphere", doi=doi)
            for size, doi in zip(sizes, papers, strict=True)
        ],
        row_ids=everything.tolist(),
        folds=[
            Fold(train=everything[9:], test=everything[:9]),
            Fold(train=everything[:9], test=everything[9:]),
        ],
    )
    return FewShotSplit(split, draw_episodes(split, papers, (1, 3), draws=2, seed=0))
