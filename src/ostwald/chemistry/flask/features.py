"""The flask as a model sees it: smooth numbers, in groups that belong together.

Every number is a concentration, a ratio or a condition, follows the recipe without a jump, and is
the same for a batch ten times larger or for precursors bought in another form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.elemental import (
    composition_vector,
    element_order,
    ionic_radius_pm,
    oxidation_states,
    split_ions,
)
from ostwald.chemistry.descriptors.product import CLASSES as PRODUCT_CLASSES
from ostwald.chemistry.descriptors.product import product_class
from ostwald.chemistry.descriptors.supply import needed_ions
from ostwald.chemistry.elements import elements
from ostwald.chemistry.flask.components import (
    ANIONS,
    COMPONENTS,
    HALIDES,
    LIGANDS,
    MEDIUM,
    REAGENTS,
    SOURCES,
)
from ostwald.chemistry.flask.contents import FlaskContents, flask_contents
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import ProductIdentity

# Below these concentrations (mol/L) an ion, a reagent, a ligand, a short acid that binds weakly, a
# solvent or water is as good as not there.
ION_M = 1e-3
REAGENT_M = 5e-3
LIGAND_M = 2e-2
SALT_M = 2e-2
ACETATE_M = 0.1
SOLVENT_M = 0.5
WATER_M = 5.0
# A time below this many minutes is one of mixing.
SHORTEST_MIN = 0.1
_TEMPERATURE_SCALE_C = 50.0
_SHARPNESS = 4.0
_ALKALI = ("Li", "Na", "K", "Rb", "Cs")
_NOT_BINDING = ("alcohol", "polyol", "short_carboxyl")
_PRODUCT_PROPERTIES = (
    "electronegativity",
    "period",
    "group",
    "cation_charge",
    "cation_radius",
    "anion_radius",
    "anion_electronegativity",
    "anion_fraction",
    "elements",
)

Column = tuple[str, str, FloatArray]


@dataclass(frozen=True)
class FlaskFeatures:
    """Features of n flasks.

    Attributes:
        values: (n, d) numbers, all finite.
        names: (d,) their names.
        groups: (d,) the group that each belongs to.
    """

    values: FloatArray
    names: tuple[str, ...]
    groups: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of flasks."""
        return len(self.values)


def flask_features(recipes: Sequence[ResolvedRecipe]) -> FlaskFeatures:
    """Describe what is in the flasks of recipes, what they shall make and how.

    Args:
        recipes: n resolved recipes.

    Returns:
        Their features, in the same order.
    """
    contents = flask_contents(recipes)
    need = _Need.of(contents.products)
    present = _present(contents)
    columns = [
        *_product(need),
        *_supply(contents, need, present),
        *_sources(contents, need),
        *_ligands(contents, need, present),
        *_chains(contents),
        *_conditions(contents.conditions),
    ]
    return FlaskFeatures(
        np.column_stack([values for _, _, values in columns]),
        tuple(f"{group} {name}" for group, name, _ in columns),
        tuple(group for group, _, _ in columns),
    )


def soft_minimum(values: FloatArray, counted: NDArray[np.bool_]) -> FloatArray:
    """Return a smooth minimum along the last axis.

    Args:
        values: (n, k) numbers not below 0.
        counted: (n, k) which of them count.

    Returns:
        (n,) numbers slightly below the least; 0 where nothing counts.
    """
    inverse = np.where(counted, np.maximum(values, 1e-7) ** -_SHARPNESS, 0.0).sum(axis=-1)
    result: FloatArray = np.where(
        inverse > 0, np.where(inverse > 0, inverse, 1.0) ** (-1.0 / _SHARPNESS), 0.0
    )
    return result


def _left(amount: FloatArray, used: FloatArray) -> FloatArray:
    """Return what is left of an amount, with a smooth turn where it is just used up."""
    rest = amount - used
    turn = 0.1 * amount + 1e-9
    result: FloatArray = 0.5 * (rest + np.sqrt(rest * rest + turn * turn))
    return result


def _log(molar: FloatArray, floor: float) -> FloatArray:
    result: FloatArray = np.log1p(np.maximum(molar, 0.0) / floor)
    return result


def _present(contents: FlaskContents) -> dict[str, FloatArray]:
    """Return the components after acids have replaced weaker ones.

    Acetate goes where a long acid takes its place; hydroxide takes a proton from an acid.
    """
    present = {name: contents.component(name) for name in COMPONENTS}
    acid = present["long_carboxyl"] + present["phosphonic"] + present["thiol"]
    present["hydroxide"] = _left(
        present["hydroxide"], acid + present["short_carboxyl"] + present["poly_carboxyl"]
    )
    present["short_carboxyl"] = _left(present["short_carboxyl"], acid)
    return present


