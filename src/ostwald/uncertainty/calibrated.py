"""Any model, with intervals that hold, probabilities that mean what they say, and a domain."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import (
    FloatArray,
    ModelOutput,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.encoded import TRUSTED_COUNT
from ostwald.models.registry import make_model, model_from_state, register
from ostwald.uncertainty.calibration import ShapeCalibrator, SizeCalibrator, SpreadCalibrator
from ostwald.uncertainty.calibration.weights import FEWEST_ROWS, paper_weights
from ostwald.uncertainty.domain import CalibratedDomain, DomainVerdict, Familiarity
from ostwald.uncertainty.domain.calibrated import difficulty_of
from ostwald.uncertainty.held_out import FOLDS, HeldOut, held_out_predictions, papers_of

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

STATE_VERSION = 1

LEAST_TRUST = 0.1
"""Weight, in calibration, of an outcome from very few particles or an unknown number of them."""

STD_COVERAGE = 0.9
"""The spread that is given out is that of a normal distribution with this interval."""


@register("calibrated")
class CalibratedModel(SynthesisModel):
    """A model whose uncertainty was calibrated on rows that it had not seen.

    Inside the training rows, fits that had not seen a row, and fits that had not seen its whole
    paper, predict it; from both kinds together the calibrators learn how errors grow with novelty.
    Sizes stay as the model predicts them.

    Args:
        base: Name of the model.
        base_params: Settings of the model that differ from its usual ones.
        folds: Parts in which rows, or papers, are held out.
        seed: Seed of the model and of the parts.
    """

    def __init__(
        self,
        base: str = "combined",
        base_params: Mapping[str, Any] | None = None,
        folds: int = FOLDS,
        seed: int = 0,
    ) -> None:
        self.base = base
        self.base_params = base_params
        self.folds = folds
        self.seed = seed
        self._last_view: _View | None = None

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Fit the model, then calibrate it."""
        check_trainable(outcomes)
        base = make_model(self.base, self.seed).set_params(**(self.base_params or {}))
        return self.calibrate(base.fit(recipes, outcomes), recipes, outcomes)

    def calibrate(
        self, model: SynthesisModel, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes
    ) -> Self:
        """Calibrate a model that is already fitted.

        Args:
            model: The model.
            recipes: The recipes that it was fitted on.
            outcomes: Their outcomes; rows without a size are passed over.

        Returns:
            The calibrated model.
        """
        sized = np.flatnonzero(np.isfinite(outcomes.size_nm))
        used, known_outcomes = [recipes[int(row)] for row in sized], outcomes.take(sized)
        self._last_view = None
        self.base_ = model
        self.domain_ = CalibratedDomain.of(used)
        held_out = held_out_predictions(
            model, used, known_outcomes, self.domain_.known, folds=self.folds, seed=self.seed
        )
        self._calibrate(held_out, known_outcomes, papers_of(used, known_outcomes))
        return self

    def _calibrate(
        self, parts: Sequence[HeldOut], outcomes: Outcomes, papers: NDArray[np.object_]
    ) -> None:
        rows = _joined([part.rows for part in parts]).astype(np.int64)
        log_true = np.log(outcomes.size_nm[rows])
        log_size = np.log(_joined([part.output.size_nm for part in parts]))
        own_std = _joined([part.output.log_size_std for part in parts])
        crowd = _joined([part.familiarity.crowd for part in parts])
        novelty = _joined([part.familiarity.novelty for part in parts])
        groups = papers[rows]
        trust = trust_in(outcomes)[rows]
        self.spread_ = SpreadCalibrator().fit(log_true, log_size, own_std, crowd, groups, trust)
        spread = self.spread_.predict(own_std, crowd)
        self.size_ = SizeCalibrator().fit(log_true, log_size, spread, groups, novelty, trust)
        probabilities = (
            np.concatenate([part.output.shape_probabilities for part in parts])
            if parts
            else np.zeros((0, 1))
        )
        self.shape_ = ShapeCalibrator().fit(
            outcomes.shape[rows], probabilities, groups, novelty, trust
        )
        unseen = _joined([np.full(len(part), part.by_paper) for part in parts]).astype(bool)
        judged = unseen if unseen.sum() >= FEWEST_ROWS else np.ones(len(rows), bool)
        if judged.sum() >= FEWEST_ROWS:
            self.domain_.set_threshold(
                difficulty_of(spread, np.exp(log_size))[judged],
                paper_weights(groups[judged], trust[judged]),
            )

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> ModelOutput:
        """Predict with the model; spread and shape probabilities are calibrated."""
        view = self._view(recipes)
        lower, upper = self._interval(view, STD_COVERAGE)
        width = np.log(upper) - np.log(lower)
        return ModelOutput(
            view.output.size_nm,
            width / (2.0 * NormalDist().inv_cdf(0.5 + STD_COVERAGE / 2.0)),
            self.shape_.calibrate(view.output.shape_probabilities, view.familiarity.novelty),
        )

    def predict_interval(
        self, recipes: Sequence[ResolvedRecipe], coverage: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return intervals of size.

        Args:
            recipes: n recipes.
            coverage: Share of intervals that should hold the true size, between 0 and 1.

        Returns:
            Lower and upper ends in nm, each of shape (n,).
        """
        return self._interval(self._view(recipes), coverage)

    def judge(self, recipe: ResolvedRecipe) -> DomainVerdict:
        """Say whether a recipe is known ground, and what is unusual about it."""
        return self.judge_all([recipe])[0]

    def judge_all(self, recipes: Sequence[ResolvedRecipe]) -> list[DomainVerdict]:
        """Judge many recipes at once; see ``judge``."""
        view = self._view(recipes)
        return self.domain_.judge(recipes, view.familiarity, view.spread, view.output.size_nm)

    def sets_of(self, probabilities: FloatArray, coverage: float) -> NDArray[np.bool_]:
        """Return the shapes to be reckoned with.

        Args:
            probabilities: (n, 11) what ``predict`` gave.
            coverage: Share of sets that should hold the true shape, between 0 and 1.

        Returns:
            (n, 11) True for the members of each set.
        """
        require_fitted(self, "base_")
        return self.shape_.sets(probabilities, coverage)

    def _view(self, recipes: Sequence[ResolvedRecipe]) -> _View:
        """Look at recipes, or remember the last look: one prediction asks for three things."""
        require_fitted(self, "base_")
        last = self._last_view
        if last is not None and last.is_of(recipes):
            return last
        output, familiarity = self.base_.predict(recipes), self.domain_.known.place(recipes)
        spread = self.spread_.predict(output.log_size_std, familiarity.crowd)
        self._last_view = _View(tuple(recipes), output, familiarity, spread)
        return self._last_view

    def _interval(self, view: _View, coverage: float) -> tuple[FloatArray, FloatArray]:
        log_size = np.log(view.output.size_nm)
        return self.size_.interval(log_size, view.spread, view.familiarity.novelty, coverage)

    def to_state(self) -> ModelState:
        """Return the model's state and what the calibrators learnt."""
        require_fitted(self, "base_")
        config = {
            "version": STATE_VERSION,
            "spread": self.spread_.to_json(),
            "size": self.size_.to_json(),
            "shape": self.shape_.to_json(),
        }
        params = self.get_params() | {"base_params": dict(self.base_params or {}) or None}
        children = {"base": self.base_.to_state(), "domain": self.domain_.to_state()}
        return ModelState(self.kind, params, config, children=children)

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        if state.config["version"] > STATE_VERSION:
            raise ValueError("a newer version of ostwald calibrated the model")
        model.spread_ = SpreadCalibrator.from_json(state.config["spread"])
        model.size_ = SizeCalibrator.from_json(state.config["size"])
        model.shape_ = ShapeCalibrator.from_json(state.config["shape"])
        model.base_ = model_from_state(state.children["base"])
        model.domain_ = CalibratedDomain.from_state(state.children["domain"])
        return model


@dataclass(frozen=True)
class _View:
    """What the model and the known recipes say of some recipes."""

    recipes: tuple[ResolvedRecipe, ...]
    output: ModelOutput
    familiarity: Familiarity
    spread: FloatArray

    def is_of(self, recipes: Sequence[ResolvedRecipe]) -> bool:
        """Return whether these very recipes were looked at."""
        return len(recipes) == len(self.recipes) and all(map(operator.is_, recipes, self.recipes))


def trust_in(outcomes: Outcomes) -> FloatArray:
    """Return how much each outcome says about how far predictions lie from well measured ones.

    Sizes from few particles are off by themselves; judged by them, intervals become too wide for a
    size that is measured as one should. Beyond `TRUSTED_COUNT` particles a row counts in full,
    below as the square of the number, for its scatter is its own, and never less than
    `LEAST_TRUST`.

    Args:
        outcomes: n outcomes.

    Returns:
        (n,) weights, at most 1.
    """
    counted = np.nan_to_num(outcomes.particles_counted, nan=0.0)
    trust: FloatArray = np.clip((counted / TRUSTED_COUNT) ** 2, LEAST_TRUST, 1.0)
    return trust


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0)
