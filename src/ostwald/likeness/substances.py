"""How alike two chemicals are, from what they are: role, groups, elements, chain.

Every chemical becomes a vector of length one, made of parts, and the likeness of two is the
product of their vectors: 1 for a chemical and itself, less for relatives (oleic and stearic acid),
little for strangers (oleic acid and trioctylphosphine). A chemical that nobody has used before
has a vector like any other; only its part of its own (what nothing but the same chemical shares) is
new.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.descriptors.counter_ions import CLASSES, counter_ions
from ostwald.chemistry.descriptors.elemental import element_order
from ostwald.chemistry.descriptors.functional_groups import GROUPS, count_groups
from ostwald.chemistry.descriptors.molecular import carbon_chains
from ostwald.chemistry.roles import has_metal
from ostwald.chemistry.structures import read_molecule
from ostwald.chemistry.substance import ROLES, Substance

Floats = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float64]

# Shares of likeness that two chemicals have in common when a part agrees; what a chemical lacks,
# and what is left, is its own. Precursors are known by their elements, ligands by their groups.
_PRECURSOR = {"roles": 0.15, "elements": 0.40, "counter_ions": 0.15}
_ORGANIC = {"roles": 0.15, "groups": 0.40, "chain": 0.15}
# Elements that every organic chemical and most salts hold tell nothing.
_COMMON = frozenset(["C", "H", "O", "N"])
_HYDROCARBON = "hydrocarbon"
_GROUPS = (*GROUPS, _HYDROCARBON)
# A double bond in the chain changes little about what a ligand does.
_WEAK_GROUPS = {"alkene": 0.3}
_CHAIN_CENTRES: Vector = np.log(np.array([1.0, 2.0, 4.0, 8.0, 14.0, 20.0]))
_CHAIN_WIDTH = 0.45
_SIZES: dict[str, int] = {
    "roles": len(ROLES),
    "elements": len(element_order()),
    "counter_ions": len(CLASSES),
    "groups": len(_GROUPS),
    "chain": len(_CHAIN_CENTRES),
}
_STARTS = dict(zip(_SIZES, accumulate(_SIZES.values(), initial=0), strict=False))
WIDTH = sum(_SIZES.values())
"""Length of the part of a chemical's vector that relatives share."""


@cache
def shared_part(substance: Substance) -> tuple[Vector, float]:
    """Return the vector of a chemical, but for what is its own.

    Args:
        substance: Any chemical.

    Returns:
        Vector (`WIDTH`,), and the length of the part of its own; their squares sum to one.
    """
    vector = np.zeros(WIDTH)
    for name, values in _parts(substance).items():
        length = float(np.linalg.norm(values))
        if length > 0:
            weight = (_PRECURSOR | _ORGANIC)[name]
            vector[_STARTS[name] : _STARTS[name] + _SIZES[name]] = np.sqrt(weight) / length * values
    vector.flags.writeable = False
    return vector, math.sqrt(max(1.0 - float(vector @ vector), 0.0))


def likeness(one: Substance, other: Substance) -> float:
    """Return how alike two chemicals are.

    Args:
        one: A chemical.
        other: Another, or the same.

    Returns:
        From 0 for strangers to 1 for the same.
    """
    if one.identity == other.identity:
        return 1.0
    return float(shared_part(one)[0] @ shared_part(other)[0])


def shared_matrix(substances: Sequence[Substance]) -> tuple[Floats, Floats]:
    """Return the vectors of several chemicals.

    Args:
        substances: n chemicals.

    Returns:
        Matrix (n, `WIDTH`) and the lengths of the parts of their own (n,).
    """
    parts = [shared_part(substance) for substance in substances]
    matrix = np.array([vector for vector, _ in parts], dtype=np.float32)
    return matrix.reshape(len(parts), WIDTH), np.array([own for _, own in parts], dtype=np.float32)


def _parts(substance: Substance) -> dict[str, Vector]:
    parts = {"roles": _roles(substance)}
    if _is_precursor(substance):
        parts["elements"] = _elements(substance)
        parts["counter_ions"] = counter_ions(substance)
    elif substance.smiles is not None:
        molecule = read_molecule(substance.smiles)
        groups = np.minimum(count_groups(molecule), 1.0)
        for name, weight in _WEAK_GROUPS.items():
            groups[GROUPS.index(name)] *= weight
        only_carbon = set(substance.composition) <= {"C", "H"} and bool(substance.composition)
        parts["groups"] = np.append(groups, float(only_carbon))
        chain = max(carbon_chains(molecule), default=0)
        if chain:
            distance = (math.log(chain) - _CHAIN_CENTRES) / _CHAIN_WIDTH
            parts["chain"] = np.asarray(np.exp(-0.5 * distance**2))
    return parts


def _is_precursor(substance: Substance) -> bool:
    """Tell whether a chemical is known by the elements that it brings."""
    composition = substance.composition
    if not composition:
        return False
    if substance.roles[:1] == ("anion_precursor",) or "C" not in composition:
        return True
    return has_metal(composition)


def _roles(substance: Substance) -> Vector:
    """Return the roles, the usual one counting double."""
    values = np.array([float(role in substance.roles) for role in ROLES])
    if substance.roles:
        values[ROLES.index(substance.roles[0])] = 2.0
    return values


def _elements(substance: Substance) -> Vector:
    """Return the elements that are brought beside the common ones, or those if only they are."""
    composition = substance.composition
    told = {s: n for s, n in composition.items() if s not in _COMMON} or dict(composition)
    values = np.zeros(_SIZES["elements"])
    for symbol, number in told.items():
        values[element_order()[symbol]] = np.sqrt(number)
    return values
