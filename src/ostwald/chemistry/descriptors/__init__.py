"""Descriptors: numbers computed from what a substance, a product or a recipe is."""

from __future__ import annotations

from ostwald.chemistry.descriptors.base import SubstanceDescriptors
from ostwald.chemistry.descriptors.molecular import MolecularDescriptors
from ostwald.chemistry.descriptors.recipe import FAMILIES, RecipeFeaturizer
from ostwald.chemistry.descriptors.substance import SubstanceVector, substance_vectors

__all__ = [
    "FAMILIES",
    "MolecularDescriptors",
    "RecipeFeaturizer",
    "SubstanceDescriptors",
    "SubstanceVector",
    "substance_vectors",
]