@dataclass(frozen=True)
class _Need:
    """What the products are and ask for: atoms per formula unit (n, 118)."""

    roots: FloatArray
    properties: FloatArray
    classes: FloatArray
    cations: FloatArray
    anions: FloatArray

    @classmethod
    def of(cls, products: Sequence[ProductIdentity]) -> _Need:
        place: dict[ProductIdentity, int] = {}
        of = [place.setdefault(product, len(place)) for product in products]
        rows = [_product_row(product) for product in place]
        return cls(*(np.array([row[k] for row in rows])[of] for k in range(5)))


@lru_cache(maxsize=8192)
def _product_row(product: ProductIdentity) -> tuple[FloatArray, ...]:
    composition = product.composition
    cations, anions = (dict(part) for part in split_ions(composition))
    fractions = composition_vector(composition) / sum(composition.values())
    states, _ = oxidation_states(composition)
    main, table = cations or anions, elements()
    properties = np.array(
        [
            _mean(main, lambda s: table[s].pauling_electronegativity or 0.0),
            _mean(main, lambda s: float(table[s].period)),
            _mean(main, lambda s: float(table[s].group)) / 4.0,
            _mean(cations, lambda s: float(states[s])),
            _mean(cations, lambda s: ionic_radius_pm(s, states[s])) / 40.0,
            _mean(anions, lambda s: ionic_radius_pm(s, -1)) / 40.0,
            _mean(anions, lambda s: table[s].pauling_electronegativity or 0.0),
            sum(anions.values()) / sum(composition.values()) * 2.0,
            float(len(composition)),
        ]
    )
    kind = product_class(composition)
    classes = np.array([float(kind == name) for name in PRODUCT_CLASSES])
    return (np.sqrt(fractions), properties, classes, *needed_ions(product))


def _mean(weights: Mapping[str, float], value: Callable[[str], float]) -> float:
    total = sum(weights.values())
    return sum(value(s) * n for s, n in weights.items()) / total if total else 0.0


def _product(need: _Need) -> list[Column]:
    used = [(s, k) for s, k in element_order().items() if k < _MOST_ELEMENTS]
    return [
        *(("product", symbol, need.roots[:, k]) for symbol, k in used),
        *(("relatives", n, need.properties[:, k]) for k, n in enumerate(_PRODUCT_PROPERTIES)),
        *(("class", n, need.classes[:, k]) for k, n in enumerate(PRODUCT_CLASSES)),
    ]


_MOST_ELEMENTS = 100


def _supply(
    contents: FlaskContents, need: _Need, present: Mapping[str, FloatArray]
) -> list[Column]:
    """Return how much of the product's elements there is, and of metals and halides beside."""
    order = element_order()
    supply = contents.elements.copy()
    for k, symbol in enumerate(ANIONS):
        supply[:, order[symbol]] = contents.sources[:, k].sum(axis=1)
    for symbol in HALIDES:
        supply[:, order[symbol]] = present[symbol]
    every = need.cations + need.anions
    asked = every > 0
    product = soft_minimum(supply / np.where(asked, every, 1.0), asked)
    cation = (supply * (need.cations > 0)).sum(axis=1)
    anion = (supply * (need.anions > 0)).sum(axis=1)
    per_cation = cation / np.maximum(need.cations.sum(axis=1), 1e-9)
    per_anion = anion / np.maximum(need.anions.sum(axis=1), 1e-9)
    excess = np.log((per_anion + ION_M) / (per_cation + ION_M))
    excess = np.where(need.anions.any(axis=1), np.tanh(excess / 4.0) * 4.0, 0.0)
    foreign = contents.elements * (every <= 0)
    alkali, other = _metal_places()
    foreign_alkali = foreign[:, alkali].sum(axis=1)
    halides = np.column_stack(
        [present[symbol] * (every[:, order[symbol]] <= 0) for symbol in HALIDES]
    )
    foreign_halide = halides.sum(axis=1)
    # An alkali halide that is no part of the product falls out as a salt, or is spectator in water.
    alkali_left = _left(foreign_alkali, foreign_halide)
    halide_left = _left(foreign_halide, foreign_alkali)
    bound = 1.0 - np.minimum(halide_left / np.maximum(foreign_halide, 1e-12), 1.0)
    total = np.column_stack([present[symbol] for symbol in HALIDES])
    free_halides = total - halides * bound[:, None]
    return [
        ("supply", "product", _log(product, ION_M)),
        ("supply", "cation", _log(cation, ION_M)),
        ("supply", "anion", _log(anion, ION_M)),
        ("supply", "anion excess", excess),
        ("supply", "cation imbalance", _imbalance(supply, need.cations)),
        ("foreign", "metal", _log(foreign[:, other].sum(axis=1), ION_M)),
        ("foreign", "alkali", _log(alkali_left, SALT_M)),
        ("foreign", "halide", _log(halide_left, SALT_M)),
        *(("halide", s, _log(free_halides[:, k], REAGENT_M)) for k, s in enumerate(HALIDES)),
    ]


