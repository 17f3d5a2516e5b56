"""A recipe as tokens: one a chemical, one for the product, the conditions, and the mixture.

Every token is made of descriptors, never of names, so that a chemical nobody used before has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import ModelState, require_fitted
from ostwald.models.deep.piecewise import (
    FloatArray,
    PiecewiseLinear,
    Standard,
    join_edges,
    split_edges,
)

if TYPE_CHECKING:
    from ostwald.chemistry.descriptors.batch import RecipeBatch
    from ostwald.chemistry.resolved import ResolvedRecipe

AMOUNT_BINS = 16
CONDITION_BINS = 32
SMALLEST_AMOUNT_MMOL = 1e-3
SMALLEST_SHARE = 1e-4
SHORTEST_TIME_MIN = 0.01
N_AMOUNTS = 2
"""Numbers that say how much of a chemical there is: its amount and its share of the flask."""

FAMILIES = ("substance", "product", "mixture", "flask", "totals")
"""Families of numbers that can be left out, to see what each is worth. ``totals`` are each
chemical's share of the flask and the total amount: without them and the mixture, how much there is
of a chemical is told by its own token alone."""


@dataclass(frozen=True)
class Tokens:
    """n recipes of at most t chemicals, as numbers.

    Attributes:
        substances: (u, a) descriptors of the chemicals that occur.
        substance_of: (n, t) which of them each token is; 0 where there is none.
        present: (n, t) whether there is a token.
        amounts: (n, t, b) how much of it, spread over bins.
        product: (n, c) descriptors of the product.
        conditions: (n, d) temperatures, time, heating rate and total amount, spread over bins.
        mixture: (n, e) descriptors of the recipe as a whole.
    """

    substances: NDArray[np.float32]
    substance_of: NDArray[np.int64]
    present: NDArray[np.bool_]
    amounts: NDArray[np.float32]
    product: NDArray[np.float32]
    conditions: NDArray[np.float32]
    mixture: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.substance_of)

    @property
    def counts(self) -> NDArray[np.int64]:
        """Number of chemicals of each recipe (n,)."""
        counts: NDArray[np.int64] = self.present.sum(axis=1)
        return counts

    def take(self, rows: NDArray[Any]) -> Tokens:
        """Return some of the recipes, by index, without empty places at their ends."""
        longest = max(int(self.counts[rows].max(initial=1)), 1)
        return Tokens(
            self.substances,
            self.substance_of[rows, :longest],
            self.present[rows, :longest],
            self.amounts[rows, :longest],
            self.product[rows],
            self.conditions[rows],
            self.mixture[rows],
        )


class TokenEncoder:
    """Turns resolved recipes into tokens, in the scales of the recipes it was fitted on.

    Args:
        without: Families of numbers to leave out, of `FAMILIES`: their columns become zero.
    """

    def __init__(self, without: Sequence[str] = ()) -> None:
        unknown = set(without) - set(FAMILIES)
        if unknown:
            raise ValueError(f"unknown families: {sorted(unknown)}, known are {FAMILIES}")
        self.without = tuple(without)

    def fit(self, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Learn the scales of descriptors, amounts and conditions.

        Args:
            recipes: Training recipes.

        Returns:
            The encoder itself.
        """
        batch = _batch(recipes)
        amounts, conditions = self._amounts(batch), self._conditions(batch)
        self.substance_ = Standard.fit(_substances(batch))
        self.product_ = Standard.fit(_products(batch))
        self.mixture_ = Standard.fit(self._mixture(recipes))
        self.amounts_ = [PiecewiseLinear.fit(column, AMOUNT_BINS) for column in amounts.T]
        self.conditions_ = [PiecewiseLinear.fit(column, CONDITION_BINS) for column in conditions.T]
        return self

    def transform(self, recipes: Sequence[ResolvedRecipe]) -> Tokens:
        """Encode recipes.

        Args:
            recipes: n resolved recipes.

        Returns:
            Their tokens.

        Raises:
            RuntimeError: The encoder is not fitted.
        """
        require_fitted(self, "substance_")
        batch = _batch(recipes)
        n, most = len(recipes), max(int(batch.count.max(initial=1)), 1)
        present = np.arange(most) < batch.count[:, None]
        substance_of = np.zeros((n, most), np.int64)
        substance_of[present] = batch.substance_of
        width = sum(encoding.width for encoding in self.amounts_)
        amounts = np.zeros((n, most, width), np.float32)
        amounts[present] = _spread(self.amounts_, self._amounts(batch))
        return Tokens(
            substances=self._kept("substance", self.substance_(_substances(batch))),
            substance_of=substance_of,
            present=present,
            amounts=amounts,
            product=self._kept("product", self.product_(_products(batch))),
            conditions=_spread(self.conditions_, self._conditions(batch)),
            mixture=self.mixture_(self._mixture(recipes)),
        )

    def _kept(self, family: str, values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.zeros_like(values) if family in self.without else values

    def _amounts(self, batch: RecipeBatch) -> NDArray[np.float64]:
        amounts = _amounts(batch)
        if "totals" in self.without:
            amounts[:, 1] = 0.0
        return amounts

    def _conditions(self, batch: RecipeBatch) -> NDArray[np.float64]:
        conditions = _conditions(batch)
        if "totals" in self.without:
            conditions[:, -1] = 0.0
        return conditions

    def _mixture(self, recipes: Sequence[ResolvedRecipe]) -> NDArray[np.float64]:
        """Return descriptors of the recipe as written, and of the flask after its reactions."""
        from ostwald.chemistry.descriptors.recipe import RecipeFeaturizer
        from ostwald.chemistry.intermediates import complete

        featurizer = RecipeFeaturizer()
        empty = np.zeros((len(recipes), len(featurizer.feature_names)))
        written, reacted = empty, empty
        if "mixture" not in self.without:
            written = _signed_log(featurizer.transform(recipes).astype(np.float64))
        if "flask" not in self.without:
            flasks = [complete(recipe) for recipe in recipes]
            reacted = _signed_log(featurizer.transform(flasks).astype(np.float64))
        return np.hstack([written, reacted])

    def to_state(self) -> ModelState:
        """Return what was learnt as plain data."""
        require_fitted(self, "substance_")
        arrays: dict[str, NDArray[Any]] = join_edges([*self.amounts_, *self.conditions_])
        for name in ("substance", "product", "mixture"):
            standard: Standard = getattr(self, f"{name}_")
            arrays[f"{name}_mean"], arrays[f"{name}_scale"] = standard.mean, standard.scale
        return ModelState("token_encoder", {"without": list(self.without)}, {}, arrays)

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild an encoder."""
        encoder = cls(**state.params)
        for name in ("substance", "product", "mixture"):
            mean, scale = state.arrays[f"{name}_mean"], state.arrays[f"{name}_scale"]
            setattr(encoder, f"{name}_", Standard(mean, scale))
        encodings = split_edges(state.arrays)
        encoder.amounts_, encoder.conditions_ = encodings[:N_AMOUNTS], encodings[N_AMOUNTS:]
        return encoder


def _batch(recipes: Sequence[ResolvedRecipe]) -> RecipeBatch:
    from ostwald.chemistry.descriptors.batch import make_batch

    return make_batch(recipes)


def _substances(batch: RecipeBatch) -> NDArray[np.float64]:
    if not batch.substances:
        return np.zeros((1, batch.vectors.shape[1] + batch.compositions.shape[1]))
    return _signed_log(np.hstack([batch.vectors, batch.compositions]))


def _products(batch: RecipeBatch) -> NDArray[np.float64]:
    from ostwald.chemistry.descriptors.product import product_vector

    vectors = np.stack([product_vector(product) for product in batch.products])
    return _signed_log(vectors)[batch.product_of]


def _amounts(batch: RecipeBatch) -> NDArray[np.float64]:
    """Return logarithms of amount and share of every reagent (T, 2)."""
    total = batch.amount_of(np.ones(len(batch.substances)))
    share = batch.amount_mmol / np.maximum(np.repeat(total, batch.count), 1e-12)
    return np.column_stack(
        [
            np.log10(batch.amount_mmol + SMALLEST_AMOUNT_MMOL),
            np.log10(share + SMALLEST_SHARE),
        ]
    )


def _conditions(batch: RecipeBatch) -> NDArray[np.float64]:
    """Return temperatures, log time, heating rate (0 where not known) and log total amount."""
    total = batch.amount_of(np.ones(len(batch.substances)))
    return np.column_stack(
        [
            batch.injection_c,
            batch.reaction_c,
            np.log10(np.maximum(batch.time_min, SHORTEST_TIME_MIN)),
            np.nan_to_num(batch.heating_rate, nan=0.0),
            np.log10(np.maximum(total, SMALLEST_AMOUNT_MMOL)),
        ]
    )


def _spread(encodings: Sequence[PiecewiseLinear], columns: FloatArray) -> NDArray[np.float32]:
    return np.concatenate(
        [encoding(columns[:, i]) for i, encoding in enumerate(encodings)], axis=-1
    )


def _signed_log(values: FloatArray) -> NDArray[np.float64]:
    """Tame counts and masses: the sign times log(1 + |value|)."""
    return np.sign(values) * np.log1p(np.abs(values))
