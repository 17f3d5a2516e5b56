"""Chemistry: what each substance is, and numbers computed from that."""

from __future__ import annotations

from ostwald.chemistry.formula import parse_formula
from ostwald.chemistry.identity import find_reagent, suggest
from ostwald.chemistry.products import find_product
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe, resolve_recipe
from ostwald.chemistry.substance import ProductIdentity, Substance

__all__ = [
    "ProductIdentity",
    "ResolvedReagent",
    "ResolvedRecipe",
    "Substance",
    "find_product",
    "find_reagent",
    "parse_formula",
    "resolve_recipe",
    "suggest",
]
