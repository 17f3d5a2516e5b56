"""The model that ships: one Gaussian process over flasks, with a hierarchy that chemistry has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

import numpy as np

from ostwald.chemistry.flask import flask_features
from ostwald.errors import InputError
from ostwald.models.base import (
    N_SHAPES,
    Answer,
    FloatArray,
    IntArray,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.process.asked import Asked, Part
from ostwald.models.process.judging import find, judge
from ostwald.models.process.kernel import KernelParameters
from ostwald.models.process.known import Seen
from ostwald.models.process.lab import Lab, LabPoints
from ostwald.models.process.learning import Problem, learn
from ostwald.models.process.learnt import Learnt, indicators, noise_basis
from ostwald.models.process.scaling import Scaling
from ostwald.models.registry import register

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

MOST_OWN_ROWS = 2000


@register("process")
class ProcessModel(SynthesisModel):
    """Regression of log size and of shapes on what is in the flask.

    Args:
        learning_rows: Most rows that the kernel is learnt from (the time grows with their cube);
            all rows are used afterwards.
        iterations: Most steps in learning the kernel.
        seed: Seed of the choice of those rows.
    """

    def __init__(self, learning_rows: int = 1200, iterations: int = 50, seed: int = 0) -> None:
        self.learning_rows = learning_rows
        self.iterations = iterations
        self.seed = seed

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Learn the kernel, condition on all rows, and calibrate on rows left out."""
        check_trainable(outcomes)
        rows = np.flatnonzero(np.isfinite(outcomes.size_nm))
        recipes, outcomes = [recipes[int(k)] for k in rows], outcomes.take(rows)
        features = flask_features(recipes)
        self.scaling_ = Scaling.of(features)
        X = self.scaling_.apply(features)
        log_size = np.log(outcomes.size_nm)
        self.log_mean_ = float(np.median(log_size))
        basis = noise_basis(outcomes)
        chosen = _chosen(len(rows), self.learning_rows, self.seed)
        parameters = learn(
            Problem(
                X[chosen],
                log_size[chosen] - self.log_mean_,
                self.scaling_.groups,
                basis[chosen],
            ),
            self.iterations,
        )
        # As they are stored, so that a model that was read back says the same to the last digit.
        parameters = KernelParameters(
            parameters.variances,
            parameters.roots.astype(np.float32).astype(float),
            parameters.noise,
        )
        learnt = Learnt.of(X, log_size - self.log_mean_, parameters, recipes, outcomes)
        self.posterior_, self.shape_mean_ = learnt.posterior, learnt.shape_mean
        self.spread_, self.tails_, self.shapes_ = learnt.spread, learnt.tails, learnt.shapes
        self.lab_effect_ = learnt.lab_effect
        self.seen_ = Seen().add(recipes)
        self.known_ids_ = [recipe.id or "" for recipe in recipes]
        self.conditions_ = _conditions(recipes)
        self.lab_: Lab | None = None
        self.own_ids_: list[str] = []
        self.own_conditions_ = self.conditions_[:0]
        return self

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        """Predict size and shape, with all that there is to say about them."""
        require_fitted(self, "posterior_")
        n = len(recipes)
        features = flask_features(recipes) if n else None
        size, std, mix = np.empty(n), np.empty(n), np.empty(n)
        probabilities = np.empty((n, N_SHAPES))
        factor = self.spread_.factors([r.product for r in recipes]) if n else np.empty(0)
        X = self.scaling_.apply(features).astype(np.float32) if features else np.empty((0, 0))
        asked = Asked(self.posterior_, X)
        for part in asked:
            rows = part.rows
            log_size, std[rows], scores, mix[rows] = self._part(part, factor[rows])
            size[rows] = np.exp(log_size)
            probabilities[rows] = self.shapes_.probabilities(scores, mix[rows])
        tails = partial(self.tails_.at, mix=mix)
        return Answer(
            size,
            std,
            probabilities,
            tails=tails,
            shape_threshold=partial(self.shapes_.threshold, mix=mix),
            judge=lambda: judge(self, recipes, asked, std, tails),
            find=lambda k: find(self, asked, k),
        )

    def log_size_covariance(self, recipes: Sequence[ResolvedRecipe]) -> FloatArray:
        """Return how what is not known of the log sizes of flasks (n, n) goes together."""
        from ostwald.models.process.together import log_size_covariance

        require_fitted(self, "posterior_")
        return log_size_covariance(self, recipes)

    def _part(
        self, part: Part, factor: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return log size, its standard deviation, scores of shapes and novelty."""
        posterior = self.posterior_
        mean = posterior.mean(part.to_known)
        variance = posterior.variance(part.to_known)
        base = float(posterior.parameters.noise[0])
        log_size = mean[:, 0] + self.log_mean_
        std = factor * np.sqrt(variance + base)
        scores = mean[:, 1:] + self.shape_mean_
        mix = self.tails_.mix(np.log(variance))
        if self.lab_ is not None:
            correction = self.lab_.correct(part.projected, part.to_known, variance, factor)
            log_size = log_size + correction.shift
            std = std * correction.narrower
            scores = scores + correction.shape_shift
        return log_size, std, scores, mix

    def adapt(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> ProcessModel:
        """Return this model conditioned on a lab's own results; the model itself is not changed.

        Args:
            recipes: n recipes.
            outcomes: What they gave; rows with neither size nor shape are passed over.

        Raises:
            InputError: Nothing is known, a size is not positive, or there are too many rows.
        """
        require_fitted(self, "posterior_")
        check_trainable(outcomes, minimum=0)
        known = np.flatnonzero(np.isfinite(outcomes.size_nm) | (outcomes.shape >= 0))
        if not len(known):
            raise InputError(
                "no recipe has a known size or shape", hint="fill the column size_nm, or shape"
            )
        before = len(self.lab_.points) if self.lab_ is not None else 0
        if before + len(known) > MOST_OWN_ROWS:
            raise InputError(
                f"{before + len(known)} recipes are too many to adapt to",
                hint=f"up to {MOST_OWN_ROWS} can be used; fit a model with `ostwald train` instead",
            )
        used, results = [recipes[int(k)] for k in known], outcomes.take(known)
        points = self._own_points(used, results)
        if self.lab_ is not None:
            points = self.lab_.points.followed_by(points)
        return self._with_lab(
            Lab(self.posterior_, self.lab_effect_, points),
            [*self.own_ids_, *(recipe.id or "" for recipe in used)],
            np.concatenate([self.own_conditions_, _conditions(used)]),
            self.seen_.copy().add(used),
        )

    def with_own(self, rows: IntArray) -> ProcessModel:
        """Return the adapted model as if it knew only some of the lab's results.

        Args:
            rows: Positions among the own results, in the order in which they were learnt.
        """
        if self.lab_ is None:
            return self
        if not len(rows):
            return self._with_lab(None, [], self.own_conditions_[:0], self.seen_)
        lab = Lab(
            self.posterior_,
            self.lab_effect_,
            self.lab_.points.take(rows),
            self.lab_.weights[:, rows],
        )
        ids = [self.own_ids_[int(k)] for k in rows]
        return self._with_lab(lab, ids, self.own_conditions_[rows], self.seen_)

    def _own_points(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> LabPoints:
        X = self.scaling_.apply(flask_features(recipes)).astype(np.float32)
        mean = self.posterior_.mean(self.posterior_.to_known(self.posterior_.project(X)))
        shape = indicators(outcomes.shape) - self.shape_mean_ - mean[:, 1:]
        shape[outcomes.shape < 0] = np.nan
        basis = noise_basis(outcomes)
        basis[:, 0] = basis[:, 2] = 0.0
        return LabPoints(
            X,
            np.log(outcomes.size_nm) - self.log_mean_ - mean[:, 0],
            shape,
            self.spread_.factors([recipe.product for recipe in recipes]),
            np.minimum(self.posterior_.parameters.noise_of(basis), 0.1),
        )

    def _with_lab(
        self, lab: Lab | None, own_ids: list[str], own_conditions: FloatArray, seen: Seen
    ) -> ProcessModel:
        adapted = ProcessModel(**self.get_params())
        adapted.__dict__.update(self.__dict__)
        adapted.lab_, adapted.own_ids_, adapted.seen_ = lab, own_ids, seen
        adapted.own_conditions_ = own_conditions
        return adapted

    @property
    def own_recipes(self) -> int:
        """How many results of a lab the model is conditioned on."""
        return 0 if self.lab_ is None else len(self.lab_.points)

    def to_state(self) -> ModelState:
        """Return the fitted model as plain data."""
        from ostwald.models.process.storing import state_of

        require_fitted(self, "posterior_")
        return state_of(self)

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        from ostwald.models.process.storing import restore

        model = cls(**state.params)
        restore(model, state)
        return model


def _conditions(recipes: Sequence[ResolvedRecipe]) -> FloatArray:
    """Return reaction temperature in degC and time in min of each recipe (n, 2)."""
    rows = [[r.reaction_temperature_c, r.reaction_time_min] for r in recipes]
    return np.array(rows, dtype=np.float32).reshape(len(recipes), 2)


def _chosen(n: int, most: int, seed: int) -> IntArray:
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))
