"""What each further experiment brought, told on one's own results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ostwald._files import atomic_path
from ostwald.adaptation.conditioning import adapt
from ostwald.models.base import FloatArray, Outcomes, SynthesisModel
from ostwald.plotting import BLUE, GREY, ORANGE, new_figure

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

ORDERS = 20
MOST_STEPS = 12
"""With more experiments the curve is computed at this many points."""

INNER_SHARE = 0.8


@dataclass(frozen=True)
class LearningCurve:
    """Errors on the experiments that were still to come.

    Attributes:
        known: (s,) number of own experiments that the model had been adapted to, from 0.
        error_nm: (s,) mean absolute error on the others, over many orders of the experiments.
        low_nm: (s,) lower end of what four of five orders gave.
        high_nm: (s,) upper end.
    """

    known: FloatArray
    error_nm: FloatArray
    low_nm: FloatArray
    high_nm: FloatArray

    @property
    def gain(self) -> float:
        """Share of the first error that was gone at the end; below zero where it grew."""
        return float(1.0 - self.error_nm[-1] / max(float(self.error_nm[0]), 1e-12))


def learning_curve(
    model: SynthesisModel,
    recipes: Sequence[ResolvedRecipe],
    outcomes: Outcomes,
    *,
    orders: int = ORDERS,
    seed: int = 0,
) -> LearningCurve | None:
    """Adapt to the first experiments and predict those that follow, in many orders.

    Args:
        model: The model before adaptation.
        recipes: n own recipes.
        outcomes: What they gave.
        orders: In how many random orders they are taken.
        seed: Seed of the orders.

    Returns:
        The curve, or None with fewer than two recipes of known size.
    """
    sized = np.flatnonzero(np.isfinite(outcomes.size_nm))
    n = len(sized)
    if n < 2:
        return None
    own_recipes = [recipes[int(row)] for row in sized]
    true = outcomes.size_nm[sized]
    adapted = adapt(model, own_recipes, outcomes.take(sized))
    first = adapted.own_recipes - n
    known = np.unique(np.round(np.linspace(0, n - 1, min(n, MOST_STEPS))).astype(int))
    errors = np.empty((orders, len(known)))
    generator = np.random.default_rng(seed)
    before = np.arange(first)
    for row in range(orders):
        order = generator.permutation(n)
        for column, k in enumerate(known):
            rest = order[k:]
            kept = np.concatenate([before, first + order[:k]])
            said = adapted.with_own(kept).predict([own_recipes[j] for j in rest.tolist()]).size_nm
            errors[row, column] = float(np.mean(np.abs(said - true[rest])))
    low, high = np.quantile(errors, [(1 - INNER_SHARE) / 2, (1 + INNER_SHARE) / 2], axis=0)
    return LearningCurve(known.astype(float), errors.mean(axis=0), low, high)


def plot_learning_curve(curve: LearningCurve, target: Path) -> None:
    """Draw the curve.

    Args:
        curve: What to draw.
        target: File to write; its suffix names the format (png, svg, pdf).

    Raises:
        InputError: The file cannot be written.
    """
    from matplotlib.ticker import MaxNLocator

    figure = new_figure(5.2, 3.6)
    axes = figure.subplots()
    axes.fill_between(
        curve.known, curve.low_nm, curve.high_nm, color=BLUE, alpha=0.2, linewidth=0,
        label=f"{INNER_SHARE * 100:.0f} % of the orders",
    )  # fmt: skip
    axes.plot(curve.known, curve.error_nm, "o-", color=BLUE, label="adapted")
    axes.axhline(curve.error_nm[0], color=ORANGE, linestyle="--", label="as it was")
    axes.set_xlabel("own experiments that the model knew")
    axes.set_ylabel("mean error on the others, nm")
    axes.set_ylim(bottom=0.0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(color=GREY, alpha=0.3)
    axes.legend(frameon=False, fontsize="small")
    with atomic_path(target) as path:
        figure.savefig(path)
