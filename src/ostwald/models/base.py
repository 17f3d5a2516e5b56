"""What every model of size and shape takes, gives and promises."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.models.answer import Answer, Domain, Evidence
from ostwald.recipes.shapes import SHAPES

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.recipes.outcome import Outcome
    from ostwald.recipes.table import RecipeTable

__all__ = [
    "DEFAULT_LOG_STD",
    "LEAST_WEIGHT",
    "N_SHAPES",
    "TRUSTED_COUNT",
    "Answer",
    "Domain",
    "Evidence",
    "FloatArray",
    "IntArray",
    "ModelState",
    "Outcomes",
    "Resumable",
    "SynthesisModel",
    "check_trainable",
    "count_weights",
    "require_fitted",
]

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]

N_SHAPES = len(SHAPES)
"""Number of shape classes."""

TRUSTED_COUNT = 300
"""Particles counted from which on a size weighs full."""

LEAST_WEIGHT = 0.5
"""Weight of a size from very few particles, or from an unknown number of them."""

DEFAULT_LOG_STD = 0.35
"""Spread assumed where there are too few rows to measure it: about 40 % in size."""


@dataclass(frozen=True)
class Outcomes:
    """Measured outcomes of n recipes, as columns.

    Attributes:
        size_nm: (n,) equal-area diameters in nm; nan where unknown.
        shape: (n,) indices into ``SHAPES``; -1 where unknown.
        particles_counted: (n,) particles behind each size; nan where unknown.
        doi: (n,) paper of each recipe, ``None`` or an empty string where unknown.
        size_distribution_percent: (n,) standard deviation of the sizes in % of their mean; nan
            where unknown, and everywhere when left out.
        absorption_peak_nm: (n,) first absorption peaks in nm; nan where unknown, and everywhere
            when left out.
        collection: (n,) collection that each recipe comes from; ``None`` where unknown, and
            everywhere when left out.
        size_error: (n,) standard error of a size that a sizing curve gave, as a share of the size;
            0 for sizes that were measured, and everywhere when left out.
    """

    size_nm: FloatArray
    shape: IntArray
    particles_counted: FloatArray
    doi: NDArray[np.object_]
    size_distribution_percent: FloatArray = None  # type: ignore[assignment]
    absorption_peak_nm: FloatArray = None  # type: ignore[assignment]
    collection: NDArray[np.object_] = None  # type: ignore[assignment]
    size_error: FloatArray = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """Fill columns that were left out, and check that all are equally long."""
        n = len(self.size_nm)
        for name in ("size_distribution_percent", "absorption_peak_nm"):
            if getattr(self, name) is None:
                object.__setattr__(self, name, np.full(n, np.nan))
        if self.collection is None:
            object.__setattr__(self, "collection", np.full(n, None, dtype=object))
        if self.size_error is None:
            object.__setattr__(self, "size_error", np.zeros(n))
        lengths = {len(column) for column in self._columns()}
        if len(lengths) != 1:
            raise ValueError(f"the columns differ in length: {sorted(lengths)}")

    def _columns(self) -> list[NDArray[Any]]:
        return [getattr(self, column.name) for column in fields(self)]

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.size_nm)

    @classmethod
    def from_table(cls, table: RecipeTable) -> Self:
        """Collect the outcomes of a recipe table.

        Args:
            table: A table with one outcome a recipe.

        Returns:
            The outcomes in the table's order.
        """
        return cls.from_outcomes(table.outcomes)

    @classmethod
    def from_outcomes(cls, rows: Sequence[Outcome]) -> Self:
        """Collect single outcomes into columns.

        Args:
            rows: n outcomes; edge lengths become diameters of the circle of equal area.

        Returns:
            The outcomes in the same order; edge lengths as equal-area diameters.

        Raises:
            InputError: A size is an edge length of particles whose shape is not known.
        """
        from ostwald.recipes.size_conventions import to_equal_area

        index = {shape: i for i, shape in enumerate(SHAPES)}
        rows = [to_equal_area(row) for row in rows]

        def numbers(name: str) -> FloatArray:
            values = [getattr(row, name) for row in rows]
            return np.array([np.nan if value is None else value for value in values], float)

        return cls(
            size_nm=numbers("size_nm"),
            shape=np.array([-1 if o.shape is None else index[o.shape] for o in rows], np.int64),
            particles_counted=numbers("particles_counted"),
            doi=np.array([o.doi for o in rows], dtype=object),
            size_distribution_percent=numbers("size_distribution_percent"),
            absorption_peak_nm=numbers("absorption_peak_nm"),
            collection=np.array([o.collection for o in rows], dtype=object),
            size_error=np.nan_to_num(numbers("size_error_percent") / 100.0),
        )

    def take(self, rows: IntArray | NDArray[np.bool_]) -> Self:
        """Return the outcomes of some rows.

        Args:
            rows: Indices or a mask.

        Returns:
            The chosen rows, in the order of ``rows``.
        """
        return type(self)(*(column[rows] for column in self._columns()))


@dataclass
class ModelState:
    """All that a fitted model needs in order to predict, as plain data.

    Attributes:
        kind: The model's name in the registry.
        params: The constructor's arguments, JSON-compatible.
        config: Whatever was learnt and is small: names, counts, scalars; JSON-compatible.
        arrays: Whatever was learnt and is large.
        children: States of the models or parts this one is made of.
    """

    kind: str
    params: dict[str, Any] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    children: dict[str, ModelState] = field(default_factory=dict)


class SynthesisModel(ABC):
    """A model of what comes out of the flask, with scikit-learn's contract.

    Arguments of the constructor are stored unchanged under their own names; all work happens in
    ``fit``; what is learnt has a trailing underscore.
    """

    kind: ClassVar[str]

    @classmethod
    def _param_names(cls) -> list[str]:
        signature = inspect.signature(cls.__init__)
        return [name for name in signature.parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the constructor's arguments.

        Args:
            deep: Accepted for scikit-learn's sake.

        Returns:
            Names and values.
        """
        return {name: getattr(self, name) for name in self._param_names()}

    def set_params(self, **params: Any) -> Self:
        """Change arguments of the constructor.

        Args:
            **params: New values.

        Returns:
            The model itself.

        Raises:
            ValueError: A name is not an argument of the constructor.
        """
        known = self._param_names()
        for name, value in params.items():
            if name not in known:
                raise ValueError(f"{type(self).__name__} has no parameter {name!r}, only {known}")
            setattr(self, name, value)
        return self

    @abstractmethod
    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Learn from recipes and what came out of them.

        Args:
            recipes: n resolved recipes.
            outcomes: Their n outcomes; rows with an unknown size
                may be left out.

        Returns:
            The model itself.

        Raises:
            InputError: There is too little to learn from.
            MissingExtraError: The extra ``train`` is not installed.
        """

    @abstractmethod
    def predict(self, recipes: Sequence[ResolvedRecipe]) -> Answer:
        """Predict size and shape.

        Args:
            recipes: n resolved recipes.

        Returns:
            The predictions, in the order of the recipes.

        Raises:
            RuntimeError: The model is not fitted.
        """

    @abstractmethod
    def to_state(self) -> ModelState:
        """Return the fitted model as plain data.

        Raises:
            RuntimeError: The model is not fitted.
        """

    @classmethod
    @abstractmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild a fitted model that predicts without any training library."""


