"""The model that ships: one Gaussian process over flasks, with a hierarchy that chemistry has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ostwald.chemistry.flask import flask_features
from ostwald.chemistry.understanding import flags_of
from ostwald.errors import InputError
from ostwald.models.base import (
    N_SHAPES,
    Answer,
    Domain,
    Evidence,
    FloatArray,
    IntArray,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.process.calibration import (
    ShapeCalibration,
    Tails,
    row_weights,
)
from ostwald.models.process.held_out import HeldOut, leave_one_out, leave_papers_out, rows_of_papers
from ostwald.models.process.kernel import (
    PRODUCT_LEVEL,
    KernelParameters,
    covariance,
    squared_distances,
)
from ostwald.models.process.kinds import SpreadByKind
from ostwald.models.process.known import Seen, distance_in_words
from ostwald.models.process.lab import Lab, LabEffect, LabPoints, learn_lab_effect
from ostwald.models.process.learning import Problem, learn
from ostwald.models.process.paper_noise import scatter_of_papers
from ostwald.models.process.posterior import JITTER, Posterior
from ostwald.models.process.scaling import Scaling
from ostwald.models.registry import register

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

STATE_VERSION = 1
USEFUL_RATIO = 5.0
"""An interval at 90 % whose ends differ by more is no known ground."""

VERDICT_COVERAGE = 0.9
MOST_OWN_ROWS = 2000
SAME_PRODUCT = 1e-3
"""Products nearer than this squared distance are one; float32 tells no better."""

_CHUNK = 1024


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
                outcomes.size_error[chosen] ** 2,
            ),
            self.iterations,
        )
        # As they are stored, so that a model that was read back says the same to the last digit.
        parameters = KernelParameters(
            parameters.variances,
            parameters.roots.astype(np.float32).astype(float),
            parameters.noise,
        )
        self._condition(X, log_size, basis, parameters, recipes, outcomes)
        self.seen_ = Seen().add(recipes)
        self.known_ids_ = [recipe.id or "" for recipe in recipes]
        self.conditions_ = _conditions(recipes)
        self.lab_: Lab | None = None
        self.own_ids_: list[str] = []
        self.own_conditions_ = self.conditions_[:0]
        return self

    def _condition(
        self,
        X: FloatArray,
        log_size: FloatArray,
        basis: FloatArray,
        parameters: KernelParameters,
        recipes: Sequence[ResolvedRecipe],
        outcomes: Outcomes,
    ) -> None:
        K = covariance(parameters, X, X)
        noise = parameters.noise_of(basis) + outcomes.size_error**2
        noise *= scatter_of_papers(
            K, noise, log_size - self.log_mean_, papers_of(recipes, outcomes)
        )
        K[np.diag_indices(len(K))] += noise + JITTER
        inverse = np.linalg.inv(K)
        shape = _indicators(outcomes.shape)
        self.shape_mean_ = shape.mean(axis=0)
        targets = np.column_stack([log_size - self.log_mean_, shape - self.shape_mean_])
        self.posterior_ = Posterior(
            parameters,
            X.astype(np.float32),
            (inverse @ targets).astype(np.float32),
            noise.astype(np.float32).astype(float),
        )
        self._calibrate(inverse, targets, recipes, outcomes, noise)

    def _calibrate(
        self,
        inverse: FloatArray,
        targets: FloatArray,
        recipes: Sequence[ResolvedRecipe],
        outcomes: Outcomes,
        noise: FloatArray,
    ) -> None:
        papers = papers_of(recipes, outcomes)
        products = [recipe.product for recipe in recipes]
        base = float(self.posterior_.parameters.noise[0])
        held: list[HeldOut] = [
            leave_one_out(inverse, targets),
            leave_papers_out(inverse, targets, papers),
        ]
        weights = row_weights(outcomes, papers)
        new = held[1]
        self.spread_ = SpreadByKind.of(
            products, papers, (targets[:, 0] - new.mean[:, 0]) / np.sqrt(new.variance)
        )
        factor = self.spread_.factors(products)
        errors, novelty, scores = [], [], []
        for one in held:
            variance = np.maximum(one.variance - noise, 1e-4)
            std = factor * np.sqrt(variance + base)
            errors.append((targets[:, 0] - one.mean[:, 0]) / std)
            novelty.append(np.log(variance))
            scores.append(one.mean[:, 1:] + self.shape_mean_)
        self.tails_ = Tails.of(errors, novelty, weights)
        self.shapes_ = ShapeCalibration.of(scores, outcomes.shape, weights)
        self.lab_effect_ = self._lab_effect(inverse, targets[:, 0], papers, recipes, factor)

    def _lab_effect(
        self,
        inverse: FloatArray,
        target: FloatArray,
        papers: Sequence[str],
        recipes: Sequence[ResolvedRecipe],
        factor: FloatArray,
    ) -> LabEffect:
        weighted = inverse @ target
        _, product = np.unique([r.product.formula for r in recipes], return_inverse=True)
        blocks = []
        for rows in rows_of_papers(papers):
            if 3 <= len(rows) <= 60:
                block = np.linalg.inv(inverse[np.ix_(rows, rows)])
                scaled = factor[rows][:, None] * factor[rows] * block
                blocks.append((scaled, block @ weighted[rows], product[rows]))
        return learn_lab_effect(blocks, float(self.posterior_.parameters.noise[0]))

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        """Predict size and shape, with all that there is to say about them."""
        require_fitted(self, "posterior_")
        n = len(recipes)
        features = flask_features(recipes) if n else None
        size, std, mix = np.empty(n), np.empty(n), np.empty(n)
        probabilities = np.empty((n, N_SHAPES))
        factor = self.spread_.factors([r.product for r in recipes]) if n else np.empty(0)
        X = self.scaling_.apply(features).astype(np.float32) if features else np.empty((0, 0))
        for start in range(0, n, _CHUNK):
            part = slice(start, start + _CHUNK)
            log_size, std[part], scores, mix[part] = self._part(X[part], factor[part])
            size[part] = np.exp(log_size)
            probabilities[part] = self.shapes_.probabilities(scores, mix[part])
        tails = partial(self.tails_.at, mix=mix)
        return Answer(
            size,
            std,
            probabilities,
            tails=tails,
            shape_threshold=partial(self.shapes_.threshold, mix=mix),
            judge=lambda: self._judge(recipes, X, std, tails),
            find=lambda k: self._find(X, k),
        )

    def log_size_covariance(self, recipes: Sequence[ResolvedRecipe]) -> FloatArray:
        """Return how what is not known of the log sizes of flasks (n, n) goes together."""
        from ostwald.models.process.together import log_size_covariance

        require_fitted(self, "posterior_")
        return log_size_covariance(self, recipes)

    def _part(
        self, X: FloatArray, factor: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return log size, its standard deviation, scores of shapes and novelty."""
        posterior = self.posterior_
        projected = posterior.project(X)
        to_known = posterior.to_known(projected)
        mean = posterior.mean(to_known)
        variance = posterior.variance(to_known)
        base = float(posterior.parameters.noise[0])
        log_size = mean[:, 0] + self.log_mean_
        std = factor * np.sqrt(variance + base)
        scores = mean[:, 1:] + self.shape_mean_
        mix = self.tails_.mix(np.log(variance))
        if self.lab_ is not None:
            correction = self.lab_.correct(projected, to_known, variance, factor)
            log_size = log_size + correction.shift
            std = std * correction.narrower
            scores = scores + correction.shape_shift
        return log_size, std, scores, mix

    def _judge(
        self, recipes: Sequence[ResolvedRecipe], X: FloatArray, std: FloatArray, tails: Any
    ) -> list[Domain]:
        below, above = tails(VERDICT_COVERAGE)
        ratio = np.exp((below + above) * std)
        far = [
            words for start in range(0, len(X), _CHUNK) for words in self._far(recipes, X, start)
        ]
        return [self._verdict(recipe, float(ratio[k]), far[k]) for k, recipe in enumerate(recipes)]

    def _verdict(self, recipe: ResolvedRecipe, ratio: float, far: list[str]) -> Domain:
        flags = flags_of(recipe)
        wrong = [f"{flag.what}. {flag.why}" for flag in flags if flag.severity == "impossible"]
        doubts = tuple(str(flag) for flag in flags if flag.severity == "doubtful")
        reasons = [*wrong, *self.seen_.unusual(recipe), *far]
        score = 1.0 / (1.0 + (np.log(ratio) / np.log(USEFUL_RATIO)) ** 3)
        if ratio > USEFUL_RATIO:
            reasons.append(f"the ends of the 90 % interval differ by a factor of {ratio:.2g}")
        inside = ratio <= USEFUL_RATIO and not wrong
        return Domain(inside, 0.0 if wrong else float(score), tuple(reasons), doubts=doubts)

    def _far(self, recipes: Sequence[ResolvedRecipe], X: FloatArray, start: int) -> list[list[str]]:
        """Compare a part of the recipes with the nearest of the same product, own ones included."""
        part = recipes[start : start + _CHUNK]
        projected = self.posterior_.project(X[start : start + _CHUNK])
        alike = self._alike(projected)
        product = self.posterior_.project(self.posterior_.points)[PRODUCT_LEVEL]
        conditions = self.conditions_
        if self.lab_ is not None:
            own = self.posterior_.project(self.lab_.points.X)[PRODUCT_LEVEL]
            product = np.concatenate([product, own])
            conditions = np.concatenate([conditions, self.own_conditions_])
        alike[squared_distances(projected[PRODUCT_LEVEL], product) > SAME_PRODUCT] = -1.0
        nearest = alike.argmax(axis=1).tolist()
        found = []
        for k, (recipe, j) in enumerate(zip(part, nearest, strict=True)):
            celsius, minutes = conditions[j].tolist()
            is_own = j >= len(self.posterior_)
            words = distance_in_words(recipe, celsius, minutes, is_own)
            found.append(words if alike[k, j] >= 0 else [])
        return found

    def _alike(self, projected: list[Any]) -> FloatArray:
        """Return correlations (n, known and own) with all flasks that were learnt from."""
        alike = self.posterior_.to_known(projected)
        if self.lab_ is not None:
            own = self.posterior_.project(self.lab_.points.X)
            alike = np.hstack([alike, self.posterior_.between(projected, own)])
        result: FloatArray = alike / np.float32(self.posterior_.parameters.prior_variance())
        return result

    def _find(self, X: FloatArray, k: int) -> list[tuple[Evidence, ...]]:
        """Return the known recipes that correlate most with each."""
        found = []
        for start in range(0, len(X), _CHUNK):
            alike = self._alike(self.posterior_.project(X[start : start + _CHUNK]))
            found += [self._evidence(row, k) for row in alike]
        return found

    def _evidence(self, alike: FloatArray, k: int) -> tuple[Evidence, ...]:
        n = len(self.posterior_)
        order = np.argsort(-alike, kind="stable")[:k].tolist()
        return tuple(
            Evidence(self.known_ids_[j] or None, float(alike[j]))
            if j < n
            else Evidence(self.own_ids_[j - n] or None, float(alike[j]), own=j - n)
            for j in order
        )

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
                "no recipe has a known size or shape",
                hint="fill the column size_nm, absorption_peak_nm or shape",
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
        shape = _indicators(outcomes.shape) - self.shape_mean_ - mean[:, 1:]
        shape[outcomes.shape < 0] = np.nan
        basis = noise_basis(outcomes)
        basis[:, 0] = basis[:, 2] = 0.0
        noise = np.minimum(self.posterior_.parameters.noise_of(basis), 0.1)
        return LabPoints(
            X,
            np.log(outcomes.size_nm) - self.log_mean_ - mean[:, 0],
            shape,
            self.spread_.factors([recipe.product for recipe in recipes]),
            noise + outcomes.size_error**2,
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
        require_fitted(self, "posterior_")
        p = self.posterior_
        config = {
            "version": STATE_VERSION,
            "columns": list(self.scaling_.names),
            "groups": list(self.scaling_.groups),
            "log_mean": self.log_mean_,
            "spread": self.spread_.to_json(),
            "shapes": self.shapes_.to_json(),
            "novelty": list(self.tails_.novelty),
            "lab": {"variance": self.lab_effect_.variance, "noise": self.lab_effect_.noise},
            "seen": self.seen_.to_json(),
            "known_ids": self.known_ids_,
            "own_ids": self.own_ids_,
        }
        arrays = {
            "centre": self.scaling_.centre,
            "scale": self.scaling_.scale,
            "shape_mean": self.shape_mean_,
            "variances": p.parameters.variances,
            "roots": p.parameters.roots.astype(np.float32),
            "noise_variances": p.parameters.noise,
            "points": p.points,
            "coefficients": p.coefficients.astype(np.float32),
            "noise": p.noise.astype(np.float32),
            "conditions": self.conditions_,
            "own_conditions": self.own_conditions_,
            "below": self.tails_.below,
            "above": self.tails_.above,
        }
        if self.lab_ is not None:
            own = self.lab_.points
            arrays |= {
                "own_points": own.X,
                "own_error": own.error,
                "own_shape_error": own.shape_error,
                "own_factor": own.factor,
                "own_noise": own.noise,
                "own_weights": self.lab_.weights,
            }
        return ModelState(self.kind, self.get_params(), config, arrays)

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        config, a = state.config, state.arrays
        if config["version"] > STATE_VERSION:
            raise ValueError("a newer version of ostwald wrote the model")
        model = cls(**state.params)
        model.scaling_ = Scaling(
            tuple(config["columns"]), tuple(config["groups"]), a["centre"], a["scale"]
        )
        model.log_mean_, model.shape_mean_ = float(config["log_mean"]), a["shape_mean"]
        model.posterior_ = Posterior(
            KernelParameters(a["variances"], a["roots"].astype(float), a["noise_variances"]),
            a["points"],
            a["coefficients"],
            a["noise"].astype(float),
        )
        model.spread_ = SpreadByKind.from_json(config["spread"])
        model.shapes_ = ShapeCalibration.from_json(config["shapes"])
        low, high = config["novelty"]
        model.tails_ = Tails(a["below"], a["above"], (low, high))
        model.lab_effect_ = LabEffect(**config["lab"])
        model.seen_ = Seen.from_json(config["seen"])
        model.known_ids_, model.own_ids_ = config["known_ids"], config["own_ids"]
        model.conditions_, model.own_conditions_ = a["conditions"], a["own_conditions"]
        model.lab_ = None
        if "own_points" in a:
            points = LabPoints(
                a["own_points"], a["own_error"], a["own_shape_error"], a["own_factor"],
                a["own_noise"],
            )  # fmt: skip
            model.lab_ = Lab(model.posterior_, model.lab_effect_, points, a["own_weights"])
        return model


def noise_basis(outcomes: Outcomes) -> FloatArray:
    """Return each row's share in the noise variances: 1, one over its count, count unknown.

    A size from an absorption peak is the mean of more particles than anybody counts.
    """
    count = np.nan_to_num(outcomes.particles_counted, nan=0.0)
    count = np.where(outcomes.size_error > 0, np.inf, count)
    known = count > 0
    return np.column_stack(
        [np.ones(len(count)), np.where(known, 1.0 / np.maximum(count, 1.0), 0.0), ~known]
    ).astype(float)


def papers_of(recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> list[str]:
    """Return what counts as the paper of each row."""
    from ostwald.datasets.papers import paper_of

    return [
        paper_of(doi, recipe.product.label)
        for doi, recipe in zip(outcomes.doi, recipes, strict=True)
    ]


def _conditions(recipes: Sequence[ResolvedRecipe]) -> FloatArray:
    """Return reaction temperature in degC and time in min of each recipe (n, 2)."""
    rows = [[r.reaction_temperature_c, r.reaction_time_min] for r in recipes]
    return np.array(rows, dtype=np.float32).reshape(len(recipes), 2)


def _indicators(shape: IntArray) -> FloatArray:
    indicators = np.zeros((len(shape), N_SHAPES))
    known = np.flatnonzero(shape >= 0)
    indicators[known, shape[known]] = 1.0
    return indicators


def _chosen(n: int, most: int, seed: int) -> IntArray:
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))