@cache
def _metal_places() -> tuple[list[int], list[int]]:
    order, table = element_order(), elements()
    alkali = [order[symbol] for symbol in _ALKALI]
    return alkali, [k for s, k in order.items() if table[s].is_metal and s not in _ALKALI]


def _imbalance(supply: FloatArray, cations: FloatArray) -> FloatArray:
    """Return by how much several cations are out of proportion, as a spread of logarithms."""
    asked = cations > 0
    units = np.where(asked, np.log(supply / np.where(asked, cations, 1.0) + ION_M), 0.0)
    count = np.maximum(asked.sum(axis=1), 1)
    mean = units.sum(axis=1) / count
    variance = np.where(asked, (units - mean[:, None]) ** 2, 0.0).sum(axis=1) / count
    result: FloatArray = np.sqrt(variance + 1e-4)
    return result


def _sources(contents: FlaskContents, need: _Need) -> list[Column]:
    """Return from what the product's anion comes, as shares."""
    by_kind = np.zeros((len(contents), len(SOURCES)))
    for k, symbol in enumerate(ANIONS):
        wanted = need.anions[:, element_order()[symbol]] > 0
        by_kind += contents.sources[:, k] * wanted[:, None]
    share = by_kind / (by_kind.sum(axis=1, keepdims=True) + ION_M)
    return [("source", name, share[:, k]) for k, name in enumerate(SOURCES)]


def _ligands(
    contents: FlaskContents, need: _Need, present: Mapping[str, FloatArray]
) -> list[Column]:
    metal = (contents.elements * (need.cations > 0)).sum(axis=1) + ION_M
    binding = np.sum([present[n] for n in LIGANDS if n not in _NOT_BINDING], axis=0)
    return [
        *(
            ("ligand", n, _log(present[n], ACETATE_M if n == "short_carboxyl" else LIGAND_M))
            for n in LIGANDS
        ),
        *(("ratio", n, np.log1p(present[n] / metal)) for n in LIGANDS),
        ("ratio", "binding", np.log1p(binding / metal)),
        *(
            ("medium", n, _log(present[n], WATER_M if n == "water" else SOLVENT_M))
            for n in (*MEDIUM, "alcohol", "polyol")
        ),
        *(("reagent", n, _log(present[n], REAGENT_M)) for n in REAGENTS),
    ]


def _chains(contents: FlaskContents) -> list[Column]:
    """Return mean chain lengths of the ligands, 0 where there are none."""
    c = contents.component
    amines = c("primary_amine") + c("other_amine")
    return [
        ("chain", "carboxyl", c("carboxyl_carbons") / (c("long_carboxyl") + LIGAND_M) / 6.0),
        ("chain", "amine", c("amine_carbons") / (amines + LIGAND_M) / 6.0),
        ("chain", "phosphine", c("phosphine_carbons") / (c("phosphine") + LIGAND_M) / 8.0),
        (
            "chain",
            "unsaturation",
            c("double_bonds") / (c("long_carboxyl") + c("primary_amine") + LIGAND_M),
        ),
    ]


def _conditions(conditions: FloatArray) -> list[Column]:
    injection, reaction, minutes, rate = conditions.T
    return [
        ("temperature", "injection", injection / _TEMPERATURE_SCALE_C),
        ("temperature", "reaction", reaction / _TEMPERATURE_SCALE_C),
        ("temperature", "rise", (reaction - injection) / _TEMPERATURE_SCALE_C),
        ("time", "logarithm", np.log(np.maximum(minutes, 0.0) + SHORTEST_MIN)),
        ("rate", "logarithm", np.log1p(np.maximum(np.nan_to_num(rate, nan=0.0), 0.0))),
        ("rate", "known", np.isfinite(rate).astype(float)),
    ]
