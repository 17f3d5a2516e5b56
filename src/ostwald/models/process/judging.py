"""Whether the process knows the ground a recipe stands on, and which known recipes speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ostwald.chemistry.understanding import flags_of
from ostwald.models.base import Domain, Evidence, FloatArray
from ostwald.models.process.asked import Asked, Part
from ostwald.models.process.known import distance_in_words

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.models.process.model import ProcessModel

USEFUL_RATIO = 5.0
"""An interval at 90 % whose ends differ by more is no known ground."""

VERDICT_COVERAGE = 0.9


def judge(
    model: ProcessModel,
    recipes: Sequence[ResolvedRecipe],
    asked: Asked,
    std: FloatArray,
    tails: Any,
) -> list[Domain]:
    """Judge whether recipes are known ground.

    Args:
        model: A fitted process.
        recipes: n recipes.
        asked: Their flasks.
        std: (n,) standard deviations of log size.
        tails: Gives for a coverage how many of them an interval reaches below and above.
    """
    below, above = tails(VERDICT_COVERAGE)
    ratio = np.exp((below + above) * std)
    far = [words for part in asked for words in _far(model, recipes[part.rows], part)]
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


def _far(model: ProcessModel, recipes: Sequence[ResolvedRecipe], part: Part) -> list[list[str]]:
    """Compare a part of the recipes with the nearest of the same product, own ones included."""
    alike = _alike(model, part)
    same = model.posterior_.makes_the_same(part.projected)
    conditions = model.conditions_
    if model.lab_ is not None:
        same = np.hstack([same, model.lab_.makes_the_same(part.projected)])
        conditions = np.concatenate([conditions, model.own_conditions_])
    alike[~same] = -1.0
    nearest = alike.argmax(axis=1).tolist()
    found = []
    for k, (recipe, j) in enumerate(zip(recipes, nearest, strict=True)):
        celsius, minutes = conditions[j].tolist()
        is_own = j >= len(model.posterior_)
        words = distance_in_words(recipe, celsius, minutes, is_own)
        found.append(words if alike[k, j] >= 0 else [])
    return found


def _alike(model: ProcessModel, part: Part) -> FloatArray:
    """Return correlations (m, known and own) with all flasks that were learnt from."""
    alike = part.to_known
    if model.lab_ is not None:
        alike = np.hstack([alike, model.lab_.to_own(part.projected)])
    result: FloatArray = alike / np.float32(model.posterior_.parameters.prior_variance())
    return result


def find(model: ProcessModel, asked: Asked, k: int) -> list[tuple[Evidence, ...]]:
    """Return the known recipes that correlate most with each."""
    return [_evidence(model, alike, k) for part in asked for alike in _alike(model, part)]


def _evidence(model: ProcessModel, alike: FloatArray, k: int) -> tuple[Evidence, ...]:
    n = len(model.posterior_)
    k = min(k, len(alike))
    # To sort all of them takes longer than everything else about one recipe.
    least = np.partition(alike, len(alike) - k)[len(alike) - k :].min(initial=np.inf)
    best = np.flatnonzero(alike >= least)
    order = best[np.argsort(-alike[best], kind="stable")[:k]].tolist()
    return tuple(
        Evidence(model.known_ids_[j] or None, float(alike[j]))
        if j < n
        else Evidence(model.own_ids_[j - n] or None, float(alike[j]), own=j - n)
        for j in order
    )