@runtime_checkable
class Resumable(Protocol):
    """A model whose fit takes long enough to be worth going on with after being interrupted."""

    def resume_in(self, folder: Path) -> Self:
        """Keep checkpoints in a folder, and go on from those that are there."""


def require_fitted(model: object, attribute: str) -> None:
    """Raise unless ``fit`` has set the attribute.

    Raises:
        RuntimeError: The model is not fitted.
    """
    if not hasattr(model, attribute):
        raise RuntimeError(f"this {type(model).__name__} is not fitted; call fit first")


def check_trainable(outcomes: Outcomes, minimum: int = 3) -> None:
    """Raise unless there are enough rows with a usable size.

    Args:
        outcomes: Outcomes to learn from.
        minimum: Least number of rows with a known size.

    Raises:
        InputError: Too few sizes, or a size that is not positive.
    """
    known = np.isfinite(outcomes.size_nm)
    if np.any(outcomes.size_nm[known] <= 0):
        row = int(np.flatnonzero(known & ~(outcomes.size_nm > 0))[0])
        raise InputError(
            f"the size is {outcomes.size_nm[row]:g} nm, which is not positive",
            where=f"row {row}",
            hint="leave the size blank where it is unknown",
        )
    if int(known.sum()) < minimum:
        raise InputError(
            f"only {int(known.sum())} of {len(outcomes)} recipes have a known size",
            hint=f"fitting needs at least {minimum}; fill size_nm or absorption_peak_nm",
        )


def count_weights(outcomes: Outcomes) -> FloatArray:
    """Weigh sizes by the particles counted: between `LEAST_WEIGHT` and 1, linearly.

    Sizes from an absorption peak weigh in full: all particles of the cuvette count, and the error
    of the curve is no larger than the scatter between runs.

    Args:
        outcomes: n outcomes.

    Returns:
        (n,) weights.
    """
    counted = np.nan_to_num(outcomes.particles_counted, nan=0.0)
    weights = np.clip(counted / TRUSTED_COUNT, LEAST_WEIGHT, 1.0)
    return np.where(outcomes.size_error > 0.0, 1.0, weights)
