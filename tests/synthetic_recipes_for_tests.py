"""Recipes drawn at random in which one chemical alone, the ligand, makes the size."""

from __future__ import annotations

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from recipes_for_tests import resolved
from surfaces_for_tests import mmol

PRODUCTS = {
    "PbSe": ("PbO", "Se"),
    "PbS": ("PbCl2", "S"),
    "CdSe-1": ("CdO", "Se"),
    "CdS-1": ("CdCl2", "S"),
}


def planted_size(recipe: ResolvedRecipe) -> float:
    """Grow with oleic acid, strongly, and with temperature, weakly; the additive does nothing."""
    return float(
        np.exp(1.0 + 0.9 * np.log(mmol(recipe, "OA")) + 0.002 * recipe.reaction_temperature_c)
    )


def synthetic(n: int, seed: int = 0) -> tuple[list[ResolvedRecipe], list[str]]:
    """Return n recipes of four products, and their papers."""
    generator = np.random.default_rng(seed)
    recipes, papers = [], []
    for k in range(n):
        product = list(PRODUCTS)[k % len(PRODUCTS)]
        cation, anion = PRODUCTS[product]
        draw = {name: float(generator.uniform(low, high)) for name, low, high in (
            ("acid", 2.0, 20.0), ("anion", 0.5, 2.0), ("solvent", 20.0, 40.0), ("water", 0.5, 3.0),
        )}  # fmt: skip
        recipes.append(
            resolved(
                product=product,
                reagents=[
                    {"name": cation, "amount": "1 mmol"},
                    {"name": anion, "amount": f"{draw['anion']} mmol"},
                    {"name": "OA", "amount": f"{draw['acid']} mmol"},
                    {"name": "ODE", "amount": f"{draw['solvent']} mmol"},
                    {"name": "NH4Cl", "amount": f"{draw['water']} mmol"},
                ],
                reaction_temperature_c=float(generator.uniform(150, 250)),
                injection_temperature_c=200.0,
                reaction_time_min=float(generator.uniform(1, 60)),
            )
        )
        papers.append(f"10.1/{k // 5}")
    return recipes, papers
