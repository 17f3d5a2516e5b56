"""Many recipes as flat arrays, so that their features are computed all at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.elemental import composition_vector
from ostwald.chemistry.descriptors.substance import substance_vectors
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import ProductIdentity, Substance

IntArray = npt.NDArray[np.intp]

# Amounts enter as log10(mmol + FLOOR), so that "none" is -3 and a trace is not far from it.
FLOOR_MMOL = 1e-3
ABSOLUTE_ZERO_C = -273.15


@dataclass(frozen=True, slots=True)
class RecipeBatch:
    """N recipes with T reagents of U different substances for P different products.

    Attributes:
        substances: The U substances.
        products: The P products.
        substance_of: Which substance each reagent is (T,).
        amount_mmol: How much of it (T,).
        first: Where the reagents of each recipe begin (N,); a recipe may have none.
        count: How many it has (N,).
        product_of: Which product each recipe makes (N,).
        injection_c: Injection temperature (N,); likewise the other conditions.
        heating_rate: In °C/min (N,), NaN where not known.
        vectors: `SubstanceVector` of each substance (U, d).
        compositions: Atoms per formula unit of each substance (U, 118).
    """

    substances: list[Substance]
    products: list[ProductIdentity]
    substance_of: IntArray
    amount_mmol: FloatArray
    first: IntArray
    count: IntArray
    product_of: IntArray
    injection_c: FloatArray
    reaction_c: FloatArray
    time_min: FloatArray
    heating_rate: FloatArray
    vectors: FloatArray
    compositions: FloatArray

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.first)

    def amount_of(self, per_mmol: FloatArray) -> FloatArray:
        """Return what each recipe holds of something that each substance brings.

        Args:
            per_mmol: How much of it a mmol of each substance brings (U,) or (U, k).

        Returns:
            The sum over the recipe's reagents (N,) or (N, k).
        """
        weights = self.amount_mmol if per_mmol.ndim == 1 else self.amount_mmol[:, None]
        return self._reduce(np.add, weights * per_mmol[self.substance_of], 0.0)

    def number_of(self, per_substance: FloatArray) -> FloatArray:
        """Return the sum over the recipe's reagents whatever their amounts (N,) or (N, k)."""
        return self._reduce(np.add, per_substance[self.substance_of], 0.0)

    def least(self, per_substance: FloatArray, empty: float) -> FloatArray:
        """Return the least value among the recipe's reagents (N,), ``empty`` without any."""
        return self._reduce(np.minimum, per_substance[self.substance_of], empty)

    def column(self, name: str) -> FloatArray:
        """Return one number of `SubstanceVector` for each substance (U,)."""
        return self.vectors[:, substance_vectors().names.index(name)]

    def columns(self, names: Sequence[str]) -> FloatArray:
        """Return some numbers of `SubstanceVector` for each substance (U, k)."""
        places = [substance_vectors().names.index(name) for name in names]
        return self.vectors[:, places]

    def _reduce(self, operation: np.ufunc, values: FloatArray, empty: float) -> FloatArray:
        result = np.full((len(self), *values.shape[1:]), empty)
        filled = self.count > 0
        if filled.any():
            result[filled] = operation.reduceat(values, self.first[filled], axis=0)
        return result


class RecipeBlock(ABC):
    """One family of features of recipes."""

    family: str

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Names of the features, with units where they have one."""

    @abstractmethod
    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch.

        Args:
            batch: N recipes.

        Returns:
            Matrix (N, len(names)).
        """


def make_batch(recipes: Sequence[ResolvedRecipe]) -> RecipeBatch:
    """Flatten recipes into arrays.

    Args:
        recipes: At least one.

    Returns:
        The batch, in the same order.
    """
    substances: dict[int, tuple[int, Substance]] = {}
    products: dict[int, tuple[int, ProductIdentity]] = {}
    substance_of: list[int] = []
    amounts: list[float] = []
    for recipe in recipes:
        products.setdefault(id(recipe.product), (len(products), recipe.product))
        for reagent in recipe.reagents:
            substance = reagent.substance
            place, _ = substances.setdefault(id(substance), (len(substances), substance))
            substance_of.append(place)
            amounts.append(reagent.amount_mmol)
    different = [substance for _, substance in substances.values()]
    count = np.array([len(recipe.reagents) for recipe in recipes], dtype=np.intp)
    rates = [r.heating_rate_c_per_min for r in recipes]
    compositions = [composition_vector(s.composition) for s in different]
    return RecipeBatch(
        substances=different,
        products=[product for _, product in products.values()],
        substance_of=np.array(substance_of, dtype=np.intp),
        amount_mmol=np.array(amounts, dtype=float),
        first=np.cumsum(count) - count,
        count=count,
        product_of=np.array([products[id(r.product)][0] for r in recipes], dtype=np.intp),
        injection_c=np.array([r.injection_temperature_c for r in recipes], dtype=float),
        reaction_c=np.array([r.reaction_temperature_c for r in recipes], dtype=float),
        time_min=np.array([r.reaction_time_min for r in recipes], dtype=float),
        heating_rate=np.array([np.nan if rate is None else rate for rate in rates], dtype=float),
        vectors=substance_vectors().matrix(different),
        compositions=np.stack(compositions) if compositions else np.zeros((0, 118)),
    )


def log_amount(amount: FloatArray) -> FloatArray:
    """Return log10 of an amount in mmol above a floor; none is -3."""
    return np.log10(np.maximum(amount, 0.0) + FLOOR_MMOL)


def log_ratio(over: FloatArray, under: FloatArray, limit: float = 4.0) -> FloatArray:
    """Return log10 of a ratio of amounts in mmol, kept within ±limit; 0 where both are none."""
    return np.clip(log_amount(over) - log_amount(under), -limit, limit)
