"""The published recipes that resemble a recipe most.

The similarity is a product of four parts, each 1 for equal recipes:

- products: the elements of both, the same element counting in full, one of the same group or kind
  in part;
- chemicals: how alike the chemicals are (`likeness`), weighted with their amounts on a logarithmic
  scale, so that which chemicals are there counts for more than how much of the solvent;
- proportions: a Gaussian of the logarithms of anion precursor, ligand and everything else per
  cation precursor, so that a batch of another scale is the same recipe;
- conditions: a Gaussian of both temperatures and the logarithm of time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.descriptors.elemental import element_order
from ostwald.chemistry.elements import elements
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import Substance
from ostwald.uncertainty.likeness import WIDTH, shared_matrix

Floats = npt.NDArray[np.float32]

# An amount of this size counts as hardly there, mmol.
SMALLEST_AMOUNT_MMOL = 0.01
SMALLEST_TIME_MIN = 1.0 / 60.0
# One unit of distance: degrees for temperatures, powers of e for time and proportions.
TEMPERATURE_SCALE_C = 80.0
LOG_TIME_SCALE = 2.0
LOG_PROPORTION_SCALE = 1.5
# Beyond this many powers of e a proportion is as different as it can be.
MOST_LOG_PROPORTION = 7.0
# How much of an element another one of its group, or of its kind, shares.
GROUP_SHARE, KIND_SHARE = 0.25, 0.10
NOBLE = frozenset(["Ru", "Rh", "Pd", "Ag", "Os", "Ir", "Pt", "Au"])
CHUNK = 512


class NearestRecipes:
    """Finds the known recipes most like others."""

    def __init__(self, recipes: Sequence[ResolvedRecipe]) -> None:
        substances = {r.substance.identity: r.substance for q in recipes for r in q.reagents}
        self._column = {identity: column for column, identity in enumerate(substances)}
        self._products = _product_vectors(recipes)
        self._chemicals = self._chemical_vectors(recipes, substances)
        self._points = _points(recipes)

    def find(
        self, recipes: Sequence[ResolvedRecipe], k: int
    ) -> tuple[npt.NDArray[np.intp], Floats]:
        """Return the k nearest known recipes of each.

        Args:
            recipes: n recipes.
            k: How many to return; fewer where fewer are known.

        Returns:
            Positions among the known recipes, shape (n, k), the most similar first, and their
            similarities from 0 to 1, same shape.
        """
        k = min(k, len(self._points))
        positions = np.empty((len(recipes), k), dtype=np.intp)
        similarities = np.empty((len(recipes), k), dtype=np.float32)
        for start in range(0, len(recipes) if k else 0, CHUNK):
            part = slice(start, start + CHUNK)
            similarity = self.similarity(recipes[part])
            best = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
            values = np.take_along_axis(similarity, best, axis=1)
            # Of equal ones the first in the file goes first, on every machine.
            order = np.lexsort((best, -values), axis=1)
            positions[part] = np.take_along_axis(best, order, axis=1)
            similarities[part] = np.take_along_axis(values, order, axis=1)
        return positions, similarities

    def similarity(self, recipes: Sequence[ResolvedRecipe]) -> Floats:
        """Return how alike each recipe and each known one are.

        Args:
            recipes: n recipes.

        Returns:
            Similarities from 0 to 1, shape (n, known).
        """
        substances = {r.substance.identity: r.substance for q in recipes for r in q.reagents}
        product = _product_vectors(recipes) @ self._products.T
        chemicals = self._chemical_vectors(recipes, substances) @ self._chemicals.T
        points = _points(recipes)
        squares = np.sum(points**2, axis=1)[:, None] + np.sum(self._points**2, axis=1)[None, :]
        distance = np.maximum(squares - 2.0 * points @ self._points.T, 0.0)
        similarity: Floats = product * chemicals * np.exp(-0.5 * distance)
        return np.clip(similarity, 0.0, 1.0)

    def _chemical_vectors(
        self, recipes: Sequence[ResolvedRecipe], substances: Mapping[str, Substance]
    ) -> Floats:
        """Return a vector of length one for the chemicals of each recipe.

        The last columns are the known chemicals' own; those of unknown ones count for the length
        of the vector, but nothing known has a share in them.
        """
        place = {identity: number for number, identity in enumerate(substances)}
        shared, own = shared_matrix(list(substances.values()))
        weights = np.zeros((len(recipes), len(place)), dtype=np.float32)
        for row, recipe in enumerate(recipes):
            for reagent in recipe.reagents:
                amount = math.log1p(reagent.amount_mmol / SMALLEST_AMOUNT_MMOL)
                weights[row, place[reagent.substance.identity]] = math.sqrt(amount)
        vectors = np.zeros((len(recipes), WIDTH + len(self._column)), dtype=np.float32)
        vectors[:, :WIDTH] = weights @ shared
        alone = weights * own
        unknown = np.zeros(len(recipes), dtype=np.float32)
        for identity, number in place.items():
            column = self._column.get(identity)
            if column is None:
                unknown += alone[:, number] ** 2
            else:
                vectors[:, WIDTH + column] = alone[:, number]
        length = np.sqrt(np.sum(vectors**2, axis=1) + unknown)
        vectors /= np.maximum(length, 1e-9)[:, None]
        return vectors


def _product_vectors(recipes: Sequence[ResolvedRecipe]) -> Floats:
    """Return a vector of length one for the product of each recipe."""
    order = element_order()
    shares = np.zeros((len(recipes), len(order)), dtype=np.float32)
    for row, recipe in enumerate(recipes):
        composition = recipe.product.composition
        atoms = sum(composition.values()) or 1.0
        for symbol, number in composition.items():
            shares[row, order[symbol]] = math.sqrt(number / atoms)
    vectors: Floats = shares @ _element_vectors()
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)[:, None]
    return vectors


@cache
def _element_vectors() -> Floats:
    """Return a vector of length one for each element: its own part, its group's, its kind's."""
    symbols = list(element_order())
    groups = [elements()[symbol].group for symbol in symbols]
    kinds = [_kind(symbol) for symbol in symbols]
    own = np.sqrt(1.0 - GROUP_SHARE - KIND_SHARE) * np.eye(len(symbols))
    group = np.sqrt(GROUP_SHARE) * np.equal.outer(groups, sorted(set(groups)))
    kind = np.sqrt(KIND_SHARE) * np.array(
        [[k == other for other in sorted(set(kinds))] for k in kinds]
    )
    return np.hstack([own, group, kind]).astype(np.float32)


def _kind(symbol: str) -> str:
    """Return to which kind of element one belongs, as the chemistry of nanocrystals sees it."""
    element = elements()[symbol]
    if symbol in NOBLE:
        return "noble metal"
    if not element.is_metal:
        return "non-metal"
    if element.group in (1, 2):
        return "alkali or alkaline earth metal"
    if element.block == "f" or element.group == 3:
        return "rare earth"
    return "transition metal" if element.group <= 11 else "post-transition metal"


def _points(recipes: Sequence[ResolvedRecipe]) -> Floats:
    """Return conditions and proportions in units of distance."""
    rows = []
    for recipe in recipes:
        amount = {"cation_precursor": 0.0, "anion_precursor": 0.0, "ligand": 0.0, "": 0.0}
        for reagent in recipe.reagents:
            role = reagent.substance.roles[0] if reagent.substance.roles else ""
            amount[role if role in amount else ""] += reagent.amount_mmol
        cation = math.log(amount.pop("cation_precursor") + SMALLEST_AMOUNT_MMOL)
        rows.append(
            (
                recipe.injection_temperature_c / TEMPERATURE_SCALE_C,
                recipe.reaction_temperature_c / TEMPERATURE_SCALE_C,
                math.log(max(recipe.reaction_time_min, SMALLEST_TIME_MIN)) / LOG_TIME_SCALE,
                *(_proportion(mmol, cation) for mmol in amount.values()),
            )
        )
    return np.array(rows, dtype=np.float32).reshape(len(rows), 6)


def _proportion(amount_mmol: float, log_cation: float) -> float:
    proportion = math.log(amount_mmol + SMALLEST_AMOUNT_MMOL) - log_cation
    return max(-MOST_LOG_PROPORTION, min(proportion, MOST_LOG_PROPORTION)) / LOG_PROPORTION_SCALE
