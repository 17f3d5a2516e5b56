"""Typical flasks from published recipes: medians in which every paper weighs the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.sources import needed_metals
from ostwald.explain.categories import ADDITIVE, ANION, CATION, LIGAND, SOLVENT, categories_of
from ostwald.explain.typical import ANY, TypicalFlask, metal_mmol
from ostwald.models.base import FloatArray

LEAST_RECIPES = 5
LEAST_PAPERS = 2
CONDITIONS = (
    "injection_temperature_c",
    "reaction_temperature_c",
    "reaction_time_min",
    "heating_rate_c_per_min",
)
_DIGITS = 4


@dataclass(frozen=True)
class _Row:
    recipe: ResolvedRecipe
    paper: str
    contents: tuple[tuple[str, str, float], ...]


def build_typical_flasks(
    recipes: Sequence[ResolvedRecipe], papers: Sequence[str]
) -> list[TypicalFlask]:
    """Return the typical flask of every product and class with enough recipes, and of all.

    Args:
        recipes: n published recipes.
        papers: The paper of each.

    Returns:
        Products by formula, then classes, then ``any``.
    """
    rows = [_row(recipe, paper) for recipe, paper in zip(recipes, papers, strict=True)]
    by_product: dict[str, list[_Row]] = defaultdict(list)
    by_class: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_product[row.recipe.product.formula].append(row)
        by_class[f"class {row.recipe.product.materials_class}"].append(row)
    found = [
        _flask(formula, some, with_precursors=True)
        for formula, some in sorted(by_product.items())
        if _enough(some)
    ]
    found += [
        _flask(name, some, with_precursors=False)
        for name, some in sorted(by_class.items())
        if _enough(some)
    ]
    return [*found, _flask(ANY, rows, with_precursors=False)]


def _row(recipe: ResolvedRecipe, paper: str) -> _Row:
    scale = metal_mmol(recipe)
    contents = tuple(
        (category, one.substance.abbreviation, one.amount_mmol / scale)
        for category, one in zip(categories_of(recipe), recipe.reagents, strict=True)
    )
    return _Row(recipe, paper, contents)


def _enough(rows: Sequence[_Row]) -> bool:
    return len(rows) >= LEAST_RECIPES and len({row.paper for row in rows}) >= LEAST_PAPERS


def _flask(name: str, rows: Sequence[_Row], *, with_precursors: bool) -> TypicalFlask:
    counts = Counter(row.paper for row in rows)
    weights = np.array([1.0 / counts[row.paper] for row in rows])
    conditions = {}
    for field in CONDITIONS:
        values = np.array([getattr(row.recipe, field) for row in rows], dtype=float)
        if np.isfinite(values).any():
            conditions[field] = _rounded(weighted_median(values, weights))
    chemicals: list[tuple[str, str, float]] = []
    if with_precursors:
        chemicals += _cations(rows, weights)
    for category in (ANION, LIGAND, SOLVENT, ADDITIVE) if with_precursors else (LIGAND, SOLVENT):
        chemicals += _most_used(category, rows, weights)
    return TypicalFlask(name, len(rows), len(counts), conditions, tuple(chemicals))


def _cations(rows: Sequence[_Row], weights: FloatArray) -> list[tuple[str, str, float]]:
    """Return the usual precursor of each metal of the product."""
    from ostwald.chemistry.identity import find_reagent

    found: dict[str, tuple[str, str, float]] = {}
    for metal in needed_metals(rows[0].recipe.product):
        of_metal = [
            [
                one
                for one in row.contents
                if one[0] == CATION and metal in find_reagent(one[1]).composition
            ]
            for row in rows
        ]
        votes = _votes(of_metal, weights)
        if votes and votes[0][0] not in found:
            name = votes[0][0]
            found[name] = (CATION, name, _ratio(CATION, name, rows, weights))
    return list(found.values())


def _most_used(
    category: str, rows: Sequence[_Row], weights: FloatArray
) -> list[tuple[str, str, float]]:
    of_category = [[c for c in row.contents if c[0] == category] for row in rows]
    usual = int(weighted_median(np.array([float(len(some)) for some in of_category]), weights))
    return [
        (category, name, _ratio(category, name, rows, weights))
        for name, _ in _votes(of_category, weights)[:usual]
    ]


def _votes(
    of_rows: Sequence[Sequence[tuple[str, str, float]]], weights: FloatArray
) -> list[tuple[str, float]]:
    votes: dict[str, float] = defaultdict(float)
    for some, weight in zip(of_rows, weights.tolist(), strict=True):
        for _, name, _ in some:
            votes[name] += weight
    return sorted(votes.items(), key=lambda item: (-item[1], item[0]))


def _ratio(category: str, name: str, rows: Sequence[_Row], weights: FloatArray) -> float:
    used = [
        (ratio, weight)
        for row, weight in zip(rows, weights.tolist(), strict=True)
        for of, what, ratio in row.contents
        if of == category and what == name
    ]
    return _rounded(weighted_median(np.array([r for r, _ in used]), np.array([w for _, w in used])))


def weighted_median(values: NDArray[np.floating], weights: FloatArray) -> float:
    """Return the value below which half of the weight lies; unknown values are left out."""
    known = np.isfinite(values)
    values, weights = values[known], weights[known]
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2.0)])


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
