"""What was seen of each product and chemical, and what of a recipe is unusual, in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

# Smaller distances from the nearest recipe of the product are not worth a word.
FAR_C = 25.0
FAR_FACTOR = 2.5
_NAMED = 3
# Published times are rounded; less than this is no difference.
_SHORTEST_MIN = 1.0 / 60.0


@dataclass
class SeenProduct:
    """What has been seen of one product.

    Attributes:
        recipes: How many recipes.
        chemicals: Identities of the chemicals in them.
    """

    recipes: int = 0
    chemicals: set[str] = field(default_factory=set)


class Seen:
    """Remembers which products and chemicals a model has learnt from."""

    def __init__(self) -> None:
        self.products: dict[str, SeenProduct] = {}
        self.chemicals: Counter[str] = Counter()

    def add(self, recipes: Sequence[ResolvedRecipe]) -> Self:
        """Remember recipes."""
        for recipe in recipes:
            seen = self.products.setdefault(recipe.product.formula, SeenProduct())
            seen.recipes += 1
            for reagent in recipe.reagents:
                seen.chemicals.add(reagent.substance.identity)
                self.chemicals[reagent.substance.identity] += 1
        return self

    def copy(self) -> Seen:
        """Return a memory that can go on by itself."""
        return self.from_json(self.to_json())

    def unusual(self, recipe: ResolvedRecipe) -> list[str]:
        """Name what of a recipe was never seen."""
        formula = recipe.product.formula
        seen = self.products.get(formula)
        never = [
            r.substance.abbreviation
            for r in recipe.reagents
            if r.substance.identity not in self.chemicals
        ]
        found = [] if seen else [f"no recipe for {formula} was seen"]
        if never:
            found.append(f"{_listed(never)} never seen")
        if seen:
            apart = [
                r.substance.abbreviation
                for r in recipe.reagents
                if r.substance.identity in self.chemicals
                and r.substance.identity not in seen.chemicals
            ]
            if apart:
                found.append(f"{_listed(apart)} never seen with {formula}")
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the memory as plain data."""
        return {
            "chemicals": dict(sorted(self.chemicals.items())),
            "products": {
                formula: {"recipes": seen.recipes, "chemicals": sorted(seen.chemicals)}
                for formula, seen in sorted(self.products.items())
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave."""
        seen = cls()
        seen.chemicals = Counter(data["chemicals"])
        seen.products = {
            formula: SeenProduct(entry["recipes"], set(entry["chemicals"]))
            for formula, entry in data["products"].items()
        }
        return seen


def distance_in_words(
    recipe: ResolvedRecipe, nearest_temperature_c: float, nearest_minutes: float, own: bool
) -> list[str]:
    """Say how far the nearest recipe of the same product is in temperature and time.

    Args:
        recipe: What is asked.
        nearest_temperature_c: Reaction temperature of the nearest recipe; nan where unknown.
        nearest_minutes: Its time.
        own: Whether it is one of the lab's own.

    Returns:
        A sentence each for temperature and time, where they are far.
    """
    which = f"your nearest {recipe.product.formula} recipe" if own else (
        f"the nearest {recipe.product.formula} recipe"
    )  # fmt: skip
    found = []
    apart = abs(recipe.reaction_temperature_c - nearest_temperature_c)
    if apart >= FAR_C:
        found.append(f"{which} differs by {apart:.0f} degC")
    factor = math.exp(
        abs(
            math.log(max(recipe.reaction_time_min, _SHORTEST_MIN))
            - math.log(max(nearest_minutes, _SHORTEST_MIN))
        )
    )
    if factor >= FAR_FACTOR:
        found.append(f"{which} differs by a factor of {factor:.2g} in time")
    return found


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} was"
    shown = ", ".join(names[:_NAMED])
    rest = len(names) - _NAMED
    return f"{shown} and {rest} others were" if rest > 0 else f"{shown} were"
