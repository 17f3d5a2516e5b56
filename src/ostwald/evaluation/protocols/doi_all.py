"""Whole papers held out, every row tested: no cap on size, no least number of particles.

A cap at 20 nm conditions on the outcome, which nobody knows before the synthesis. Here rows of any
size train and are tested; errors are best read as ratios (``size_ratio`` of the summary).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ostwald.evaluation.protocols.base import Split
from ostwald.evaluation.protocols.papers import paper_folds, paper_of
from ostwald.evaluation.protocols.published import FOLDS
from ostwald.evaluation.protocols.sized import sized_rows


def doi_all_split(folder: Path) -> Split:
    """Read the published training table and hold whole papers out, all rows tested.

    Args:
        folder: The folder of published data.

    Returns:
        Every row of known size in five folds of papers.
    """
    rows = sized_rows(folder)
    papers = [
        paper_of(outcome.doi, recipe.product)
        for outcome, recipe in zip(rows.outcomes, rows.recipes, strict=True)
    ]
    return Split(
        protocol="doi_all",
        recipes=rows.recipes,
        outcomes=rows.outcomes,
        row_ids=rows.row_ids,
        folds=paper_folds(papers, np.arange(len(rows)), FOLDS),
    )
