"""Whether the process knows the ground a recipe stands on, and which known recipes speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ostwald.chemistry.understanding import flags_of
from ostwald.models.base import Domain, Evidence, FloatArray
from ostwald.models.process.kernel import PRODUCT_LEVEL, squared_distances
from ostwald.models.process.known import distance_in_words

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.models.process.model import ProcessModel

USEFUL_RATIO = 5.0
"""An interval at 90 % whose ends differ by more is no known ground."""

VERDICT_COVERAGE = 0.9
SAME_PRODUCT = 1e-3
"""Products nearer than this squared distance are one; float32 tells no better."""

_CHUNK = 1024


def judge(
    model: ProcessModel,
    recipes: Sequence[ResolvedRecipe],
    X: FloatArray,
    std: FloatArray,
    tails: Any,
) -> list[Domain]:
    """Judge whether recipes are known ground.

    Args:
        model: A fitted process.
        recipes: n recipes.
        X: (n, d) their scaled features.
        std: (n,) standard deviations of log size.
        tails: Gives for a coverage how many of them an interval reaches below and above.
    """
    below, above = tails(VERDICT_COVERAGE)
    ratio = np.exp((below + above) * std)
    far = [words for start in range(0, len(X), _CHUNK) for words in _far(model, recipes, X, start)]
    return [_verdict(model, recipe, float(ratio[k]), far[k]) for k, recipe in enumerate(recipes)]


def _verdict(model: ProcessModel, recipe: ResolvedRecipe, ratio: float, far: list[str]) -> Domain:
    flags = flags_of(recipe)
    wrong = [f"{flag.what}. {flag.why}" for flag in flags if flag.severity == "impossible"]
    doubts = tuple(str(flag) for flag in flags if flag.severity == "doubtful")
    reasons = [*wrong, *model.seen_.unusual(recipe), *far]
    score = 1.0 / (1.0 + (np.log(ratio) / np.log(USEFUL_RATIO)) ** 3)
    if ratio > USEFUL_RATIO:
        reasons.append(f"the ends of the 90 % interval differ by a factor of {ratio:.2g}")
    inside = ratio <= USEFUL_RATIO and not wrong
    return Domain(inside, 0.0 if wrong else float(score), tuple(reasons), doubts=doubts)


def _far(
    model: ProcessModel, recipes: Sequence[ResolvedRecipe], X: FloatArray, start: int
) -> list[list[str]]:
    """Compare a part of the recipes with the nearest of the same product, own ones included."""
    part = recipes[start : start + _CHUNK]
    projected = model.posterior_.project(X[start : start + _CHUNK])
    alike = _alike(model, projected)
    product = model.posterior_.project(model.posterior_.points)[PRODUCT_LEVEL]
    conditions = model.conditions_
    if model.lab_ is not None:
        own = model.posterior_.project(model.lab_.points.X)[PRODUCT_LEVEL]
        product = np.concatenate([product, own])
        conditions = np.concatenate([conditions, model.own_conditions_])
    alike[squared_distances(projected[PRODUCT_LEVEL], product) > SAME_PRODUCT] = -1.0
    nearest = alike.argmax(axis=1).tolist()
    found = []
    for k, (recipe, j) in enumerate(zip(part, nearest, strict=True)):
        celsius, minutes = conditions[j].tolist()
        is_own = j >= len(model.posterior_)
        words = distance_in_words(recipe, celsius, minutes, is_own)
        found.append(words if alike[k, j] >= 0 else [])
    return found


def _alike(model: ProcessModel, projected: list[Any]) -> FloatArray:
    """Return correlations (n, known and own) with all flasks that were learnt from."""
    alike = model.posterior_.to_known(projected)
    if model.lab_ is not None:
        own = model.posterior_.project(model.lab_.points.X)
        alike = np.hstack([alike, model.posterior_.between(projected, own)])
    result: FloatArray = alike / np.float32(model.posterior_.parameters.prior_variance())
    return result


def find(model: ProcessModel, X: FloatArray, k: int) -> list[tuple[Evidence, ...]]:
    """Return the known recipes that correlate most with each."""
    found = []
    for start in range(0, len(X), _CHUNK):
        alike = _alike(model, model.posterior_.project(X[start : start + _CHUNK]))
        found += [_evidence(model, row, k) for row in alike]
    return found


def _evidence(model: ProcessModel, alike: FloatArray, k: int) -> tuple[Evidence, ...]:
    n = len(model.posterior_)
    order = np.argsort(-alike, kind="stable")[:k].tolist()
    return tuple(
        Evidence(model.known_ids_[j] or None, float(alike[j]))
        if j < n
        else Evidence(model.own_ids_[j - n] or None, float(alike[j]), own=j - n)
        for j in order
    )
