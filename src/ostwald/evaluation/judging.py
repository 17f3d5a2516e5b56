"""The verdict on each tested recipe: is it within what the fold's model has seen?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.models.base import SynthesisModel
from ostwald.uncertainty.domain import DomainModel


class Verdict(Protocol):
    """What a judge says of one recipe."""

    @property
    def in_domain(self) -> bool:
        """Whether the recipe counts as known ground."""

    @property
    def score(self) -> float:
        """From 0 (far from everything seen) to 1."""


@runtime_checkable
class JudgesDomain(Protocol):
    """Whoever can tell how far a recipe lies from those a model has learnt from."""

    def judge(self, recipe: ResolvedRecipe) -> Verdict:
        """Judge one recipe."""


@runtime_checkable
class JudgesMany(Protocol):
    """A judge to whom many recipes at once are cheaper than one by one."""

    def judge_all(self, recipes: Sequence[ResolvedRecipe]) -> Sequence[Verdict]:
        """Judge recipes, in order."""


def verdicts_of(judge: JudgesDomain, recipes: Sequence[ResolvedRecipe]) -> Sequence[Verdict]:
    """Return the verdict on each recipe.

    Args:
        judge: Asked for all at once where it can be.
        recipes: n recipes.

    Returns:
        n verdicts, in order.
    """
    if isinstance(judge, JudgesMany):
        return judge.judge_all(recipes)
    return [judge.judge(recipe) for recipe in recipes]


def judge_of(model: SynthesisModel, train: Sequence[ResolvedRecipe]) -> JudgesDomain:
    """Return the model itself where it can judge, else a domain fitted on its training recipes.

    Args:
        model: A fitted model.
        train: The recipes that it was fitted on.

    Returns:
        A judge that has seen nothing but the training recipes.
    """
    if isinstance(model, JudgesDomain):
        return model
    return DomainModel().fit(train)
