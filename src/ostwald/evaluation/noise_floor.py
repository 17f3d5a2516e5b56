"""How well repeated recipes agree: the error that no model of recipes can go below.

Two recipes count as repeated when they make the same product from the same chemicals and their
amounts, temperatures and times agree within tolerances. What their sizes differ by is then due to
what a recipe does not tell (stirring, purity, who read the micrograph) and to the tolerances
themselves, so that the floor found here is a little too high rather than too low.

If both sizes scatter independently around one true mean, a perfect predictor of that mean is off by
less than they differ from one another: for normal scatter by a factor of the square root of two.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.evaluation.size_metrics import Floats, grouped_bootstrap
from ostwald.recipes.outcome import Outcome

SHORTEST_TIME_MIN = 1.0 / 60.0
SAME_PAPER, OTHER_PAPER = "same paper", "other paper"
SAME_SIZE_NM = 0.005


@dataclass(frozen=True)
class Tolerance:
    """How far two recipes may differ and still count as one.

    Attributes:
        amount: Greatest factor between amounts of one chemical, less one.
        temperature_c: Greatest difference of injection or reaction temperature in °C.
        time: Greatest factor between times, and between heating rates, less one.
    """

    name: str
    amount: float
    temperature_c: float
    time: float


TOLERANCES = (
    Tolerance("identical", 0.001, 0.1, 0.001),
    Tolerance("near", 0.10, 5.0, 0.10),
    Tolerance("loose", 0.30, 15.0, 0.50),
    Tolerance("similar", 1.00, 20.0, 1.00),
)


@dataclass(frozen=True)
class RepeatedPair:
    """Two rows whose recipes count as one.

    Attributes:
        first: Position of one row.
        second: Position of the other, which comes later.
        tolerance: Name of the strictest tolerance that they meet.
        scope: Whether they come from one paper or from two.
        group: Product and chemicals; pairs of one group are not independent.
    """

    first: int
    second: int
    tolerance: str
    scope: str
    group: str


def repeated_pairs(
    recipes: Sequence[ResolvedRecipe],
    papers: Sequence[str],
    tolerances: Sequence[Tolerance] = TOLERANCES,
) -> list[RepeatedPair]:
    """Find all pairs of repeated recipes.

    Args:
        recipes: n recipes.
        papers: The paper of each.
        tolerances: The strictest first.

    Returns:
        The pairs, by position; each once, under the strictest tolerance that it meets.
    """
    groups: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for position, recipe in enumerate(recipes):
        chemicals = frozenset(reagent.substance.identity for reagent in recipe.reagents)
        groups[recipe.product.label, chemicals].append(position)
    pairs = []
    for (product, chemicals), members in groups.items():
        name = f"{product}: {', '.join(sorted(chemicals))}"
        for first, second, tolerance in _alike(recipes, members, tolerances):
            same = papers[first] == papers[second]
            scope = SAME_PAPER if same else OTHER_PAPER
            pairs.append(RepeatedPair(first, second, tolerance, scope, name))
    return sorted(pairs, key=lambda pair: (pair.first, pair.second))


def noise_floor(
    pairs: Sequence[RepeatedPair],
    outcomes: Sequence[Outcome],
    tolerances: Sequence[Tolerance] = TOLERANCES,
) -> list[dict[str, Any]]:
    """Return how well repeated recipes agree.

    Args:
        pairs: What `repeated_pairs` found.
        outcomes: Outcomes by position; pairs of which a size is not known are left out.
        tolerances: The strictest first; a looser one takes the pairs of the stricter ones in.

    Returns:
        One entry a tolerance and scope (one paper, two papers, both), with the numbers of pairs,
        rows and groups, ``mean_difference_nm``, ``floor_mae_nm`` (the first over the square root
        of two), the same by groups (``..._by_group``: every group weighs alike, so that one long
        series does not decide), ``median_difference_nm``, ratios of the larger to the smaller
        size, the share of pairs with equal sizes, and how often the shapes agree.
    """
    names = [tolerance.name for tolerance in tolerances]
    entries = []
    for number, name in enumerate(names):
        met = [pair for pair in pairs if pair.tolerance in names[: number + 1]]
        for scope in (SAME_PAPER, OTHER_PAPER, "both"):
            part = [pair for pair in met if scope in ("both", pair.scope)]
            entries.append({"tolerance": name, "scope": scope} | _agreement(part, outcomes))
    return entries


def _alike(
    recipes: Sequence[ResolvedRecipe], members: Sequence[int], tolerances: Sequence[Tolerance]
) -> Iterator[tuple[int, int, str]]:
    """Yield the pairs among recipes of one product and set of chemicals that are close."""
    rows = {position: _quantities(recipes[position]) for position in members}
    for first, second in combinations(members, 2):
        a, b = rows[first], rows[second]
        temperature = float(np.abs(a[0] - b[0]).max())
        time = _greatest_factor(a[1], b[1])
        amount = _greatest_factor(a[2], b[2])
        for tolerance in tolerances:
            if (
                temperature <= tolerance.temperature_c
                and time <= 1.0 + tolerance.time
                and amount <= 1.0 + tolerance.amount
            ):
                yield first, second, tolerance.name
                break


def _quantities(recipe: ResolvedRecipe) -> tuple[Floats, Floats, Floats]:
    """Return temperatures, logarithms of time and heating rate, and logarithms of amounts."""
    amounts = sorted((r.substance.identity, r.amount_mmol) for r in recipe.reagents)
    rate = recipe.heating_rate_c_per_min
    return (
        np.array([recipe.injection_temperature_c, recipe.reaction_temperature_c]),
        np.array(
            [
                math.log(max(recipe.reaction_time_min, SHORTEST_TIME_MIN)),
                # An unknown rate agrees with any; none agrees with none.
                math.nan if rate is None else math.log(rate + 1e-3),
            ]
        ),
        np.log([max(amount, 1e-9) for _, amount in amounts]),
    )


def _greatest_factor(a: Floats, b: Floats) -> float:
    return float(np.exp(np.max(np.nan_to_num(np.abs(a - b), nan=0.0), initial=0.0)))


def _agreement(pairs: Sequence[RepeatedPair], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    sizes = [(outcomes[pair.first].size_nm, outcomes[pair.second].size_nm) for pair in pairs]
    known = [k for k, both in enumerate(sizes) if None not in both]
    counts = {
        "pairs": len(known),
        "rows": len({row for k in known for row in (pairs[k].first, pairs[k].second)}),
        "groups": len({pairs[k].group for k in known}),
    }
    if not known:
        return counts
    both_nm = np.array([sizes[k] for k in known], dtype=float)
    group = np.array([pairs[k].group for k in known], dtype=object)
    difference = np.abs(both_nm[:, 0] - both_nm[:, 1])
    log_ratio = np.abs(np.log(both_nm[:, 0] / both_nm[:, 1]))
    lower, upper = grouped_bootstrap(difference, group)
    by_group = _mean_of_groups(difference, group)
    shapes = [(outcomes[pairs[k].first].shape, outcomes[pairs[k].second].shape) for k in known]
    shaped = [both for both in shapes if None not in both]
    root = math.sqrt(2.0)
    return {
        **counts,
        "mean_size_nm": float(both_nm.mean()),
        "mean_difference_nm": float(difference.mean()),
        "mean_difference_ci95_nm": [lower, upper],
        "median_difference_nm": float(np.median(difference)),
        "floor_mae_nm": float(difference.mean()) / root,
        "mean_difference_nm_by_group": by_group,
        "floor_mae_nm_by_group": by_group / root,
        "geometric_mean_ratio": float(np.exp(log_ratio.mean())),
        "floor_fold_error": float(np.exp(log_ratio.mean() / root)),
        "floor_fold_error_by_group": float(np.exp(_mean_of_groups(log_ratio, group) / root)),
        "share_equal": float(np.mean(difference < SAME_SIZE_NM)),
        "shape_pairs": len(shaped),
        "shape_agreement": float(np.mean([a == b for a, b in shaped])) if shaped else None,
    }


def _mean_of_groups(values: Floats, group: Any) -> float:
    _, number = np.unique(group.astype(str), return_inverse=True)
    return float(np.mean(np.bincount(number, weights=values) / np.bincount(number)))
