"""What was seen of each composition and chemical, and what of a recipe was not, in words.

Composition, chemicals and conditions are looked at separately. The plain score is their product
and is not calibrated against any error; it serves models that are not calibrated either.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.uncertainty.domain.verdict import DomainVerdict

FORMAT_VERSION = 1
IN_DOMAIN_SCORE = 0.5
# How many degrees or powers of e beyond the seen range bring the conditions' part to exp(-1).
TEMPERATURE_SCALE_C = 60.0
LOG_TIME_SCALE = 1.5
# Published times are rounded ("0.0167 min" for a second); less than this is no difference.
TIME_TOLERANCE = 0.05
# Part of the score that is left for something never seen.
NEW_PRODUCT = 0.45
NEW_CHEMICAL_FOR_PRODUCT = 0.85
NEW_CHEMICAL = 0.6
NO_SUPPLY = 0.2


@dataclass
class KnownProduct:
    """What has been seen of one composition.

    Attributes:
        recipes: Number of recipes.
        chemicals: Keys of the chemicals used.
        reaction_temperature_c: Lowest and highest.
        reaction_time_min: Shortest and longest.
    """

    recipes: int = 0
    chemicals: set[str] = field(default_factory=set)
    reaction_temperature_c: tuple[float, float] = (math.inf, -math.inf)
    reaction_time_min: tuple[float, float] = (math.inf, -math.inf)

    def add(self, recipe: ResolvedRecipe) -> None:
        """Take one more recipe into account."""
        self.recipes += 1
        self.chemicals |= {reagent.substance.identity for reagent in recipe.reagents}
        self.reaction_temperature_c = _widen(
            self.reaction_temperature_c, recipe.reaction_temperature_c
        )
        self.reaction_time_min = _widen(self.reaction_time_min, recipe.reaction_time_min)


@dataclass
class Strangeness:
    """What of a recipe was never seen: for each part, the share of a score that is left."""

    composition: float = 1.0
    chemicals: float = 1.0
    supply: float = 1.0
    conditions: float = 1.0
    reasons: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The product of all parts."""
        return self.composition * self.chemicals * self.supply * self.conditions


class DomainModel:
    """Remembers what was seen, and says how far a recipe lies from it."""

    def __init__(self) -> None:
        self.products: dict[str, KnownProduct] = {}
        self.chemicals: Counter[str] = Counter()

    def fit(self, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Remember the recipes that a model learns from.

        Args:
            recipes: The training recipes.

        Returns:
            The object itself.
        """
        for recipe in recipes:
            self.products.setdefault(recipe.product.formula, KnownProduct()).add(recipe)
            self.chemicals.update({r.substance.identity for r in recipe.reagents})
        return self

    def judge(self, recipe: ResolvedRecipe) -> DomainVerdict:
        """Say how far a recipe lies from the known ones.

        Args:
            recipe: Any resolved recipe.

        Returns:
            A score from 0 to 1, the verdict, and reasons in words.
        """
        strange = self.strangeness(recipe)
        return DomainVerdict(
            strange.score >= IN_DOMAIN_SCORE, float(strange.score), tuple(strange.reasons)
        )

    def strangeness(self, recipe: ResolvedRecipe) -> Strangeness:
        """Say what of a recipe was never seen, part by part.

        Args:
            recipe: Any resolved recipe.

        Returns:
            How much of a score each part leaves, and reasons in words.
        """
        strange = Strangeness()
        known = self.products.get(recipe.product.formula)
        if known is None:
            strange.reasons.append(f"no recipe for {recipe.product.formula} was seen")
            strange.composition = NEW_PRODUCT
        self._look_at_chemicals(recipe, known, strange)
        if known is not None:
            strange.conditions = _conditions_part(recipe, known, strange.reasons)
        return strange

    def _look_at_chemicals(
        self, recipe: ResolvedRecipe, known: KnownProduct | None, strange: Strangeness
    ) -> None:
        never, not_with = [], []
        for reagent in recipe.reagents:
            name, key = reagent.substance.abbreviation, reagent.substance.identity
            if key not in self.chemicals:
                never.append(name)
                strange.chemicals *= NEW_CHEMICAL
            elif known is not None and key not in known.chemicals:
                not_with.append(name)
                strange.chemicals *= NEW_CHEMICAL_FOR_PRODUCT
        if never:
            strange.reasons.append(f"{in_words(never)} never seen")
        if not_with:
            strange.reasons.append(f"{in_words(not_with)} never seen with {recipe.product.formula}")
        supplied = {e for r in recipe.reagents for e in r.substance.composition}
        lacking = sorted(set(recipe.product.composition) - supplied)
        if lacking and all(reagent.substance.formula for reagent in recipe.reagents):
            strange.reasons.append(f"no reagent brings {' or '.join(lacking)}")
            strange.supply = NO_SUPPLY

    def to_json(self) -> dict[str, Any]:
        """Return what was remembered as plain data (format version 1)."""
        return {
            "format_version": FORMAT_VERSION,
            "chemicals": dict(sorted(self.chemicals.items())),
            "products": {
                formula: {
                    "recipes": known.recipes,
                    "chemicals": sorted(known.chemicals),
                    "reaction_temperature_c": list(known.reaction_temperature_c),
                    "reaction_time_min": list(known.reaction_time_min),
                }
                for formula, known in sorted(self.products.items())
            },
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the object from its written form."""
        model = cls()
        model.chemicals = Counter(data["chemicals"])
        for formula, entry in data["products"].items():
            model.products[formula] = KnownProduct(
                recipes=entry["recipes"],
                chemicals=set(entry["chemicals"]),
                reaction_temperature_c=tuple(entry["reaction_temperature_c"]),
                reaction_time_min=tuple(entry["reaction_time_min"]),
            )
        return model


def _conditions_part(recipe: ResolvedRecipe, known: KnownProduct, reasons: list[str]) -> float:
    """Return how usual temperature and time are for a known composition, from 0 to 1."""
    formula = recipe.product.formula
    low, high = known.reaction_temperature_c
    beyond_c = max(low - recipe.reaction_temperature_c, recipe.reaction_temperature_c - high, 0.0)
    if beyond_c > 0:
        reasons.append(
            f"{recipe.reaction_temperature_c:.0f} degC is {beyond_c:.0f} degC outside the "
            f"{low:.0f} to {high:.0f} degC seen for {formula}"
        )
    low, high = known.reaction_time_min
    minutes = recipe.reaction_time_min
    beyond_time = max(_log(low) - _log(minutes), _log(minutes) - _log(high), 0.0)
    if beyond_time > TIME_TOLERANCE:
        reasons.append(
            f"{minutes:.4g} min is outside the {low:.4g} to {high:.4g} min seen for {formula}"
        )
    return float(np.exp(-beyond_c / TEMPERATURE_SCALE_C - beyond_time / LOG_TIME_SCALE))


def in_words(names: Sequence[str]) -> str:
    """Return names as the beginning of a sentence in the past: "A was", "A and 2 others were".

    Args:
        names: At least one name.
    """
    if len(names) == 1:
        return f"{names[0]} was"
    if len(names) == 2:
        return f"{names[0]} and {names[1]} were"
    return f"{names[0]} and {len(names) - 1} others were"


def _widen(span: tuple[float, float], value: float) -> tuple[float, float]:
    return min(span[0], value), max(span[1], value)


def _log(minutes: float) -> float:
    # Some published times are 0; a second stands for them.
    return math.log(max(minutes, 1.0 / 60.0))
