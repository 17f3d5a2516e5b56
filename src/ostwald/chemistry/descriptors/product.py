"""Features of the product: its elements, their properties, its ions and its class."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.batch import RecipeBatch, RecipeBlock
from ostwald.chemistry.descriptors.elemental import (
    composition_vector,
    element_order,
    ionic_radius_pm,
    is_hybrid,
    oxidation_states,
    property_matrix,
    split_ions,
    statistics,
    statistics_names,
)
from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.products import split_polymorph
from ostwald.chemistry.substance import ProductIdentity

CLASSES = (
    "metal",
    "alloy",
    "halide",
    "oxide",
    "sulfide",
    "selenide",
    "telluride",
    "pnictide",
    "mixed_anion",
    "other",
)
# Noble gases, and radioactive elements but thorium and uranium, are in no nanocrystal recipe.
_NEVER = frozenset("He Ne Ar Kr Xe Tc Pm".split())  # noqa: SIM905
_LAST = 83
_ANION_CLASSES = {
    **dict.fromkeys(["F", "Cl", "Br", "I"], "halide"),
    "O": "oxide",
    "S": "sulfide",
    "Se": "selenide",
    "Te": "telluride",
    **dict.fromkeys(["N", "P", "As", "Sb"], "pnictide"),
}
_IONS = (
    "elements",
    "atoms_per_formula_unit",
    "molar_mass_g_per_mol",
    "anion_fraction",
    "anion_to_cation",
    "electronegativity_difference",
    "mean_cation_state",
    "greatest_cation_state",
    "charge_left_over",
    "mean_cation_radius_pm",
    "mean_anion_radius_pm",
    "radius_ratio",
    "is_hybrid",
    "polymorph_number",
)


def _fraction_elements() -> tuple[str, ...]:
    usual = [s for s, n in element_order().items() if n < _LAST and s not in _NEVER]
    return (*usual, "Th", "U")


class ProductBlock(RecipeBlock):
    """The product's composition, whether the program has seen it before or not."""

    family = "product"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (
            *(f"product_{name}" for name in _IONS),
            *(f"product_is_{name}" for name in CLASSES),
            *(f"product_{name}" for name in statistics_names()),
            *(f"product_fraction_{symbol}" for symbol in _fraction_elements()),
        )

    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch; see the base class."""
        return np.stack([product_vector(p) for p in batch.products])[batch.product_of]


@lru_cache(maxsize=8192)
def product_vector(product: ProductIdentity) -> FloatArray:
    """Return the features of one product.

    Args:
        product: Known or new.

    Returns:
        Vector (len(ProductBlock().names),).
    """
    composition = product.composition
    fractions = composition_vector(composition) / sum(composition.values())
    places = [element_order()[symbol] for symbol in _fraction_elements()]
    kind = product_class(composition)
    return np.concatenate(
        [
            _ion_features(product),
            [float(kind == name) for name in CLASSES],
            statistics(composition),
            fractions[places],
        ]
    )


def product_class(composition: Mapping[str, float]) -> str:
    """Return the class of a product, one of `CLASSES`, from its elements alone.

    Args:
        composition: Atoms by element symbol.

    Returns:
        ``metal`` for one metal, ``alloy`` for several, else what its anions are.
    """
    cations, anions = split_ions(composition)
    if not anions:
        return "metal" if len(cations) == 1 else "alloy"
    if not cations:
        return "other"
    kinds = {_ANION_CLASSES.get(symbol, "other") for symbol in anions if symbol != "H"}
    return kinds.pop() if len(kinds) == 1 else "mixed_anion"


def _ion_features(product: ProductIdentity) -> FloatArray:
    composition = product.composition
    cations, anions = split_ions(composition)
    states, left = oxidation_states(composition)
    atoms = sum(composition.values())
    n_cations, n_anions = sum(cations.values()), sum(anions.values())
    cation_radius = _mean({s: ionic_radius_pm(s, states[s]) for s in cations}, cations)
    anion_radius = _mean({s: ionic_radius_pm(s, -1) for s in anions}, anions)
    _, suffix = split_polymorph(product.label)
    return np.array(
        [
            len(composition),
            atoms,
            molar_mass(composition),
            n_anions / atoms,
            n_anions / n_cations if n_cations else 0.0,
            _electronegativity(anions) - _electronegativity(cations) if cations and anions else 0.0,
            _mean(states, cations),
            max(states.values(), default=0.0),
            left,
            cation_radius,
            anion_radius,
            cation_radius / anion_radius if anion_radius else 0.0,
            float(is_hybrid(composition)),
            float(suffix or 0),
        ]
    )


def _mean(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum(values[symbol] * weights[symbol] for symbol in values) / total if total else 0.0


def _electronegativity(composition: Mapping[str, float]) -> float:
    column = property_matrix()[:, 1]
    return _mean({s: float(column[element_order()[s]]) for s in composition}, composition)
