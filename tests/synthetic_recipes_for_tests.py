"""Recipes drawn at random in which the ligand makes the size, other parts a little, one nothing."""

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
AMOUNTS = {
    "cation": (0.5, 2.0),
    "anion": (0.5, 2.0),
    "acid": (2.0, 20.0),
    "solvent": (10.0, 60.0),
    "salt": (0.5, 3.0),
}


def planted_size(recipe: ResolvedRecipe) -> float:
    """Grow strongly with oleic acid, weakly with all else but NH4Cl, which does nothing."""
    cation = sum(mmol(recipe, name) for name, _ in PRODUCTS.values())
    anion = mmol(recipe, "Se") + mmol(recipe, "S")
    weak = 0.15 * np.log(cation) - 0.15 * np.log(anion) + 0.15 * np.log(mmol(recipe, "ODE"))
    warm = 0.003 * recipe.reaction_temperature_c
    heavy = 0.2 if "Se" in recipe.product.formula else 0.0
    return float(np.exp(0.5 + 0.9 * np.log(mmol(recipe, "OA")) + weak + warm + heavy))


def synthetic(n: int, seed: int = 0) -> tuple[list[ResolvedRecipe], list[str]]:
    """Return n recipes of four products, and their papers."""
    generator = np.random.default_rng(seed)
    recipes, papers = [], []
    for k in range(n):
        product = list(PRODUCTS)[k % len(PRODUCTS)]
        cation, anion = PRODUCTS[product]
        draw = {name: float(generator.uniform(*span)) for name, span in AMOUNTS.items()}
        recipes.append(
            resolved(
                product=product,
                reagents=[
                    {"name": cation, "amount": f"{draw['cation']} mmol"},
                    {"name": anion, "amount": f"{draw['anion']} mmol"},
                    {"name": "OA", "amount": f"{draw['acid']} mmol"},
                    {"name": "ODE", "amount": f"{draw['solvent']} mmol"},
                    {"name": "NH4Cl", "amount": f"{draw['salt']} mmol"},
                ],
                reaction_temperature_c=float(generator.uniform(150, 250)),
                injection_temperature_c=200.0,
                reaction_time_min=float(generator.uniform(1, 60)),
            )
        )
        papers.append(f"10.1/{k // 5}")
    return recipes, papers
