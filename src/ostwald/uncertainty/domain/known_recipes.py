"""The recipes that a model has learnt from, as arrays in which others can be placed.

Likeness of two recipes has three parts, each 1 for equal recipes: the Bhattacharyya coefficient
of the element fractions of the products, that of the reagents' shares (amounts on a logarithmic
scale, so that which chemicals are there counts for more than how much of the solvent), and a
Gaussian of the distance in temperatures and log time. Their product is the likeness as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from ostwald.models.base import FloatArray, IntArray, ModelState

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ostwald.chemistry.resolved import ResolvedRecipe

Floats = npt.NDArray[np.float32]

SMALLEST_AMOUNT_MMOL = 0.01
"""An amount of this size counts as hardly there."""

TEMPERATURE_SCALE_C = 80.0
LOG_TIME_SCALE = 2.0
"""One unit of distance: degrees for temperatures, a power of e for time."""

SHORTEST_TIME_MIN = 1.0 / 60.0
"""Some published times are 0; a second stands for them."""

CROWD_POWER = 8
"""High, so that only recipes of the same kind of flask make a crowd."""

LONG_SERIES = 50.0
"""A crowd of this many leaves nothing new."""

SAME_SERIES = 0.9
"""Recipes with at least this share of the best likeness in product and reagents count as near
when conditions are compared."""

CHUNK = 512


@dataclass(frozen=True)
class Familiarity:
    """How n recipes lie among the known ones.

    Attributes:
        composition: (n,) likeness of the product of the recipe nearest in product and reagents.
        chemicals: (n,) likeness of that recipe's reagents.
        conditions: (n,) likeness of the conditions of the best among the recipes about as near.
        nearest: (n,) likeness as a whole of the nearest recipe, 1 for a known one.
        crowd: (n,) about how many known recipes are practically the same.
        neighbour: (n,) position of the nearest known recipe.
    """

    composition: FloatArray
    chemicals: FloatArray
    conditions: FloatArray
    nearest: FloatArray
    crowd: FloatArray
    neighbour: IntArray

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.nearest)

    @property
    def novelty(self) -> FloatArray:
        """(n,) 0 amid a long known series, 1 where no known recipe is practically the same."""
        novelty: FloatArray = np.clip(1.0 - np.log1p(self.crowd) / np.log1p(LONG_SERIES), 0.0, 1.0)
        return novelty

    @classmethod
    def join(cls, parts: Sequence[Familiarity], order: Sequence[IntArray], n: int) -> Familiarity:
        """Put parts together.

        Args:
            parts: Familiarities of some recipes each.
            order: Places of each part's recipes in the whole.
            n: Number of recipes in the whole.

        Returns:
            The whole.
        """
        columns = {}
        for name in cls.__dataclass_fields__:
            first = getattr(parts[0], name)
            columns[name] = np.zeros(n, first.dtype)
            for part, places in zip(parts, order, strict=True):
                columns[name][places] = getattr(part, name)
        return cls(**columns)


class KnownRecipes:
    """Recipes as shares of elements and of reagents, and as conditions.

    Args:
        elements: Names of the columns of element shares.
        reagents: Identities of the chemicals that are the columns of reagent shares.
        products: (m, elements) roots of the element fractions.
        shares: (m, reagents) roots of the reagents' shares.
        conditions: (m, 3) injection and reaction temperature in degC, time in min.
    """

    def __init__(
        self,
        elements: Sequence[str],
        reagents: Sequence[str],
        products: Floats,
        shares: csr_array,
        conditions: Floats,
    ) -> None:
        self.elements = list(elements)
        self.reagents = list(reagents)
        self.products = products
        self.shares = shares
        self.conditions = conditions

    @classmethod
    def of(cls, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Remember recipes.

        Args:
            recipes: m recipes.

        Returns:
            The arrays in which others can be placed.
        """
        elements = sorted({symbol for recipe in recipes for symbol in recipe.product.composition})
        reagents = sorted({r.substance.identity for recipe in recipes for r in recipe.reagents})
        return cls(
            elements,
            reagents,
            _roots(map(_fractions, recipes), elements, len(recipes)).toarray(),
            _roots(map(_shares, recipes), reagents, len(recipes)),
            conditions_of(recipes),
        )

    def __len__(self) -> int:
        """Return the number of known recipes."""
        return len(self.conditions)

    def take(self, rows: IntArray | npt.NDArray[np.bool_]) -> Self:
        """Return some of the known recipes, by index or mask, with the same columns."""
        return type(self)(
            self.elements,
            self.reagents,
            self.products[rows],
            self.shares[rows],
            self.conditions[rows],
        )

    def place(self, recipes: Sequence[ResolvedRecipe]) -> Familiarity:
        """Say how recipes lie among the known ones.

        Args:
            recipes: n recipes.

        Returns:
            Their familiarity.
        """
        return self.compare(
            _roots(map(_fractions, recipes), self.elements, len(recipes)).toarray(),
            _roots(map(_shares, recipes), self.reagents, len(recipes)),
            conditions_of(recipes),
        )

    def place_known(self, rows: IntArray, among: IntArray) -> Familiarity:
        """Say how some of the known recipes lie among others of them.

        Args:
            rows: Positions of the recipes to place.
            among: Positions of those they are placed among.

        Returns:
            Their familiarity; ``neighbour`` counts positions within ``among``.
        """
        placed = self.take(rows)
        return self.take(among).compare(placed.products, placed.shares, placed.conditions)

    def compare(self, products: Floats, shares: csr_array, conditions: Floats) -> Familiarity:
        """Place recipes that are given in the columns of this object; see ``place``."""
        known_products = np.ascontiguousarray(self.products.T)
        known_shares = np.ascontiguousarray(self.shares.toarray().T)
        known_points = scaled_conditions(self.conditions)
        points = scaled_conditions(conditions)
        n = len(points)
        columns: dict[str, Any] = {name: np.zeros(n) for name in Familiarity.__dataclass_fields__}
        columns["neighbour"] = np.zeros(n, np.int64)
        for start in range(0, n, CHUNK):
            part = slice(start, start + CHUNK)
            product = products[part] @ known_products
            reagents = np.asarray(shares[part] @ known_shares)
            series = product * reagents
            closeness = np.exp(-0.5 * _squared_distance(points[part], known_points))
            whole = series * closeness
            row = np.arange(len(whole))
            best = series.argmax(axis=1)
            neighbour = whole.argmax(axis=1)
            near = series >= SAME_SERIES * series[row, best][:, None]
            columns["composition"][part] = product[row, best]
            columns["chemicals"][part] = reagents[row, best]
            columns["conditions"][part] = np.where(near, closeness, 0.0).max(axis=1)
            columns["nearest"][part] = whole[row, neighbour]
            columns["neighbour"][part] = neighbour
            power = whole
            for _ in range(int(np.log2(CROWD_POWER))):
                power = power * power
            columns["crowd"][part] = power.sum(axis=1)
        for name in ("composition", "chemicals", "conditions", "nearest"):
            np.clip(columns[name], 0.0, 1.0, out=columns[name])
        return Familiarity(**columns)

    def to_state(self) -> ModelState:
        """Return the arrays as plain data; products, of which there are few, once each."""
        unique, product = np.unique(self.products, axis=0, return_inverse=True)
        return ModelState(
            "known_recipes",
            config={"elements": self.elements, "reagents": self.reagents},
            arrays={
                "products": unique.astype(np.float32),
                "product": product.reshape(-1).astype(np.uint16),
                "share_values": self.shares.data.astype(np.float32),
                "share_columns": self.shares.indices.astype(np.uint16),
                "share_starts": self.shares.indptr.astype(np.int32),
                "conditions": self.conditions.astype(np.float32),
            },
        )

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the object."""
        from scipy.sparse import csr_array

        arrays, reagents = state.arrays, list(state.config["reagents"])
        conditions = arrays["conditions"]
        shares = csr_array(
            (
                arrays["share_values"].astype(np.float32),
                arrays["share_columns"].astype(np.int32),
                arrays["share_starts"],
            ),
            shape=(len(conditions), len(reagents)),
        )
        products = arrays["products"][arrays["product"]]
        return cls(state.config["elements"], reagents, products, shares, conditions)


def conditions_of(recipes: Sequence[ResolvedRecipe]) -> Floats:
    """Return injection and reaction temperature in degC and time in min.

    Args:
        recipes: n recipes.

    Returns:
        (n, 3) numbers.
    """
    rows = [
        (r.injection_temperature_c, r.reaction_temperature_c, r.reaction_time_min) for r in recipes
    ]
    return np.array(rows, np.float32).reshape(len(recipes), 3)


def scaled_conditions(conditions: Floats) -> Floats:
    """Return conditions in units of distance; time counts by its logarithm."""
    log_time = np.log(np.maximum(conditions[:, 2], SHORTEST_TIME_MIN)) / LOG_TIME_SCALE
    scaled: Floats = np.column_stack([conditions[:, :2] / TEMPERATURE_SCALE_C, log_time]).astype(
        np.float32
    )
    return scaled


def _squared_distance(a: Floats, b: Floats) -> Floats:
    squared = np.zeros((len(a), len(b)), np.float32)
    for column in range(a.shape[1]):
        step = np.subtract.outer(a[:, column], b[:, column])
        squared += step * step
    return squared


def _fractions(recipe: ResolvedRecipe) -> Mapping[str, float]:
    return recipe.product.composition


def _shares(recipe: ResolvedRecipe) -> Mapping[str, float]:
    return {
        reagent.substance.identity: float(np.log1p(reagent.amount_mmol / SMALLEST_AMOUNT_MMOL))
        for reagent in recipe.reagents
    }


def _roots(rows: Iterable[Mapping[str, float]], names: Sequence[str], n: int) -> csr_array:
    """Return the square roots of shares; a name that is no column has its share all the same."""
    from scipy.sparse import csr_array

    column = {name: number for number, name in enumerate(names)}
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for row in rows:
        total = sum(row.values()) or 1.0
        for name, share in row.items():
            if name in column:
                values.append(float(np.sqrt(share / total)))
                columns.append(column[name])
        starts.append(len(values))
    arrays: tuple[npt.NDArray[Any], ...] = (
        np.array(values, np.float32),
        np.array(columns, np.int32),
        np.array(starts, np.int32),
    )
    return csr_array(arrays, shape=(n, len(names)))
