"""Whole papers held out: what a recipe of a new paper can expect.

The tested rows are those of the ``published`` protocol. A paper is never in training and test at
once; the data set authors' own syntheses, which are one long series a composition, count as one
paper a composition.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from ostwald.evaluation.protocols.base import Split
from ostwald.evaluation.protocols.papers import balanced_groups, paper_folds, paper_of
from ostwald.evaluation.protocols.published import FOLDS, published_split

__all__ = ["balanced_groups", "doi_split", "paper_of"]


def doi_split(folder: Path) -> Split:
    """Read the published training table and hold whole papers out.

    Args:
        folder: The folder of published data.

    Returns:
        The rows of at most 20 nm in five folds of papers.
    """
    split = published_split(folder)
    papers = [
        paper_of(outcome.doi, recipe.product)
        for outcome, recipe in zip(split.outcomes, split.recipes, strict=True)
    ]
    tested = np.sort(np.concatenate([fold.test for fold in split.folds]))
    return replace(split, protocol="doi", folds=paper_folds(papers, tested, FOLDS), reference={})
