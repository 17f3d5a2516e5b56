"""What a model says of recipes: the one answer that everything else asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.recipes.shapes import SHAPES

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Domain:
    """Whether a recipe lies on known ground.

    Attributes:
        in_domain: The verdict: the size is likely right within an interval that is of use, and
            nothing about the flask is impossible.
        score: From 0 to 1; 0.5 and more is known ground unless the flask is impossible.
        reasons: What is unusual, in words.
        parts: Further scores by name; may be empty.
        doubts: What a chemist would stumble over though it is not impossible, in words.
    """

    in_domain: bool
    score: float
    reasons: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A known recipe that speaks for an answer.

    Attributes:
        recipe_id: The ``id`` of the recipe it was learnt from; None where it has none.
        similarity: Correlation of its size with the one asked for, as the model sees it.
        own: Position among a lab's own recipes that the model was adapted to; None for the others.
    """

    recipe_id: str | None
    similarity: float
    own: int | None = None


UNJUDGED = Domain(False, 0.0, ("this model does not judge what it knows",))


@dataclass(frozen=True)
class Answer:
    """What a model predicts for n recipes, and how far to trust it.

    Attributes:
        size_nm: (n,) estimates of the median equal-area diameter in nm.
        log_size_std: (n,) standard deviation of the logarithm of size.
        shape_probabilities: (n, 11) probabilities over ``SHAPES``; each row sums to one.
        tails: Gives for a coverage how many standard deviations the interval reaches below and
            above, each a number or (n,); those of a normal distribution when left out.
        shape_threshold: Gives for a coverage the least probability (n,) of a shape that is to be
            reckoned with; when left out, the likeliest shapes that make up the coverage are.
        judge: Judges the recipes when first asked.
        find: Finds the k known recipes that speak for each answer.
    """

    size_nm: FloatArray
    log_size_std: FloatArray
    shape_probabilities: FloatArray
    tails: Callable[[float], tuple[Any, Any]] | None = field(default=None, repr=False)
    shape_threshold: Callable[[float], FloatArray] | None = field(default=None, repr=False)
    judge: Callable[[], Sequence[Domain]] | None = field(default=None, repr=False)
    find: Callable[[int], Sequence[tuple[Evidence, ...]]] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        """Return the number of recipes."""
        return len(self.size_nm)

    @property
    def size(self) -> FloatArray:
        """The estimates in nm (n,)."""
        return self.size_nm

    def interval(self, coverage: float) -> tuple[FloatArray, FloatArray]:
        """Return intervals of size.

        Args:
            coverage: Share of intervals that should hold the true size, between 0 and 1.

        Returns:
            Lower and upper ends in nm, each (n,).
        """
        if self.tails is None:
            below = above = NormalDist().inv_cdf(0.5 + coverage / 2.0)
        else:
            below, above = self.tails(coverage)
        return (
            self.size_nm * np.exp(-below * self.log_size_std),
            self.size_nm * np.exp(above * self.log_size_std),
        )

    @property
    def shape(self) -> tuple[str, ...]:
        """The likeliest shape of each recipe."""
        return tuple(SHAPES[k] for k in self.shape_probabilities.argmax(axis=1).tolist())

    def likely_shapes(self, coverage: float) -> NDArray[np.bool_]:
        """Return the shapes to be reckoned with.

        Args:
            coverage: Share of such sets that should hold the true shape, between 0 and 1.

        Returns:
            (n, 11) True for the members of each set, the likeliest shape always among them.
        """
        p = self.shape_probabilities
        if self.shape_threshold is not None:
            members = p >= self.shape_threshold(coverage)[:, None]
        else:
            order = np.argsort(-p, axis=1, kind="stable")
            ranked = np.take_along_axis(p, order, axis=1)
            before = np.cumsum(ranked, axis=1) - ranked
            members = np.zeros(p.shape, dtype=bool)
            np.put_along_axis(members, order, before < coverage, axis=1)
        members[np.arange(len(p)), p.argmax(axis=1)] = True
        return members

    @cached_property
    def domain(self) -> tuple[Domain, ...]:
        """The verdict on each recipe."""
        return tuple(self.judge()) if self.judge is not None else (UNJUDGED,) * len(self)

    @property
    def judged(self) -> bool:
        """Whether the model judges what it knows."""
        return self.judge is not None

    def evidence(self, k: int) -> tuple[tuple[Evidence, ...], ...]:
        """Return the known recipes that speak for each answer, the most important first.

        Args:
            k: How many at most.
        """
        return tuple(self.find(k)) if self.find is not None else ((),) * len(self)
