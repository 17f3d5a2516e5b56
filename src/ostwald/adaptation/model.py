"""A model conditioned on a few recipes of one lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.adaptation.kernel import KERNEL, AdaptationKernel
from ostwald.adaptation.points import RecipePoints
from ostwald.adaptation.process import Correction, ErrorProcess
from ostwald.errors import InputError
from ostwald.models.base import (
    FloatArray,
    ModelOutput,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.registry import model_from_state, register

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.uncertainty.domain import DomainVerdict

STATE_VERSION = 1
MOST_ROWS = 2000
"""With more own results than this, training a model on them is the better way."""

SHAPE_PRIOR_ROWS = 0.5
"""Recipes of one's own, equal in all respects, that weigh as much as the model's word on shape."""

OWN_GROUND = 0.6
"""Share of the explainable variance that own results explain, from which on a recipe is known
ground whatever the model had seen."""


@register("adapted")
class AdaptedModel(SynthesisModel):
    """A model whose errors on a few recipes correct it near them.

    Near one's own recipes the prediction moves to what came out and the interval narrows; far
    from them nothing changes, so nothing is forgotten. Errors that contradict one another widen
    the intervals again. Shapes are counted with the same weights and added to the model's
    probabilities.

    Args:
        base: The fitted model to adapt; it is not changed.
    """

    def __init__(self, base: SynthesisModel) -> None:
        self.base = base

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Condition the model on own recipes; rows with neither size nor shape are passed over.

        Args:
            recipes: n recipes.
            outcomes: What they gave.

        Returns:
            The adapted model.

        Raises:
            InputError: Nothing is known, a size is not positive, or there are too many rows.
        """
        check_trainable(outcomes, minimum=0)
        known = np.flatnonzero(np.isfinite(outcomes.size_nm) | (outcomes.shape >= 0))
        if not len(known):
            raise InputError(
                "no recipe has a known size or shape", hint="fill the column size_nm, or shape"
            )
        if len(known) > MOST_ROWS:
            raise InputError(
                f"{len(known)} recipes are too many to adapt to",
                hint=f"up to {MOST_ROWS} can be used; fit a model with `ostwald train` instead",
            )
        used = [recipes[int(row)] for row in known]
        output = self.base.predict(used)
        self.kernel_ = KERNEL
        self.points_ = RecipePoints.of(used)
        self.error_ = np.log(outcomes.size_nm[known]) - np.log(output.size_nm)
        self.spread_ = output.log_size_std
        self.shape_ = outcomes.shape[known]
        self._condition()
        return self

    def _condition(self) -> None:
        sized = np.flatnonzero(np.isfinite(self.error_))
        self._sized = self.points_.take(sized)
        self._process = ErrorProcess(
            self.kernel_,
            self.kernel_.between(self._sized, self._sized),
            self.error_[sized],
            self.spread_[sized],
        )

    def adapt(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> AdaptedModel:
        """Return a model that has learnt from further recipes as well; see `adapt`."""
        require_fitted(self, "points_")
        more = AdaptedModel(self.base).fit(recipes, outcomes)
        more.points_ = self.points_.followed_by(more.points_)
        more.error_ = np.concatenate([self.error_, more.error_])
        more.spread_ = np.concatenate([self.spread_, more.spread_])
        more.shape_ = np.concatenate([self.shape_, more.shape_])
        more._condition()
        return more

    def __len__(self) -> int:
        """Return the number of own recipes."""
        require_fitted(self, "points_")
        return len(self.points_)

    def correction(self, recipes: Sequence[ResolvedRecipe], spread: FloatArray) -> Correction:
        """Say how own results change the model's word on recipes.

        Args:
            recipes: n recipes.
            spread: (n,) the model's standard deviations of log size.

        Returns:
            Shift and narrowing.
        """
        return self._correct(RecipePoints.of(recipes), spread)

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> ModelOutput:
        """Predict with the model, then correct for one's own results."""
        require_fitted(self, "points_")
        output = self.base.predict(recipes)
        if not len(output):
            return output
        points = RecipePoints.of(recipes)
        correction = self._correct(points, output.log_size_std)
        return ModelOutput(
            output.size_nm * np.exp(correction.shift),
            output.log_size_std * correction.narrower,
            self._shapes(points, output.shape_probabilities),
        )

    def _correct(self, points: RecipePoints, spread: FloatArray) -> Correction:
        return self._process.correct(self.kernel_.between(points, self._sized), spread)

    def _shapes(self, points: RecipePoints, probabilities: FloatArray) -> FloatArray:
        """Count own shapes as a Dirichlet prior's further observations."""
        known = np.flatnonzero(self.shape_ >= 0)
        shaped = self.points_.take(known)
        similarity = self.kernel_.between(points, shaped)
        counts = np.zeros_like(probabilities)
        np.add.at(counts.T, self.shape_[known], (similarity / self.kernel_.prior).T)
        total = SHAPE_PRIOR_ROWS * probabilities + counts
        updated: FloatArray = total / total.sum(axis=1, keepdims=True)
        return updated

    def predict_interval(
        self, recipes: Sequence[ResolvedRecipe], coverage: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return intervals of size: the model's own, moved and narrowed.

        Args:
            recipes: n recipes.
            coverage: Share of intervals that should hold the true size, between 0 and 1.

        Returns:
            Lower and upper ends in nm, each of shape (n,).
        """
        require_fitted(self, "points_")
        output = self.base.predict(recipes)
        log_size = np.log(output.size_nm)
        ask = getattr(self.base, "predict_interval", None)
        if ask is None:
            half = NormalDist().inv_cdf(0.5 + coverage / 2.0) * output.log_size_std
            below, above = -half, half
        else:
            lower, upper = ask(recipes, coverage)
            below, above = np.log(lower) - log_size, np.log(upper) - log_size
        correction = self.correction(recipes, output.log_size_std)
        centre = log_size + correction.shift
        return (
            np.exp(centre + correction.narrower * below),
            np.exp(centre + correction.narrower * above),
        )

    def sets_of(self, probabilities: FloatArray, coverage: float) -> NDArray[np.bool_] | None:
        """Return the shapes to be reckoned with, by the model's own thresholds.

        Args:
            probabilities: (n, 11) what ``predict`` gave.
            coverage: Share of sets that should hold the true shape, between 0 and 1.

        Returns:
            (n, 11) True for the members of each set; None where the model has no such sets.
        """
        ask: Any = getattr(self.base, "sets_of", None)
        return None if ask is None else ask(probabilities, coverage)

    def judge(self, recipe: ResolvedRecipe) -> DomainVerdict:
        """Say whether a recipe is known ground to the model or to one's own experiments."""
        return self.judge_all([recipe])[0]

    def judge_all(self, recipes: Sequence[ResolvedRecipe]) -> list[DomainVerdict]:
        """Judge many recipes at once; see ``judge``.

        Raises:
            RuntimeError: The model that was adapted cannot judge.
        """
        ask: Any = getattr(self.base, "judge_all", None)
        if ask is None:
            raise RuntimeError(f"the model {self.base.kind!r} cannot judge recipes")
        output = self.base.predict(recipes)
        explained = self.correction(recipes, output.log_size_std).explained
        return [
            replace(verdict, in_domain=True, score=max(verdict.score, float(share)))
            if share >= OWN_GROUND
            else verdict
            for verdict, share in zip(ask(recipes), explained, strict=True)
        ]

    def to_state(self) -> ModelState:
        """Return the model's state, own recipes as the kernel sees them, and their errors."""
        require_fitted(self, "points_")
        return ModelState(
            self.kind,
            config={"version": STATE_VERSION, "kernel": asdict(self.kernel_)},
            arrays={"error": self.error_, "spread": self.spread_, "shape": self.shape_},
            children={"base": self.base.to_state(), "points": self.points_.to_state()},
        )

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        if state.config["version"] > STATE_VERSION:
            raise ValueError("a newer version of ostwald adapted the model")
        model = cls(model_from_state(state.children["base"]))
        model.kernel_ = AdaptationKernel(**state.config["kernel"])
        model.points_ = RecipePoints.from_state(state.children["points"])
        model.error_ = state.arrays["error"]
        model.spread_ = state.arrays["spread"]
        model.shape_ = state.arrays["shape"]
        model._condition()
        return model


def adapt(
    model: SynthesisModel, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes
) -> AdaptedModel:
    """Condition a fitted model on a few recipes of one lab.

    Args:
        model: Any fitted model; it is not changed. One that is adapted already keeps what it has
            learnt.
        recipes: n recipes.
        outcomes: What they gave.

    Returns:
        The adapted model.

    Raises:
        InputError: Nothing is known, a size is not positive, or there are too many rows.
    """
    if isinstance(model, AdaptedModel):
        return model.adapt(recipes, outcomes)
    return AdaptedModel(model).fit(recipes, outcomes)
