"""A Gaussian process over recipes: near recipes give near sizes, and it learns what near means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import (
    N_SHAPES,
    FloatArray,
    IntArray,
    ModelOutput,
    ModelState,
    Outcomes,
    require_fitted,
)
from ostwald.models.encoded import (
    TRUSTED_COUNT,
    EncodedModel,
    count_weights,
    normalised,
    shape_indicators,
)
from ostwald.models.encoding import EncodedRecipes, RecipeEncoder
from ostwald.models.kernel import SparseKernel, exponential_kernel
from ostwald.models.kernel_columns import kernel_columns
from ostwald.models.kernel_learning import KernelParameters, KernelProblem, learn_parameters
from ostwald.models.registry import register
from ostwald.models.series_kernel import SeriesKeys, series_components, series_kernel
from ostwald.models.spread import DEFAULT_LOG_STD, honest_std, inner_folds, spread_factor

if TYPE_CHECKING:
    pass

NEGLIGIBLE = 1e-5
"""A column whose whole range adds less than this to a squared distance is dropped."""

N_TARGETS = 1 + N_SHAPES
ROWS_AT_ONCE = 512


@register("gaussian_process")
class GaussianProcessModel(EncodedModel):
    """Regression of log size and of the shape on one learnt kernel.

    The kernel falls with the distance between recipes, each reagent and condition having its own
    scale, and has further parts for recipes of one series (``series_kernel``).
    Sizes are fitted as logarithms. The noise has three variances: of every row, of rows with few
    particles (in proportion to one over their number), and of rows with an unknown number.

    Args:
        max_iterations: Most steps in learning the kernel.
        learning_rows: Most rows from which the kernel is learnt (the time grows with their cube);
            all rows are used afterwards.
        column_prior_std: How freely one reagent's length may leave that of all reagents.
        measure_spread: Whether to measure the spread out of fold.
        seed: Seed of the choice of rows and folds.
    """

    def __init__(
        self,
        max_iterations: int = 40,
        learning_rows: int = 1200,
        column_prior_std: float = 0.7,
        measure_spread: bool = True,
        seed: int = 0,
    ) -> None:
        self.max_iterations = max_iterations
        self.learning_rows = learning_rows
        self.column_prior_std = column_prior_std
        self.measure_spread = measure_spread
        self.seed = seed

    def fit_encoded(self, encoded: EncodedRecipes, outcomes: Outcomes) -> Self:
        """Learn the kernel, then condition on all rows."""
        inverse, targets = self._condition(encoded, outcomes, np.arange(len(encoded)))
        self.floor_, self.factor_ = DEFAULT_LOG_STD, 1.0
        if self.measure_spread:
            parts = [held for _, held in inner_folds(len(targets), self.seed)]
            held_out = held_out_predictions(inverse, targets, parts)
            own_std = self._own_std_of_training(parts)
            residual = (held_out[:, 0] - targets[:, 0]) * self.log_scale_
            self.floor_, self.factor_ = spread_factor(residual, own_std)
            self.held_out_ = self._output(held_out, own_std)
        return self

    def _condition(
        self, encoded: EncodedRecipes, outcomes: Outcomes, learn_from: IntArray
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Learn the kernel from some rows and condition on all.

        Args:
            encoded: n recipes.
            outcomes: Their outcomes.
            learn_from: Rows that the kernel may be learnt from.

        Returns:
            The (n, n) inverse of the rows' covariance and their (n, k) targets.
        """
        X, groups = kernel_columns(encoded)
        log_size = np.log(outcomes.size_nm)
        self.log_mean_, self.log_scale_ = float(np.median(log_size)), float(log_size.std()) or 1.0
        shape = shape_indicators(outcomes)
        self.shape_mean_ = shape.mean(axis=0)
        targets = np.column_stack(
            [(log_size - self.log_mean_) / self.log_scale_, shape - self.shape_mean_]
        )
        basis = noise_basis(outcomes)
        series = SeriesKeys.of(encoded)
        rows = learn_from[learning_rows(encoded.take(learn_from), self.learning_rows, self.seed)]
        of_rows = series.take(rows)
        parameters = learn_parameters(
            KernelProblem(
                X[rows],
                targets[rows, 0],
                groups,
                basis[rows],
                count_weights(outcomes)[rows].astype(np.float64),
                [part.tocoo() for part in series_components(of_rows, of_rows)],
                self.column_prior_std,
            ),
            self.max_iterations,
        )
        span = X.max(axis=0) - X.min(axis=0)
        self.columns_ = np.flatnonzero(parameters.weights * span**2 > NEGLIGIBLE)
        self.roots_ = np.sqrt(parameters.weights[self.columns_])
        self.points_ = (X[:, self.columns_] * self.roots_).astype(np.float32)
        self.series_, self.variance_ = series, parameters.variance
        self.series_variances_ = parameters.component_variances
        inverse = self._inverse(parameters, basis)
        self.coefficients_ = inverse @ targets
        return inverse, targets

    def _inverse(
        self, parameters: KernelParameters, basis: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the inverse of the covariance of the training rows."""
        from scipy.linalg import cho_factor, cho_solve

        points = self.points_.astype(np.float64)
        covariance = parameters.variance * exponential_kernel(points, points)
        parts = series_components(self.series_, self.series_)
        for part, variance in zip(parts, self.series_variances_, strict=True):
            pairs = part.tocoo()
            covariance[pairs.row, pairs.col] += variance * pairs.data
        covariance[np.diag_indices(len(points))] += parameters.noise_of(basis)
        factor = cho_factor(covariance, lower=True, overwrite_a=True, check_finite=False)
        return np.asarray(cho_solve(factor, np.eye(len(points)), check_finite=False))

    def predict_held_out(
        self, encoded: EncodedRecipes, outcomes: Outcomes, parts: Sequence[IntArray]
    ) -> ModelOutput:
        """Predict each part without itself in closed form.

        Every second part is predicted with a kernel learnt from the other parts only: with one
        that was learnt from the very rows, errors would look two to three in a hundred smaller.
        """
        size, std = np.empty(len(encoded)), np.empty(len(encoded))
        shape = np.empty((len(encoded), N_SHAPES))
        for half, other in ((parts[::2], parts[1::2]), (parts[1::2], parts[::2])):
            if not half:
                continue
            held = np.concatenate(half)
            rest = np.concatenate(other) if other else np.setdiff1d(np.arange(len(encoded)), held)
            copy = type(self)(**(self.get_params() | self._held_out_params()))
            inverse, targets = copy._condition(encoded, outcomes, np.sort(rest))
            copy.floor_, copy.factor_ = DEFAULT_LOG_STD, 1.0
            output = copy._output(
                held_out_predictions(inverse, targets, half), copy._own_std_of_training(half)
            )
            size[held], std[held] = output.size_nm[held], output.log_size_std[held]
            shape[held] = output.shape_probabilities[held]
        return ModelOutput(size, std, shape)

    def _own_std_of_training(self, parts: Sequence[IntArray]) -> FloatArray:
        """Return each training row's own spread, as if its part had not been there."""
        own = np.zeros(len(self.points_))
        for held in parts:
            train = np.setdiff1d(np.arange(len(own)), held)
            similarity = exponential_kernel(self.points_[held], self.points_[train])
            own[held] = loneliness(similarity.max(axis=1))
        return own * self.log_scale_

    def predict_encoded(self, encoded: EncodedRecipes) -> ModelOutput:
        """Weigh the training rows by how near they are."""
        require_fitted(self, "coefficients_")
        points = kernel_columns(encoded)[0][:, self.columns_] * self.roots_
        targets, own = np.empty((len(points), N_TARGETS)), np.empty(len(points))
        coefficients = (self.variance_ * self.coefficients_).astype(np.float32)
        known = SparseKernel(self.points_)
        for start in range(0, len(points), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            similarity = known.similarity(points[part])
            targets[part] = similarity @ coefficients
            own[part] = loneliness(similarity.max(axis=1))
        same = series_kernel(SeriesKeys.of(encoded), self.series_, self.series_variances_)
        targets += same @ self.coefficients_.astype(np.float32)
        return self._output(targets, own * self.log_scale_)

    def _output(self, targets: FloatArray, own_std: FloatArray) -> ModelOutput:
        return ModelOutput(
            size_nm=np.exp(targets[:, 0] * self.log_scale_ + self.log_mean_),
            log_size_std=honest_std(own_std, self.floor_, self.factor_),
            shape_probabilities=normalised(targets[:, 1:] + self.shape_mean_),
        )

    def to_state(self) -> ModelState:
        """Return points, coefficients and scales."""
        require_fitted(self, "coefficients_")
        config: dict[str, Any] = {
            "log_mean": self.log_mean_,
            "log_scale": self.log_scale_,
            "floor": self.floor_,
            "factor": self.factor_,
            "shape_mean": self.shape_mean_.tolist(),
            "variance": self.variance_,
            "series_variances": self.series_variances_.tolist(),
        }
        arrays: dict[str, NDArray[Any]] = {
            "columns": self.columns_,
            "roots": self.roots_,
            "points": self.points_,
            "coefficients": self.coefficients_,
            "mixture": self.series_.mixture,
            "conditions": self.series_.conditions,
        }
        state = ModelState(self.kind, self.get_params(), config, arrays)
        if hasattr(self, "encoder_"):
            state.children["encoder"] = self.encoder_.to_state()
        return state

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.log_mean_ = float(state.config["log_mean"])
        model.log_scale_ = float(state.config["log_scale"])
        model.floor_ = float(state.config["floor"])
        model.factor_ = float(state.config["factor"])
        model.shape_mean_ = np.array(state.config["shape_mean"], float)
        model.columns_ = state.arrays["columns"]
        model.roots_ = state.arrays["roots"]
        model.points_ = state.arrays["points"]
        model.coefficients_ = state.arrays["coefficients"]
        model.variance_ = float(state.config["variance"])
        model.series_variances_ = np.array(state.config["series_variances"], float)
        model.series_ = SeriesKeys(state.arrays["mixture"], state.arrays["conditions"])
        if "encoder" in state.children:
            model.encoder_ = RecipeEncoder.from_state(state.children["encoder"])
        return model


def learning_rows(encoded: EncodedRecipes, most: int, seed: int) -> IntArray:
    """Choose rows to learn the kernel from: whole series, since a series shows what near means.

    A series is all recipes for one product with the same reagents, whatever their amounts.

    Args:
        encoded: n recipes.
        most: Number of rows to choose.
        seed: Seed of the choice.

    Returns:
        At most ``most`` rows.
    """
    if len(encoded) <= most:
        return np.arange(len(encoded))
    used = np.concatenate([encoded.block("amounts") > 0, encoded.block("product") > 0], axis=1)
    series = np.unique(used, axis=0, return_inverse=True)[1].reshape(-1)
    order = np.random.default_rng(seed).permutation(int(series.max()) + 1)
    return np.argsort(order[series], kind="stable")[:most]


def noise_basis(outcomes: Outcomes) -> NDArray[np.float64]:
    """Return the three columns that noise variances multiply.

    Args:
        outcomes: n outcomes.

    Returns:
        (n, 3): one; a trusted number over the particles counted, at most 4; whether unknown.
    """
    counted = outcomes.particles_counted
    known = np.isfinite(counted) & (counted > 0)
    few = np.where(known, TRUSTED_COUNT / 3 / np.where(known, counted, 1.0), 0.0)
    return np.column_stack([np.ones(len(counted)), np.minimum(few, 4.0), ~known]).astype(float)


def loneliness(largest_similarity: FloatArray) -> FloatArray:
    """Return the prior spread, in units of the whole, left when the nearest row is known.

    Args:
        largest_similarity: (n,) kernel between a row and the nearest training row.

    Returns:
        (n,) between 0 and 1.
    """
    spread: FloatArray = np.sqrt(np.maximum(1.0 - largest_similarity.astype(np.float64) ** 2, 0.0))
    return spread


def held_out_predictions(
    inverse: NDArray[np.float64], targets: NDArray[np.float64], parts: Sequence[IntArray]
) -> NDArray[np.float64]:
    """Return what each part would be predicted without itself, the kernel being fixed.

    For the rows I of a part, the errors are the solution of ``inverse[I, I] e = (inverse t)[I]``:
    the block form of leave-one-out (Rasmussen and Williams 2006, equation 5.12).

    Args:
        inverse: (n, n) inverse of the covariance.
        targets: (n, k) targets.
        parts: Rows that are left out together.

    Returns:
        (n, k) predictions; zeros for rows in no part.
    """
    solved = inverse @ targets
    predictions = np.zeros_like(targets)
    for held in parts:
        block = inverse[np.ix_(held, held)]
        predictions[held] = targets[held] - np.linalg.solve(block, solved[held])
    return predictions
