"""What a precursor's metal is bound to: the counter-ions and ligands that it sheds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.elements import elements
from ostwald.chemistry.roles import has_metal
from ostwald.chemistry.structures import read_molecule
from ostwald.chemistry.substance import Substance

CLASSES = (
    "elemental",
    "halide",
    "oxide",
    "hydroxide",
    "chalcogenide",
    "short_carboxylate",
    "long_carboxylate",
    "diketonate",
    "nitrate",
    "sulfate",
    "carbonate",
    "carbonyl",
    "alkoxide",
    "alkyl",
    "silylamide",
    "amide",
    "sulfur_chelate",
    "phosphonate",
    "phosphine",
    "other",
)
_HALOGENS = frozenset(["F", "Cl", "Br", "I"])
_CHALCOGENS = frozenset(["S", "Se", "Te"])
_SHORT_CARBONS = 5

# The first pattern that an ion or ligand has decides; the order goes from special to general.
_FRAGMENTS = (
    ("carbonyl", "[C-]#[O+]"),
    ("silylamide", "[N-]([Si])[Si]"),
    ("sulfur_chelate", "[#6](=[O,S])[S-]"),
    ("sulfur_chelate", "P(=[S,Se])[S-,Se-]"),
    ("carbonate", "[O-]C(=O)[O-,OH]"),
    ("diketonate", "[CX3](=O)[#6]~[#6][O-]"),
    ("carboxylate", "C(=O)[O-]"),
    ("nitrate", "[O-][N+](=O)[O-]"),
    ("sulfate", "S(=O)(=O)[O-]"),
    ("phosphonate", "P(=O)[O-]"),
    ("phosphine", "[PX3]([#6])([#6])[#6]"),
    ("alkoxide", "[C,c][O-]"),
    ("amide", "[N-,n-]"),
    ("alkyl", "[#6-]"),
)
_ATOMIC = {"O": "oxide", "S": "chalcogenide", "Se": "chalcogenide", "Te": "chalcogenide"}


def counter_ions(substance: Substance) -> FloatArray:
    """Count the counter-ions and ligands of each class in a precursor.

    Args:
        substance: Anything; a molecule without a metal has none.

    Returns:
        Vector (len(CLASSES),), per formula unit.
    """
    composition = substance.composition
    counts = dict.fromkeys(CLASSES, 0.0)
    if len(composition) == 1:
        counts["elemental"] = 1.0
    elif composition and has_metal(composition):
        if substance.smiles is not None:
            _from_structure(read_molecule(substance.smiles), counts)
        else:
            _from_composition(composition, counts)
    return np.array([counts[name] for name in CLASSES])


@cache
def _patterns() -> tuple[tuple[str, Any], ...]:
    from rdkit import Chem

    return tuple((name, Chem.MolFromSmarts(smarts)) for name, smarts in _FRAGMENTS)


def _from_structure(molecule: Any, counts: dict[str, float]) -> None:
    from rdkit import Chem

    for fragment in Chem.GetMolFrags(molecule, asMols=True):
        if any(elements()[atom.GetSymbol()].is_metal for atom in fragment.GetAtoms()):
            _bound_to_metal(fragment, counts)
        else:
            counts[_class_of_fragment(fragment)] += 1.0


def _class_of_fragment(fragment: Any) -> str:
    atoms = list(fragment.GetAtoms())
    if len(atoms) == 1:
        symbol = atoms[0].GetSymbol()
        if symbol in _HALOGENS:
            return "halide"
        if symbol == "O" and atoms[0].GetTotalNumHs() == 1:
            return "hydroxide"
        return _ATOMIC.get(symbol, "other")
    for name, pattern in _patterns():
        if fragment.HasSubstructMatch(pattern):
            if name == "carboxylate":
                carbons = sum(atom.GetSymbol() == "C" for atom in atoms)
                return "short_carboxylate" if carbons <= _SHORT_CARBONS else "long_carboxylate"
            return name
    return "other"


def _bound_to_metal(fragment: Any, counts: dict[str, float]) -> None:
    """Count the neighbours of covalently bound metal atoms, as in dimethylcadmium."""
    for atom in fragment.GetAtoms():
        if not elements()[atom.GetSymbol()].is_metal:
            continue
        for neighbour in atom.GetNeighbors():
            symbol = neighbour.GetSymbol()
            if symbol in _HALOGENS:
                counts["halide"] += 1.0
            elif symbol == "C":
                counts["alkyl"] += 1.0
            elif symbol == "N":
                silyl = any(n.GetSymbol() == "Si" for n in neighbour.GetNeighbors())
                counts["silylamide" if silyl else "amide"] += 1.0
            elif symbol == "O":
                counts["oxide" if neighbour.GetDegree() == 1 else "alkoxide"] += 1.0
            elif symbol in _CHALCOGENS:
                counts["sulfur_chelate"] += 1.0
            else:
                counts["other"] += 1.0


def _from_composition(composition: Mapping[str, float], counts: dict[str, float]) -> None:
    """Tell the counter-ions from what is left beside the metals, for want of a structure."""
    rest = {s: n for s, n in composition.items() if not elements()[s].is_metal}
    carbon, hydrogen, oxygen = (rest.get(symbol, 0.0) for symbol in ("C", "H", "O"))
    fluorinated = carbon > 0 and "F" in rest
    for symbol in _HALOGENS & set(rest):
        if not (fluorinated and symbol == "F"):
            counts["halide"] += rest[symbol]
    if carbon:
        counts[_organic_class(rest)] += max(1.0, oxygen / 2.0)
    elif "N" in rest and oxygen >= 3 * rest["N"]:
        counts["nitrate"] += rest["N"]
    elif "S" in rest and oxygen >= 3 * rest["S"]:
        counts["sulfate"] += rest["S"]
    else:
        water = min(hydrogen / 2.0, oxygen) if "H" in rest and hydrogen == 2 * oxygen else 0.0
        hydroxide = min(hydrogen, oxygen) if not water else 0.0
        counts["hydroxide"] += hydroxide
        counts["oxide"] += oxygen - water - hydroxide
        counts["chalcogenide"] += sum(rest.get(symbol, 0.0) for symbol in _CHALCOGENS)


def _organic_class(rest: Mapping[str, float]) -> str:
    """Return the likeliest class of an organic counter-ion from its atoms alone."""
    carbon, hydrogen, oxygen = (rest.get(symbol, 0.0) for symbol in ("C", "H", "O"))
    if "Si" in rest and "N" in rest:
        return "silylamide"
    if "P" in rest:
        return "phosphonate" if oxygen else "phosphine"
    if _CHALCOGENS & set(rest):
        return "sulfur_chelate"
    if not oxygen:
        return "amide" if "N" in rest else "alkyl"
    if not hydrogen and "F" not in rest and oxygen in (carbon, 3 * carbon):
        return "carbonyl" if oxygen == carbon else "carbonate"
    if oxygen == 2 * carbon / 5 and hydrogen == 7 * carbon / 5:
        return "diketonate"
    if hydrogen > 2 * carbon:
        return "alkoxide"
    return "short_carboxylate" if 2 * carbon / oxygen <= _SHORT_CARBONS else "long_carboxylate"
