"""What leaving single chemicals out does to size, over many recipes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.explain.categories import CATION, categories_of
from ostwald.explain.surface import Reading


def removal_influence(
    read: Callable[[Sequence[ResolvedRecipe]], Reading],
    recipes: Sequence[ResolvedRecipe],
    papers: Sequence[str],
) -> list[tuple[str, str, str, float]]:
    """Leave every chemical out once, but for cation precursors, without which nothing forms.

    Args:
        read: The model.
        recipes: n recipes.
        papers: Their papers.

    Returns:
        Abbreviation, category, paper, and absolute change of log size.
    """
    found = []
    for recipe, paper in zip(recipes, papers, strict=True):
        parts = [
            (k, category)
            for k, category in enumerate(categories_of(recipe))
            if category != CATION and len(recipe.reagents) > 1
        ]
        if not parts:
            continue
        flasks = [recipe]
        for k, _ in parts:
            left = (*recipe.reagents[:k], *recipe.reagents[k + 1 :])
            flasks.append(replace(recipe, reagents=left, lines=()))
        log_size = np.log(read(flasks).size_nm)
        for (k, category), value in zip(parts, np.abs(log_size[1:] - log_size[0]), strict=True):
            name = recipe.reagents[k].substance.abbreviation
            found.append((name, category, paper, float(value)))
    return found
