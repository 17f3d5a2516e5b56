"""Whole papers held out: what a recipe of a new paper can expect.

A paper is never in training and test at once; the data set authors' own syntheses, which are one
long series a composition, count as one paper a composition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ostwald.datasets.papers import balanced_groups, paper_of
from ostwald.evaluation.protocols.base import Fold, Indices, Split
from ostwald.evaluation.protocols.published import FOLDS, published_split, sized_rows


def paper_folds(papers: Sequence[str], tested: Indices, folds: int) -> list[Fold]:
    """Hold whole papers out.

    Args:
        papers: The paper of each row.
        tested: Positions of the rows to test, ascending. A row that is not tested trains, except
            where its paper is held out.
        folds: Number of folds.

    Returns:
        The folds; every position of ``tested`` is tested once.
    """
    fold_of = balanced_groups([papers[k] for k in tested], folds)
    rows_fold = np.array([fold_of.get(paper, -1) for paper in papers])
    return [
        Fold(train=np.flatnonzero(rows_fold != k), test=tested[rows_fold[tested] == k])
        for k in range(folds)
    ]


def doi_split(folder: Path) -> Split:
    """Read the published training table and hold whole papers out.

    The tested rows are those of the ``published`` protocol.

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


def doi_all_split(folder: Path) -> Split:
    """Read the published training table and hold whole papers out, all rows tested.

    No cap on size, no least number of particles: a cap conditions on the outcome, which nobody
    knows before the synthesis. Errors are best read as ratios (``size_ratio`` of the summary).

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
