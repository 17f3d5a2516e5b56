"""What single, ordinary changes of a flask would do to its size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.understanding import flags_of
from ostwald.explain.categories import TEMPERATURE, categories_of
from ostwald.explain.players import (
    ALL_CONDITIONS,
    INJECTION_TEMPERATURE,
    REACTION_TEMPERATURE,
    Condition,
    amount_in_words,
    follows_reaction_temperature,
)
from ostwald.recipes.limits import TEMPERATURE as TEMPERATURE_KIND

if TYPE_CHECKING:
    from ostwald.explain.surface import Surface

STEP_C = 20.0
"""What a chemist changes a temperature by to see whether it matters."""

STEP_FACTOR = 2.0
"""The same for times, rates and amounts."""


@dataclass(frozen=True)
class Change:
    """One change of a flask and what it does.

    Attributes:
        what: The chemical, as the recipe names it, or the condition.
        category: Such as ``ligand``.
        before: How it is now.
        after: What it is changed to.
        nm: Change of the size in nm.
        interval_nm: How surely; None where the model cannot tell.
        in_domain: Whether the changed flask is known ground.
    """

    what: str
    category: str
    before: str
    after: str
    nm: float
    interval_nm: tuple[float, float] | None
    in_domain: bool

    @property
    def sure_of_direction(self) -> bool | None:
        """Whether the interval leaves no doubt of the direction; None without an interval."""
        if self.interval_nm is None:
            return None
        return self.interval_nm[0] > 0.0 or self.interval_nm[1] < 0.0

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "what": self.what,
            "category": self.category,
            "from": self.before,
            "to": self.after,
            "nm": self.nm,
            "interval": None if self.interval_nm is None else list(self.interval_nm),
            "in_domain": self.in_domain,
        }


@dataclass(frozen=True)
class _Trial:
    what: str
    category: str
    before: str
    after: str
    flask: ResolvedRecipe


def single_changes(recipe: ResolvedRecipe, surface: Surface, coverage: float) -> list[Change]:
    """Try 20 degC up and down, and half and twice of every time, rate and amount.

    Args:
        recipe: The flask.
        surface: The model.
        coverage: Of the intervals.

    Returns:
        What is possible, the largest effect first.
    """
    trials = [
        trial
        for trial in [*_of_conditions(recipe), *_of_chemicals(recipe)]
        if all(flag.severity != "impossible" for flag in flags_of(trial.flask))
    ]
    if not trials:
        return []
    flasks = [recipe, *(trial.flask for trial in trials)]
    said = surface.judge(flasks, coverage)
    sizes = np.array([one.size.estimate_nm for one in said])
    covariance = surface.covariance(flasks)
    reach = NormalDist().inv_cdf(0.5 + coverage / 2.0)
    found = []
    for k, trial in enumerate(trials, start=1):
        interval = None
        nm = float(sizes[k] - sizes[0])
        if covariance is not None:
            a, b = sizes[k], sizes[0]
            variance = (
                a * a * covariance[k, k] + b * b * covariance[0, 0] - 2 * a * b * covariance[0, k]
            )
            half = reach * float(np.sqrt(max(variance, 0.0)))
            interval = (nm - half, nm + half)
        inside = said[k].domain.in_domain
        found.append(
            Change(trial.what, trial.category, trial.before, trial.after, nm, interval, inside)
        )
    return sorted(found, key=lambda one: -abs(one.nm))


def _of_conditions(recipe: ResolvedRecipe) -> list[_Trial]:
    together = follows_reaction_temperature(recipe)
    found = []
    for one in ALL_CONDITIONS:
        now = getattr(recipe, one.field)
        if not now or (together and one is INJECTION_TEMPERATURE):
            continue
        for then in _steps(one, now):
            fields = {one.field: then}
            if together and one is REACTION_TEMPERATURE:
                fields[INJECTION_TEMPERATURE.field] = then
            flask = replace(recipe, lines=(), **fields)  # type: ignore[arg-type]
            found.append(
                _Trial(
                    one.name, one.category, f"{now:.4g} {one.unit}", f"{then:.4g} {one.unit}", flask
                )
            )
    return found


def _steps(condition: Condition, now: float) -> list[float]:
    if condition.category == TEMPERATURE:
        steps = [now - STEP_C, now + STEP_C]
        return [t for t in steps if TEMPERATURE_KIND.low <= t <= TEMPERATURE_KIND.high]
    return [now / STEP_FACTOR, now * STEP_FACTOR]


def _of_chemicals(recipe: ResolvedRecipe) -> list[_Trial]:
    names = {line.substance.identity: line.name for line in reversed(recipe.lines)}
    found = []
    for k, (category, one) in enumerate(zip(categories_of(recipe), recipe.reagents, strict=True)):
        for factor in (1.0 / STEP_FACTOR, STEP_FACTOR):
            reagents = list(recipe.reagents)
            reagents[k] = ResolvedReagent(one.substance, one.amount_mmol * factor)
            found.append(
                _Trial(
                    names.get(one.substance.identity, one.substance.name),
                    category,
                    amount_in_words(one.amount_mmol),
                    amount_in_words(reagents[k].amount_mmol),
                    replace(recipe, reagents=tuple(reagents), lines=()),
                )
            )
    return found
