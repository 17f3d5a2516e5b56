"""Folds of whole papers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ostwald.datasets.papers import balanced_groups, paper_of
from ostwald.evaluation.protocols.base import Fold, Indices

__all__ = ["balanced_groups", "paper_folds", "paper_of"]


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
