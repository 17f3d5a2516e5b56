"""What counts as one paper, and how papers are shared out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.recipes.outcome import Outcome

OWN_SYNTHESIS = "self-synthesis"
_POLYMORPH = re.compile(r"-\d+$")


def paper_of(doi: str | None, product: str) -> str:
    """Return what counts as the paper of a recipe.

    Args:
        doi: Its DOI, ``self-synthesis``, or ``None`` where it is not known.
        product: Its product label; a polymorph suffix does not matter.

    Returns:
        The DOI in lower case, or a name made of the product for own syntheses and unknown papers.
    """
    if not doi or doi == OWN_SYNTHESIS:
        return f"{doi or 'unknown'} {_POLYMORPH.sub('', product)}"
    return doi.strip().lower()


def shared(outcomes: Sequence[Outcome], others: Sequence[Outcome]) -> list[bool]:
    """Tell which rows come from a paper that another collection has too.

    Args:
        outcomes: The rows of one collection.
        others: Those of the other.

    Returns:
        One answer a row; False where its paper is not known.
    """
    papers = {doi.strip().lower() for other in others if (doi := other.doi)}
    return [
        bool(outcome.doi) and str(outcome.doi).strip().lower() in papers for outcome in outcomes
    ]


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
