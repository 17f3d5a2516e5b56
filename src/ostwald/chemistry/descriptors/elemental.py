"""Descriptors of compositions: statistics of element properties, fractions, oxidation states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from itertools import product as combinations
from types import MappingProxyType

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.elements import elements

PROPERTIES = (
    "atomic_mass_g_per_mol",
    "pauling_electronegativity",
    "covalent_radius_pm",
    "first_ionisation_energy_ev",
    "electron_affinity_ev",
    "group",
    "period",
    "valence_electrons",
    "melting_point_k",
    "density_g_per_cm3",
    "atomisation_enthalpy_kj_per_mol",
    "polarizability_au",
    "mendeleev_number",
)
STATISTICS = ("mean", "min", "max", "range", "deviation")

ANION_CHARGES: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(["F", "Cl", "Br", "I"], -1),
        **dict.fromkeys(["O", "S", "Se", "Te"], -2),
        **dict.fromkeys(["N", "P", "As"], -3),
    }
)
_MAX_COMBINATIONS = 10_000
# States that this field's solids have often, beside the commonest ones of the table of elements.
_MORE_STATES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "Cu": (1, 2),
        "Au": (1, 3),
        "V": (3, 4, 5),
        "Mn": (2, 3, 4),
        "Nb": (4, 5),
        "Ta": (4, 5),
        "Sm": (2, 3),
        "Yb": (2, 3),
    }
)
_BORON_GROUP = frozenset(["Al", "Ga", "In"])


@cache
def element_order() -> Mapping[str, int]:
    """Return the place of each element in arrays of this package: atomic number less one."""
    return MappingProxyType({symbol: number for number, symbol in enumerate(elements())})


@cache
def property_matrix() -> FloatArray:
    """Return `PROPERTIES` of all elements.

    An unknown electron affinity is zero, for the ion is unbound; other gaps (the melting point
    of helium, the electronegativity of europium) are filled from the neighbours by atomic
    number, for only elements that no recipe makes, or lanthanides, have them.

    Returns:
        Matrix (118, len(PROPERTIES)), elements in the order of `element_order`.
    """
    table = list(elements().values())
    columns = []
    for name in PROPERTIES:
        known = np.array([np.nan if (v := getattr(e, name)) is None else v for e in table], float)
        missing = np.isnan(known)
        places = np.arange(len(known))
        filled = np.interp(places, places[~missing], known[~missing])
        columns.append(np.where(missing & (name == "electron_affinity_ev"), 0.0, filled))
    matrix = np.column_stack(columns)
    matrix.flags.writeable = False
    return matrix


def composition_vector(composition: Mapping[str, float]) -> FloatArray:
    """Return atoms per formula unit as a vector.

    Args:
        composition: Atoms by element symbol.

    Returns:
        Vector (118,), elements in the order of `element_order`.
    """
    vector = np.zeros(len(element_order()))
    for symbol, count in composition.items():
        vector[element_order()[symbol]] = count
    return vector


def statistics_names() -> tuple[str, ...]:
    """Return the names that go with `statistics`."""
    return tuple(f"{name}_{kind}" for name in PROPERTIES for kind in STATISTICS)


def statistics(composition: Mapping[str, float]) -> FloatArray:
    """Return mean, least, greatest, range and mean deviation of each element property.

    Mean and deviation are weighted with the atomic fractions (the statistics of Ward et al.,
    10.1038/npjcompumats.2016.28).

    Args:
        composition: Atoms by element symbol, not empty.

    Returns:
        Vector (len(PROPERTIES) * len(STATISTICS),).
    """
    places = [element_order()[symbol] for symbol in composition]
    weights = np.array(list(composition.values()))
    weights = weights / weights.sum()
    values = property_matrix()[places]
    mean = weights @ values
    low, high = values.min(axis=0), values.max(axis=0)
    deviation = weights @ np.abs(values - mean)
    return np.column_stack([mean, low, high, high - low, deviation]).ravel()


def split_ions(composition: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Part a product into what acts as cation and what acts as anion in it.

    Metals are cations; halogens, chalcogens and pnictogens are anions; antimony is one in the
    III-V solids. The C, H and N of organic cations, such as methylammonium, are neither.

    Args:
        composition: Atoms by element symbol.

    Returns:
        Metal cations and anions, atoms by symbol. Without metal, all elements count as anions.
    """
    organic = {"C", "H", "N"} if is_hybrid(composition) else set()
    table = elements()
    cations = {s: n for s, n in composition.items() if table[s].is_metal}
    anions = {s: n for s, n in composition.items() if s not in cations and s not in organic}
    if "Sb" in cations and not anions and _BORON_GROUP & set(cations):
        anions["Sb"] = cations.pop("Sb")
    return cations, anions


def is_hybrid(composition: Mapping[str, float]) -> bool:
    """Return whether a product holds an organic cation: C, H and N beside a halogen."""
    return {"C", "H", "N"} <= set(composition) and bool({"F", "Cl", "Br", "I"} & set(composition))


def oxidation_states(composition: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """Guess the oxidation states of the metals of a product.

    Anions have their usual charge and an organic cation +1 for each carbon atom (as in
    methylammonium and formamidinium). Of all sets of common states of the metals the one wins
    that comes nearest to neutral.

    Args:
        composition: Atoms by element symbol.

    Returns:
        State by metal, and the charge per metal atom that is left over. An alloy or a product
        without an anion has states 0.
    """
    cations, anions = split_ions(composition)
    charges = {s: ANION_CHARGES.get(s, -3 if s == "Sb" else 0) for s in anions}
    negative = sum(charges[s] * n for s, n in anions.items())
    if not cations or not negative:
        return dict.fromkeys(cations, 0.0), 0.0
    organic = composition["C"] if is_hybrid(composition) else 0.0
    choices = [_states_of(metal) for metal in cations]
    if math.prod(map(len, choices)) > _MAX_COMBINATIONS:
        choices = [states[:1] for states in choices]
    # At a tie the widest spread wins: copper(I) with tin(IV), not copper(II) with tin(II).
    best = min(
        combinations(*choices),
        key=lambda states: (
            abs(sum(map(_times, states, cations.values())) + organic + negative),
            -max(states),
        ),
    )
    left = sum(map(_times, best, cations.values())) + organic + negative
    states = {metal: float(state) for metal, state in zip(cations, best, strict=True)}
    return states, left / sum(cations.values())


def _states_of(metal: str) -> tuple[int, ...]:
    element = elements()[metal]
    common = _MORE_STATES.get(metal, element.oxidation_states)
    return tuple(state for state in common if state > 0) or (1,)


def _times(state: int, count: float) -> float:
    return state * count


def ionic_radius_pm(symbol: str, charge: float) -> float:
    """Return the radius of an ion, of the nearest charge that the table knows.

    Args:
        symbol: Element.
        charge: Oxidation state; 0 gives the covalent radius.

    Returns:
        Radius in pm; the covalent radius where no ion of that sign is known.
    """
    element = elements()[symbol]
    alike = {c: r for c, r in element.ionic_radii_pm.items() if c * charge > 0}
    if not alike:
        return element.covalent_radius_pm or 0.0
    return alike[min(alike, key=lambda c: abs(c - charge))]
