"""Whole papers held out: what a recipe of a new paper can expect.

The tested rows are those of the ``published`` protocol. A paper is never in training and test at
once; the data set authors' own syntheses, which are one long series a composition, count as one
paper a composition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ostwald.evaluation.protocols.base import Fold, Split
from ostwald.evaluation.protocols.published import FOLDS, published_split

OWN_SYNTHESIS = "self-synthesis"
_POLYMORPH = re.compile(r"-\d+$")


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
    fold_of = balanced_groups([papers[k] for k in tested], FOLDS)
    rows_fold = np.array([fold_of.get(paper, -1) for paper in papers])
    folds = [
        Fold(train=np.flatnonzero(rows_fold != k), test=tested[rows_fold[tested] == k])
        for k in range(FOLDS)
    ]
    return Split(
        protocol="doi",
        recipes=split.recipes,
        outcomes=split.outcomes,
        row_ids=split.row_ids,
        folds=folds,
    )


def paper_of(doi: str | None, product: str) -> str:
    """Return what counts as the paper of a recipe.

    Args:
        doi: Its DOI, ``self-synthesis``, or ``None`` where it is not known.
        product: Its product label; a polymorph suffix does not matter.

    Returns:
        The DOI in lower case, or a name made of the product for own syntheses and unknown papers.
    """
    if doi is None or doi == OWN_SYNTHESIS:
        return f"{doi or 'unknown'} {_POLYMORPH.sub('', product)}"
    return doi.strip().lower()


def balanced_groups(groups: Sequence[str], folds: int) -> dict[str, int]:
    """Spread groups over folds, the largest first, each to the fold with fewest rows so far.

    Args:
        groups: The group of each row.
        folds: Number of folds.

    Returns:
        The fold of each group; ties are broken by name, so that it never varies.
    """
    load = [0] * folds
    fold_of: dict[str, int] = {}
    for group, size in sorted(Counter(groups).items(), key=lambda item: (-item[1], item[0])):
        fold = min(range(folds), key=lambda k: (load[k], k))
        fold_of[group] = fold
        load[fold] += size
    return fold_of
