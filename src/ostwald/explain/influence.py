"""How much each part of a recipe decides, over many recipes, in three independent ways.

- Replacement: one part is swapped for that of another published flask, the flask completed again,
  and predicted again. It measures what a part does alone, around published flasks.
- Shapley: the same swaps, in all combinations, each part's share of the change. It measures what a
  part does together with others, and is not fooled by parts that stand in for each other.
- Attention: what a transformer reads through its attention (`ostwald.explain.rollout`). It measures
  the flow of information inside one network, not an effect on size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.explain.categories import CATEGORIES
from ostwald.explain.shapley import game
from ostwald.explain.surface import Reading
from ostwald.explain.swaps import DonorPool, Donors, swapped
from ostwald.models.base import FloatArray

REPLACEMENT = "replacement"
SHAPLEY = "shapley"
ATTENTION = "attention"
SIZE, SHAPE = "size", "shape"
COALITIONS = 130
BOOTSTRAPS = 1000

Read = Callable[[Sequence[ResolvedRecipe]], Reading]


@dataclass(frozen=True)
class Influence:
    """What one way says of n recipes.

    Attributes:
        way: ``replacement``, ``shapley`` or ``attention``.
        target: ``size`` (mean absolute change of log size) or ``shape`` (change of shape
            probabilities, half the sum of absolute differences); shares, for attention.
        categories: (c,) the parts.
        values: (n, c) one row a recipe; nan where a recipe cannot tell.
    """

    way: str
    target: str
    categories: tuple[str, ...]
    values: FloatArray


def measure_influence(
    read: Read,
    recipes: Sequence[ResolvedRecipe],
    papers: Sequence[str],
    pool: DonorPool,
    *,
    draws: int = 2,
    seed: int = 0,
    coalitions: int = COALITIONS,
) -> list[Influence]:
    """Measure the influence of every part by replacement and by Shapley values.

    Args:
        read: The model: it must not have learnt from the recipes' papers.
        recipes: n recipes.
        papers: Their papers.
        pool: Where parts are swapped from.
        draws: How many sets of donors are drawn for each recipe.
        seed: Of the draws.
        coalitions: How many combinations of swaps are asked for, for the Shapley values.

    Returns:
        Replacement and Shapley, for size and for shape.
    """
    rules = game(len(CATEGORIES), most=coalitions, seed=seed)
    names = np.array(CATEGORIES, dtype=object)
    sets = [frozenset(names[joined].tolist()) for joined in rules.coalitions]
    alone = [
        sets.index(frozenset([name])) if frozenset([name]) in sets else None for name in CATEGORIES
    ]
    found = np.full((4, len(recipes), len(CATEGORIES)), np.nan)
    for k, (recipe, paper) in enumerate(zip(recipes, papers, strict=True)):
        generator = np.random.default_rng((seed, k))
        of_draws = []
        for _ in range(draws):
            donors = pool.draw(recipe, paper, generator)
            if donors is not None:
                of_draws.append(_one(read, recipe, donors, sets, alone, rules.weights))
        if of_draws:
            found[:, k] = np.mean(of_draws, axis=0)
    return [
        Influence(way, target, CATEGORIES, found[i])
        for i, (way, target) in enumerate(
            [(REPLACEMENT, SIZE), (REPLACEMENT, SHAPE), (SHAPLEY, SIZE), (SHAPLEY, SHAPE)]
        )
    ]


def _one(
    read: Read,
    recipe: ResolvedRecipe,
    donors: Donors,
    sets: Sequence[frozenset[str]],
    alone: Sequence[int | None],
    weights: FloatArray,
) -> FloatArray:
    said = read([swapped(recipe, donors, some) for some in sets])
    log_size = np.log(said.size_nm)
    places = [place for place in alone if place is not None]
    if len(places) < len(alone):
        raise ValueError("too few coalitions: every part must be swapped alone once")
    share = weights @ said.shapes
    return np.array(
        [
            np.abs(log_size[places] - log_size[0]),
            0.5 * np.abs(said.shapes[places] - said.shapes[0]).sum(axis=1),
            np.abs(weights @ log_size),
            0.5 * np.abs(share).sum(axis=1),
        ]
    )


@dataclass(frozen=True)
class Summary:
    """What one way says, every paper weighing the same.

    Attributes:
        mean: Mean by category.
        lower: Lower end of the 95 % interval, resampling papers.
        upper: Upper end.
        rank: Place by mean, 1 for the most influence.
    """

    mean: Mapping[str, float]
    lower: Mapping[str, float]
    upper: Mapping[str, float]
    rank: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, most influence first."""
        return {
            name: {
                "mean": self.mean[name],
                "ci95": [self.lower[name], self.upper[name]],
                "rank": self.rank[name],
            }
            for name in sorted(self.rank, key=self.rank.__getitem__)
        }


def by_paper(influence: Influence, papers: Sequence[str]) -> FloatArray:
    """Return means over the recipes of each paper (papers, c), papers in order of name."""
    names, place = np.unique(np.asarray(papers, dtype=str), return_inverse=True)
    known = np.isfinite(influence.values)
    total = np.zeros((len(names), influence.values.shape[1]))
    count = np.zeros_like(total)
    np.add.at(total, place, np.where(known, influence.values, 0.0))
    np.add.at(count, place, known)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / count)


def summarise(influence: Influence, papers: Sequence[str], *, seed: int = 0) -> Summary:
    """Average over papers, with intervals that resample papers.

    Args:
        influence: What one way says.
        papers: The paper of each of its recipes.
        seed: Of the resampling.
    """
    of_papers = by_paper(influence, papers)
    mean = np.nanmean(of_papers, axis=0)
    again = np.array([np.nanmean(of_papers[rows], axis=0) for rows in _resampled(of_papers, seed)])
    lower, upper = np.nanquantile(again, [0.025, 0.975], axis=0)
    order = np.argsort(-mean, kind="stable")
    names = influence.categories
    return Summary(
        dict(zip(names, mean.tolist(), strict=True)),
        dict(zip(names, lower.tolist(), strict=True)),
        dict(zip(names, upper.tolist(), strict=True)),
        {names[int(k)]: place for place, k in enumerate(order, start=1)},
    )


def agreement(
    one: Influence, other: Influence, papers: Sequence[str], *, seed: int = 0
) -> dict[str, Any]:
    """Return Spearman's rank correlation of two ways over the categories that both have.

    Args:
        one: What one way says.
        other: What the other says, of the same recipes.
        papers: The papers of the recipes.
        seed: Of the resampling of papers.

    Returns:
        ``spearman``, its 95 % interval, and the categories.
    """
    shared = [name for name in one.categories if name in other.categories]
    a, b = (
        by_paper(x, papers)[:, [x.categories.index(name) for name in shared]] for x in (one, other)
    )
    values = [
        _spearman(np.nanmean(a[rows], axis=0), np.nanmean(b[rows], axis=0))
        for rows in _resampled(a, seed)
    ]
    lower, upper = np.nanquantile(values, [0.025, 0.975])
    return {
        "spearman": _spearman(np.nanmean(a, axis=0), np.nanmean(b, axis=0)),
        "ci95": [float(lower), float(upper)],
        "categories": shared,
    }


def _resampled(of_papers: FloatArray, seed: int) -> NDArray[np.int64]:
    generator = np.random.default_rng(seed)
    return generator.integers(0, len(of_papers), (BOOTSTRAPS, len(of_papers)))


def _spearman(a: FloatArray, b: FloatArray) -> float:
    from scipy.stats import rankdata

    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])
