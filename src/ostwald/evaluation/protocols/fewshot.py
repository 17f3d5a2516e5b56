"""A paper held out, then some of its recipes revealed: what a lab's own few experiments bring.

The rows are split into five folds of whole papers, so that one fit a fold serves all its papers.
From each paper with enough rows k recipes are drawn and revealed with their outcomes; the model
is adapted to them and tested on the rest of that paper. Within one draw the recipes revealed for a
larger k contain those for a smaller one, as experiments add up on a bench.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.datasets.papers import paper_of
from ostwald.evaluation.protocols.base import Indices, Split
from ostwald.evaluation.protocols.papers import paper_folds
from ostwald.evaluation.protocols.published import FOLDS, LARGEST_SIZE_NM, sized_rows
from ostwald.models.base import Outcomes, SynthesisModel

REVEALED = (1, 3, 5, 10)
"""How many recipes of a paper are revealed."""

FEWEST_LEFT = 5
"""Recipes of a paper that must be left to be tested."""

DRAWS = 3
DRAW_SEED = 0


class Adapt(Protocol):
    """Conditions a fitted model on a few recipes with known outcomes."""

    def __call__(
        self, model: SynthesisModel, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes
    ) -> SynthesisModel:
        """Return a model that has learnt from the recipes; the one given stays as it is."""


@dataclass(frozen=True)
class Episode:
    """One paper, some of its recipes revealed and the others tested.

    Attributes:
        fold: The fold whose model had not seen the paper.
        revealed: Positions of the recipes whose outcomes are revealed.
        tested: Positions of all other recipes of the paper.
    """

    paper: str
    fold: int
    draw: int
    revealed: Indices
    tested: Indices


@dataclass(frozen=True)
class FewShotSplit:
    """Folds of papers and what is revealed of each paper."""

    split: Split
    episodes: list[Episode]


def fewshot_split(
    folder: Path,
    *,
    capped: bool = True,
    revealed: Sequence[int] = REVEALED,
    draws: int = DRAWS,
    seed: int = DRAW_SEED,
) -> FewShotSplit:
    """Read the published training table and draw what is revealed of each paper.

    Args:
        folder: The folder of published data.
        capped: Whether rows above 20 nm are left out, as in the protocol ``doi``.
        revealed: How many recipes to reveal.
        draws: How often to draw them.
        seed: Seed of the draws.

    Returns:
        The folds and the episodes, by fold, then paper, draw and number revealed.
    """
    rows = sized_rows(folder, LARGEST_SIZE_NM if capped else math.inf)
    papers = [
        paper_of(outcome.doi, recipe.product)
        for outcome, recipe in zip(rows.outcomes, rows.recipes, strict=True)
    ]
    split = Split(
        protocol="fewshot" if capped else "fewshot_all",
        recipes=rows.recipes,
        outcomes=rows.outcomes,
        row_ids=rows.row_ids,
        folds=paper_folds(papers, np.arange(len(rows)), FOLDS),
    )
    return FewShotSplit(split, draw_episodes(split, papers, revealed, draws, seed))


def draw_episodes(
    split: Split, papers: Sequence[str], revealed: Sequence[int], draws: int, seed: int
) -> list[Episode]:
    """Draw the revealed recipes of every paper that is large enough.

    Args:
        split: Folds of papers.
        papers: The paper of each position.
        revealed: How many recipes to reveal.
        draws: How often.
        seed: Seed; the draw of a paper does not hang on the other papers.

    Returns:
        The episodes, by fold, then paper, draw and number revealed.
    """
    names = np.array(papers, dtype=object)
    episodes = []
    for number, fold in enumerate(split.folds):
        for paper in sorted(set(names[fold.test].tolist())):
            positions = fold.test[names[fold.test] == paper]
            for draw in range(draws):
                entropy = [seed, draw, *paper.encode()]
                order = np.random.default_rng(entropy).permutation(positions)
                episodes += [
                    Episode(paper, number, draw, np.sort(order[:k]), np.sort(order[k:]))
                    for k in revealed
                    if len(positions) >= k + FEWEST_LEFT
                ]
    return episodes
