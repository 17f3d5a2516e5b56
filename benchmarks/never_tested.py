"""The recipes of the protocol ``published`` that are never in a test fold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.datasets.papers import balanced_groups, paper_of
from ostwald.evaluation.protocols.published import published_split
from ostwald.models.base import Outcomes


@dataclass(frozen=True)
class NeverTested:
    """n recipes, and the part of whole papers in which each is held out."""

    row_ids: list[int]
    recipes: list[ResolvedRecipe]
    outcomes: Outcomes
    part: NDArray[np.int64]


def read_never_tested(parts: int) -> NeverTested:
    split = published_split(require_data_folder())
    tested = np.concatenate([fold.test for fold in split.folds])
    rows = np.setdiff1d(np.arange(len(split.recipes)), tested)
    papers = [paper_of(split.outcomes[k].doi, split.recipes[k].product) for k in rows]
    group = balanced_groups(papers, parts)
    return NeverTested(
        [split.row_ids[k] for k in rows.tolist()],
        [resolve_recipe(split.recipes[k]) for k in rows],
        Outcomes.from_outcomes(split.outcomes).take(rows),
        np.array([group[paper] for paper in papers]),
    )
