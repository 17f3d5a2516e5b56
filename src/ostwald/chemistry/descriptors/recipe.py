"""One vector a recipe, for any recipe: of known chemicals or of new ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.descriptors.batch import RecipeBlock, make_batch
from ostwald.chemistry.descriptors.conditions import ConditionsBlock
from ostwald.chemistry.descriptors.means import RoleMeansBlock
from ostwald.chemistry.descriptors.mixture import AmountsBlock, GroupsBlock
from ostwald.chemistry.descriptors.product import ProductBlock
from ostwald.chemistry.descriptors.supply import SupplyBlock
from ostwald.chemistry.resolved import ResolvedRecipe

FAMILIES = ("conditions", "amounts", "groups", "supply", "product", "substances")

# Enough to make numpy's overhead small, few enough to keep the arrays within a few ten MB.
_CHUNK = 4096


class RecipeFeaturizer:
    """Turns resolved recipes into numbers.

    The features come in families: ``conditions`` (temperatures, time, Arrhenius terms),
    ``amounts`` (by role, ratios, concentrations), ``groups`` (functional groups, counter-ions,
    elements), ``supply`` (stoichiometry, limiting element, supersaturation proxies),
    ``product`` (composition) and ``substances`` (means of substance descriptors by role).
    All follow from what the chemicals are, not from their names, and all are finite.

    Args:
        families: Which of `FAMILIES` to compute; all by default.
    """

    def __init__(self, families: Sequence[str] = FAMILIES) -> None:
        blocks: tuple[RecipeBlock, ...] = (
            ConditionsBlock(),
            AmountsBlock(),
            GroupsBlock(),
            SupplyBlock(),
            ProductBlock(),
            RoleMeansBlock(),
        )
        unknown = set(families) - {block.family for block in blocks}
        if unknown:
            raise ValueError(f"unknown feature families: {', '.join(sorted(unknown))}")
        self.blocks = tuple(block for block in blocks if block.family in families)
        self.feature_names = [name for block in self.blocks for name in block.names]
        self.feature_families = [block.family for block in self.blocks for _ in block.names]

    def transform(self, recipes: Sequence[ResolvedRecipe]) -> npt.NDArray[np.float32]:
        """Compute the features of recipes.

        Args:
            recipes: N resolved recipes.

        Returns:
            Matrix (N, len(feature_names)), finite.
        """
        result = np.empty((len(recipes), len(self.feature_names)), dtype=np.float32)
        for start in range(0, len(recipes), _CHUNK):
            batch = make_batch(recipes[start : start + _CHUNK])
            parts = [block.compute(batch) for block in self.blocks]
            result[start : start + len(batch)] = np.hstack(parts)
        return result
