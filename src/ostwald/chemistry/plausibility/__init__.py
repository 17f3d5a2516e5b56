"""Whether a flask can give its product at all: rules with a name, a sentence and a source."""

from __future__ import annotations

from ostwald.chemistry.plausibility import amounts, excess, heat, moisture, reduction, supply
from ostwald.chemistry.plausibility.base import RULES, SEVERITIES, Flag, Rule, Severity
from ostwald.chemistry.plausibility.flask import Flask, Pressure
from ostwald.chemistry.resolved import ResolvedRecipe

__all__ = ["RULES", "SEVERITIES", "Flag", "Rule", "Severity", "check_plausibility"]

# Importing these registers their rules.
_RULE_MODULES = (supply, reduction, heat, moisture, excess, amounts)


def check_plausibility(
    recipe: ResolvedRecipe, *, pressure: Pressure | None = None, atmosphere: str | None = None
) -> tuple[Flag, ...]:
    """Look for what a chemist would stumble over in a recipe.

    Args:
        recipe: Chemicals and their amounts in mmol.
        pressure: ``open`` or ``autoclave``; None where the recipe does not say.
        atmosphere: Such as ``nitrogen`` or ``air``; None where the recipe does not say.

    Returns:
        Flags, the severest first; empty for a flask without a remark.

    Examples:
        >>> from ostwald.chemistry.resolved import resolve_recipe
        >>> from ostwald.recipes.recipe import Recipe
        >>> dry = Recipe(
        ...     product="CdSe",
        ...     reagents=[
        ...         {"name": "CdO", "amount": "1 mmol"},
        ...         {"name": "Se", "amount": "1 mmol"},
        ...     ],
        ...     injection_temperature_c=260,
        ...     reaction_temperature_c=260,
        ...     reaction_time_min=3,
        ... )
        >>> check_plausibility(resolve_recipe(dry))[0].rule
        'no-liquid'
    """
    flask = Flask(recipe, pressure, atmosphere)
    found = [flag for rule in RULES.values() for flag in rule.flags(flask)]
    return tuple(sorted(found, key=lambda flag: SEVERITIES.index(flag.severity)))
