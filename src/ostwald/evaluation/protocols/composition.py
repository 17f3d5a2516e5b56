"""One composition held out: what can be expected of a product that was never made before.

As in the reference paper (Gu, Liang et al., doi 10.1021/acsnano.5c09134, and its public code), the
tested rows of a composition are all its rows of at most 20 nm, whatever the number of particles
counted, and the rows of at most 20 nm of all other compositions train. Unlike there, polymorphs
of one formula are held out together, one setting serves all compositions, and nothing is chosen
on a tested row.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from ostwald.chemistry.products import find_product
from ostwald.evaluation.protocols.base import Fold, Split
from ostwald.evaluation.protocols.published import LARGEST_SIZE_NM, sized_rows

FEWEST_ROWS = 15
"""Rows of any size that a composition needs in the table in order to be held out."""

PAPERS_FOUR = ("PbSe", "Ag2S", "Ni", "Cs2NaBiCl6")
"""The compositions that the reference paper held out."""


def composition_split(folder: Path) -> Split:
    """Hold out every composition with enough rows, one after the other.

    Args:
        folder: The folder of published data.

    Returns:
        The rows of at most 20 nm, one fold a composition, the commonest first.
    """
    return _split(folder, "composition", only=None)


def composition4_split(folder: Path) -> Split:
    """Hold out the four compositions of the reference paper, one after the other.

    Args:
        folder: The folder of published data.

    Returns:
        The rows of at most 20 nm in four folds.
    """
    return _split(folder, "composition4", only=PAPERS_FOUR)


def formula_of(product: str) -> str:
    """Return the formula of a product label, the same for all its polymorphs and spellings."""
    return find_product(product).formula


def _split(folder: Path, protocol: str, only: tuple[str, ...] | None) -> Split:
    rows = sized_rows(folder)
    counts = Counter(formula_of(recipe.product) for recipe in rows.recipes)
    named = {formula_of(product) for product in only} if only is not None else None
    capped = sized_rows(folder, LARGEST_SIZE_NM)
    formulas = np.array([formula_of(recipe.product) for recipe in capped.recipes], dtype=object)
    folds, names = [], []
    for formula, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        test = np.flatnonzero(formulas == formula)
        chosen = formula in named if named is not None else count >= FEWEST_ROWS
        if chosen and test.size:
            folds.append(Fold(train=np.flatnonzero(formulas != formula), test=test))
            names.append(formula)
    return Split(
        protocol=protocol,
        recipes=capped.recipes,
        outcomes=capped.outcomes,
        row_ids=capped.row_ids,
        folds=folds,
        fold_names=tuple(names),
    )
