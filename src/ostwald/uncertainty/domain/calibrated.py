"""A domain whose verdict goes with the error that is to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray, ModelState
from ostwald.uncertainty.domain.known_recipes import Familiarity, KnownRecipes
from ostwald.uncertainty.domain.seen import IN_DOMAIN_SCORE, DomainModel, in_words
from ostwald.uncertainty.domain.verdict import DomainVerdict

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

IN_DOMAIN_SHARE = 0.4
"""Share of recipes from papers never seen that shall count as known ground."""

STEEPNESS = 4.0
"""How fast the score falls: a difficulty twice as large as allowed leaves 0.06 of it."""

REFERENCE_NM = 10.0
WORTH_SAYING = 0.8
"""Likeness in conditions below which the difference is named: about 50 degC or a factor of four."""

TELLING_DEGREES_C = 25.0
TELLING_FACTOR = 2.5


class CalibratedDomain:
    """Knows the recipes that a model has learnt from, and how hard others are for it.

    The difficulty of a recipe is the error to expect, between a relative and an absolute one: the
    typical error of log size times the root of the predicted size. Known ground is what is no
    harder than the easiest 40 % of recipes from papers that the model had not seen. What cannot be
    right by chemistry (no source of an element, temperatures far from all that was seen) lowers
    the score in any case.

    Args:
        known: The recipes learnt from.
        seen: What was seen of each composition and chemical.
        threshold: Difficulty at which the score is one half; None where there were too few
            recipes to find it, and the plain score has to do.
    """

    def __init__(
        self, known: KnownRecipes, seen: DomainModel, threshold: float | None = None
    ) -> None:
        self.known = known
        self.seen = seen
        self.threshold = threshold

    @classmethod
    def of(cls, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Remember the recipes that a model learns from; the threshold is found later.

        Args:
            recipes: The training recipes.
        """
        return cls(KnownRecipes.of(recipes), DomainModel().fit(recipes))

    def set_threshold(self, difficulty: FloatArray, weights: FloatArray) -> None:
        """Choose the difficulty at which known ground ends.

        Args:
            difficulty: (n,) difficulties of training rows, judged as if they, or rather their
                papers, had not been seen.
            weights: (n,) their weights.
        """
        order = np.argsort(difficulty)
        share = np.cumsum(weights[order]) / weights.sum()
        self.threshold = float(difficulty[order][np.searchsorted(share, IN_DOMAIN_SHARE)])

    def judge(
        self,
        recipes: Sequence[ResolvedRecipe],
        familiarity: Familiarity,
        spread: FloatArray,
        size_nm: FloatArray,
    ) -> list[DomainVerdict]:
        """Say of recipes whether they are known ground, and why not.

        Args:
            recipes: n recipes.
            familiarity: How they lie among the known ones.
            spread: (n,) typical errors of log size to expect.
            size_nm: (n,) predicted sizes.

        Returns:
            n verdicts.
        """
        hard = difficulty_of(spread, size_nm)
        return [
            self._verdict(recipe, familiarity, row, float(spread[row]), float(hard[row]))
            for row, recipe in enumerate(recipes)
        ]

    def _verdict(
        self,
        recipe: ResolvedRecipe,
        familiarity: Familiarity,
        row: int,
        spread: float,
        difficulty: float,
    ) -> DomainVerdict:
        strange = self.seen.strangeness(recipe)
        if self.threshold is None:
            score = strange.score
        else:
            score = strange.supply * strange.conditions
            score /= 1.0 + (difficulty / self.threshold) ** STEEPNESS
        reasons = strange.reasons + self._pairs(recipe)
        if strange.conditions == 1.0 and strange.composition == 1.0:
            reasons += self._difference(recipe, familiarity, row)
        if score < IN_DOMAIN_SCORE and not reasons:
            reasons.append(
                f"errors of about {100.0 * np.expm1(spread):.0f} % are to be expected: the known "
                f"recipes for {recipe.product.formula} like it are few, or they disagree"
            )
        return DomainVerdict(
            bool(score >= IN_DOMAIN_SCORE),
            float(score),
            tuple(reasons),
            composition=float(familiarity.composition[row]),
            chemicals=float(familiarity.chemicals[row]),
            conditions=float(familiarity.conditions[row]),
        )

    def _pairs(self, recipe: ResolvedRecipe) -> list[str]:
        """Name the chemical that was never in one flask with most of the others."""
        column = {name: number for number, name in enumerate(self.known.reagents)}
        used = [r.substance for r in recipe.reagents if r.substance.identity in column]
        if len(used) < 2:
            return []
        place = [column[substance.identity] for substance in used]
        strangers = ~self._together[np.ix_(place, place)]
        most = int(strangers.sum(axis=1).argmax())
        if not strangers[most].any():
            return []
        others = [used[k].abbreviation for k in np.flatnonzero(strangers[most])]
        return [f"{in_words(others)} never seen with {used[most].abbreviation}"]

    @cached_property
    def _together(self) -> NDArray[np.bool_]:
        """(reagents, reagents) whether two chemicals were ever in one flask."""
        shares = self.known.shares
        return np.asarray((shares.T @ shares).toarray() > 0)

    def _difference(self, recipe: ResolvedRecipe, familiarity: Familiarity, row: int) -> list[str]:
        """Say how the conditions differ from those of the nearest recipe, where it matters."""
        if familiarity.conditions[row] >= WORTH_SAYING:
            return []
        near = self.known.conditions[familiarity.neighbour[row]].astype(float)
        own = (recipe.injection_temperature_c, recipe.reaction_temperature_c)
        steps = [own[0] - near[0], own[1] - near[1]]
        largest = max(steps, key=abs)
        differs = []
        if abs(largest) >= TELLING_DEGREES_C:
            differs.append(f"by {abs(largest):.0f} degC")
        ratio = max(recipe.reaction_time_min, 1 / 60) / max(near[2], 1 / 60)
        if max(ratio, 1 / ratio) >= TELLING_FACTOR:
            differs.append(f"by a factor of {max(ratio, 1 / ratio):.2g} in time")
        if not differs:
            return []
        return [f"the nearest {recipe.product.formula} recipe differs {' and '.join(differs)}"]

    def to_state(self) -> ModelState:
        """Return what is remembered as plain data."""
        config = {"threshold": self.threshold, "seen": self.seen.to_json()}
        return ModelState("domain", config=config, children={"known": self.known.to_state()})

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the domain."""
        threshold = state.config["threshold"]
        return cls(
            KnownRecipes.from_state(state.children["known"]),
            DomainModel.from_json(state.config["seen"]),
            None if threshold is None else float(threshold),
        )


def difficulty_of(spread: FloatArray, size_nm: FloatArray) -> FloatArray:
    """Return the error to expect, between a relative and an absolute one.

    Args:
        spread: (n,) typical errors of log size.
        size_nm: (n,) predicted sizes.

    Returns:
        (n,) difficulties; a relative error at 10 nm.
    """
    difficulty: FloatArray = spread * np.sqrt(size_nm / REFERENCE_NM)
    return difficulty
