"""Recipes made of recipes: what has reacted, what was weighed a little differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ostwald.models.deep.settings import Intermediates

if TYPE_CHECKING:
    from ostwald.chemistry.intermediates.flask import Finder
    from ostwald.chemistry.resolved import ResolvedRecipe


@dataclass(frozen=True)
class Augmentation:
    """How recipes are varied.

    Attributes:
        intermediates: Reactions by rule, the published pairs, or none.
        react_share: Share of copies in which something has reacted.
        amount_noise: Standard deviation of log amounts: weighing and pipetting.
        temperature_noise_c: Standard deviation of temperatures: a thermocouple in a flask.
        time_noise: Standard deviation of log time.
        data_folder: Where the published vectors are, for the published pairs.
    """

    intermediates: Intermediates = "rules"
    react_share: float = 0.8
    amount_noise: float = 0.03
    temperature_noise_c: float = 2.0
    time_noise: float = 0.05
    data_folder: Path | None = None

    def finder(self) -> Finder | None:
        """Return which reactions there are; None for no reactions.

        Raises:
            MissingDataError: The published pairs are asked for and not installed.
        """
        if self.intermediates == "none":
            return None
        if self.intermediates == "rules":
            from ostwald.chemistry.intermediates.flask import chemical_reactions

            return chemical_reactions
        from ostwald.chemistry.intermediates.paper_pairs import PaperPairs
        from ostwald.datasets.location import data_folder

        return PaperPairs.load(self.data_folder or data_folder()).families

    def copies(self, recipes: Sequence[ResolvedRecipe], seed: int) -> list[ResolvedRecipe]:
        """Return one varied copy of each recipe.

        Args:
            recipes: n recipes.
            seed: Decides everything random.

        Returns:
            n recipes.
        """
        rng, finder = np.random.default_rng(seed), self.finder()
        return [self._copy(recipe, rng, finder) for recipe in recipes]

    def _copy(
        self, recipe: ResolvedRecipe, rng: np.random.Generator, finder: Finder | None
    ) -> ResolvedRecipe:
        from ostwald.chemistry.intermediates.flask import react, without_gases

        if finder is not None and rng.random() < self.react_share:
            recipe = without_gases(react(recipe, rng, finder=finder))
        heat = self.temperature_noise_c * rng.standard_normal()
        together = recipe.injection_temperature_c == recipe.reaction_temperature_c
        other = heat if together else self.temperature_noise_c * rng.standard_normal()
        factors = np.exp(self.amount_noise * rng.standard_normal(len(recipe.reagents)))
        return replace(
            recipe,
            reagents=tuple(
                replace(reagent, amount_mmol=reagent.amount_mmol * float(factor))
                for reagent, factor in zip(recipe.reagents, factors, strict=True)
            ),
            injection_temperature_c=recipe.injection_temperature_c + heat,
            reaction_temperature_c=recipe.reaction_temperature_c + other,
            reaction_time_min=recipe.reaction_time_min
            * float(np.exp(self.time_noise * rng.standard_normal())),
        )
