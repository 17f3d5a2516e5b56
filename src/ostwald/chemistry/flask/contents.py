"""What is in a flask: the conserved quantities of every recipe of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.elemental import composition_vector
from ostwald.chemistry.flask.components import COMPONENTS, components, sources
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import ProductIdentity, Substance

LEAST_ML = 1e-3
"""A flask without any liquid still has a volume."""


@dataclass(frozen=True)
class FlaskContents:
    """Concentrations in n flasks; see `components`.

    Attributes:
        molar: (n, len(COMPONENTS)) components in mol/L, but ``volume_ml``, which is 1.
        elements: (n, 118) atoms of each element in mol/L.
        sources: (n, 6, 9) atoms of `ANIONS` in mol/L by kind of source.
        products: What each recipe makes.
        conditions: (n, 4) injection and reaction temperature in degC, time in min, heating rate
            in degC/min (nan where unknown).
    """

    molar: FloatArray
    elements: FloatArray
    sources: FloatArray
    products: tuple[ProductIdentity, ...]
    conditions: FloatArray

    def __len__(self) -> int:
        """Return the number of flasks."""
        return len(self.products)

    def component(self, name: str) -> FloatArray:
        """Return one component in mol/L (n,)."""
        column: FloatArray = self.molar[:, COMPONENTS.index(name)]
        return column


def flask_contents(recipes: Sequence[ResolvedRecipe]) -> FlaskContents:
    """Count what is in the flasks of recipes.

    Args:
        recipes: n resolved recipes.

    Returns:
        Their contents, in the same order.
    """
    place: dict[Substance, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    amounts: list[float] = []
    known: dict[int, int] = {}
    for row, recipe in enumerate(recipes):
        for reagent in recipe.reagents:
            substance = reagent.substance
            column = known.get(id(substance))
            if column is None:
                column = known[id(substance)] = place.setdefault(substance, len(place))
            rows.append(row)
            columns.append(column)
            amounts.append(reagent.amount_mmol)
    n = len(recipes)
    per_mmol = np.array([_of(s) for s in place]) if place else np.zeros((0, _WIDTH))
    total = np.zeros((n, per_mmol.shape[1]))
    filled, first = np.unique(np.array(rows, dtype=np.intp), return_index=True)
    if len(filled):
        brought = np.array(amounts)[:, None] * per_mmol[columns]
        total[filled] = np.add.reduceat(brought, first, axis=0)
    volume = np.maximum(total[:, [COMPONENTS.index("volume_ml")]], LEAST_ML)
    molar = total / volume
    k = len(COMPONENTS)
    return FlaskContents(
        molar=molar[:, :k],
        elements=molar[:, k : k + 118],
        sources=molar[:, k + 118 :].reshape(n, *_SOURCES_SHAPE),
        products=tuple(r.product for r in recipes),
        conditions=np.array(
            [
                [
                    r.injection_temperature_c,
                    r.reaction_temperature_c,
                    r.reaction_time_min,
                    np.nan if r.heating_rate_c_per_min is None else r.heating_rate_c_per_min,
                ]
                for r in recipes
            ],
            dtype=float,
        ).reshape(n, 4),
    )


_SOURCES_SHAPE = (6, 9)
_WIDTH = len(COMPONENTS) + 118 + 54


@lru_cache(maxsize=50_000)
def _of(substance: Substance) -> FloatArray:
    return np.concatenate(
        [
            components(substance),
            composition_vector(substance.composition),
            sources(substance).ravel(),
        ]
    )
