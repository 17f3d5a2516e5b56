"""The typical flask of a product: what papers usually take to make it.

Shipped as a table of medians over published recipes, each paper weighing the same
(`scripts/build_typical_flasks.py` makes it); amounts are per mmol of the product's metals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.sources import needed_metals
from ostwald.chemistry.substance import ProductIdentity
from ostwald.chemistry.totals import supply_mmol

FORMAT_VERSION = 1
ANY = "any"


@dataclass(frozen=True)
class TypicalFlask:
    """What papers usually take.

    Attributes:
        of: A formula, a class of materials, or ``any``.
        recipes: How many published recipes it stands for.
        papers: Of how many papers.
        conditions: Medians by field of `ResolvedRecipe`, such as ``reaction_temperature_c``.
        chemicals: Category, abbreviation, and mmol per mmol of the product's metals.
    """

    of: str
    recipes: int
    papers: int
    conditions: Mapping[str, float]
    chemicals: tuple[tuple[str, str, float], ...]

    @property
    def has_precursors(self) -> bool:
        """Whether it is of one product, so that it names the precursors too."""
        return any(category.endswith("precursor") for category, _, _ in self.chemicals)

    def in_words(self) -> str:
        """Return what it stands for."""
        return f"{self.of}: {self.recipes} published recipes of {self.papers} papers"

    def reagents(self, metal_mmol: float) -> list[tuple[str, ResolvedReagent]]:
        """Return category and amount of each chemical, for so much metal."""
        return [
            (category, ResolvedReagent(find_reagent(name), ratio * metal_mmol))
            for category, name, ratio in self.chemicals
        ]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "of": self.of,
            "recipes": self.recipes,
            "papers": self.papers,
            "conditions": dict(self.conditions),
            "chemicals": [list(one) for one in self.chemicals],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TypicalFlask:
        """Read what `to_json` gave."""
        return cls(
            data["of"],
            data["recipes"],
            data["papers"],
            data["conditions"],
            tuple((category, name, ratio) for category, name, ratio in data["chemicals"]),
        )


def typical_flask(product: ProductIdentity) -> TypicalFlask:
    """Return the typical flask of a product.

    Args:
        product: What is made.

    Returns:
        That of its formula; where too few papers made it, that of its class of materials, or of
        all, which name no precursors.
    """
    known = _table()
    for name in (product.formula, f"class {product.materials_class}"):
        if name in known:
            return known[name]
    return known[ANY]


@cache
def _table() -> dict[str, TypicalFlask]:
    text = (files("ostwald.explain") / "data" / "typical_flasks.json").read_text("utf-8")
    data = json.loads(text)
    return {one["of"]: TypicalFlask.from_json(one) for one in data["flasks"]}


def metal_mmol(recipe: ResolvedRecipe) -> float:
    """Return the mmol of the product's metals in a flask; of everything if there are none.

    Args:
        recipe: The flask.

    Returns:
        Atoms in mmol, the scale of its batch.
    """
    metals = needed_metals(recipe.product)
    found = sum(supply_mmol(recipe, symbol) for symbol in metals)
    return found or total_mmol(recipe.reagents)


def total_mmol(reagents: Sequence[ResolvedReagent]) -> float:
    """Return the mmol of all chemicals together."""
    return sum(one.amount_mmol for one in reagents)
