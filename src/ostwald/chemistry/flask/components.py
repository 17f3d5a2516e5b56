"""What a substance brings into the flask, counted so that reactions do not change the count.

Lead oxide and oleic acid become lead oleate and water; selenium and trioctylphosphine become the
phosphine selenide; lead acetate and oleic acid become lead oleate and acetic acid, which boils
off. None of these reactions changes how much lead, long-chain carboxyl, phosphine and transferable
selenium there is. These conserved quantities, the components of the flask in the sense of Gibbs,
are counted here, so that a flask is the same however its chemicals were bought, and follows
amounts without a jump. Oxide, carbonate and whatever else leaves a metal as water or gas are not
counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.elemental import composition_vector
from ostwald.chemistry.descriptors.substance import (
    UNKNOWN_MOLAR_MASS_G_PER_MOL,
    molar_volume_ml_per_mmol,
)
from ostwald.chemistry.elements import elements
from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.intermediates.fragments import fragments
from ostwald.chemistry.substance import Substance

LIGANDS = (
    "long_carboxyl",
    "short_carboxyl",
    "poly_carboxyl",
    "primary_amine",
    "other_amine",
    "short_amine",
    "ammonium",
    "thiol",
    "phosphine",
    "phosphine_oxide",
    "phosphonic",
    "sulfonate",
    "alcohol",
    "polyol",
    "diketonate",
    "polymer",
)
MEDIUM = ("water", "hydrocarbon", "aromatic", "ether", "carbonyl", "aprotic_nitrogen")
REAGENTS = (
    "hydride",
    "hydrazine",
    "hydroxide",
    "carbonyl_ligand",
    "nitrate",
    "silyl",
    "alkyl_metal",
)
HALIDES = ("F", "Cl", "Br", "I")
SOURCES = (
    "elemental",
    "silyl",
    "thiol",
    "thiocarbonyl",
    "ionic",
    "oxide",
    "organic",
    "amino",
    "phosphine",
)
"""Kinds of sources of an anion's element, by what holds it."""

CHAINS = ("carboxyl_carbons", "amine_carbons", "phosphine_carbons", "double_bonds")

COMPONENTS = (*LIGANDS, *MEDIUM, *REAGENTS, *HALIDES, *CHAINS, "volume_ml")
ANIONS = ("S", "Se", "Te", "P", "As", "Sb")
"""Elements whose source decides how fast they come."""

_LONG = 6

_SMARTS = {
    "carboxyl": "[CX3;$(C[#6]),$([CH])](=O)[OX2H1,OX1-]",
    "primary_amine": "[NX3;H2;!$(N[C,P,S]=[O,S,Se,N]);!$(N~[!#6;!#1])][#6]",
    "other_amine": "[NX3;H0,H1;!$(N[C,P,S]=[O,S,Se,N]);!$(N~[!#6;!#1])]([#6])[#6]",
    "protonated_amine": "[NX4+;!H0][CX4]",
    "quaternary": "[NX4+;H0]",
    "thiol": "[#6;!$(C=S)][SX2H1,SX1-]",
    "phosphine": "[PX3;$(P[#6]);!$(P[!#6;!#1])]",
    "phosphine_chalcogenide": "[PX4;$(P[#6])]=[S,Se,Te]",
    "phosphine_oxide": "[PX4;!$(P[O,N,S])]=O",
    "phosphonic": "[PX4;$(P(=O)[OX2H1,OX1-])]",
    "sulfonate": "[SX4](=O)(=O)[OX1-,OX2H1]",
    "hydroxyl": "[CX4][OX2H1]",
    "diketonate": "[CX3;!$(C[OX2,OX1-])](=O)[#6]~[#6;!$(C=O)][OX1-]",
    "diketone": "[CX3;!$(C[O,N])](=O)[CX4H2][CX3;!$(C[O,N])](=O)",
    "ether": "[OX2;!$(O[C,P,S]=[O,S])]([#6])[#6]",
    "ester_or_ketone": "[CX3;!$(C[OX2H1,OX1-,N,S,Cl,Br])](=O)",
    "amide": "[NX3][CX3]=[OX1]",
    "aprotic": "[$([NX3][CX3]=[OX1]),$([CX2]#[NX1]),$([SX3]=O),n]",
    "hydride": "[B,Al;!H0]",
    "hydrazine": "[NX3][NX3]",
    "carbonyl_ligand": "[C-]#[O+]",
    "silyl": "[SiX4]([#6])([#6])[#6]",
    "alkyl_anion": "[#6-;!$([C-]#[O+])]",
    "organic_halide": "[#6;!$(C=O);!$(C(F)(F)F)][F,Cl,Br,I]",
    "thiocarbonyl": "[#6](=[S,Se])",
    "aminophosphine": "[P,As,Sb;X3][NX3]",
    "double_bond": "[CX3;!$(C~[!#6;!#1])]=[CX3]",
}


@cache
def _patterns() -> dict[str, Any]:
    from rdkit import Chem

    return {name: Chem.MolFromSmarts(smarts) for name, smarts in _SMARTS.items()}


def components(substance: Substance) -> FloatArray:
    """Count what a formula unit of a substance brings; see `COMPONENTS`.

    Args:
        substance: Any chemical; one without a structure is read from its formula.

    Returns:
        Vector (len(COMPONENTS),) per formula unit; read only.
    """
    return _count(substance)[0]


def sources(substance: Substance) -> FloatArray:
    """Count the atoms of each of `ANIONS` that a formula unit brings, by kind of source.

    Args:
        substance: Any chemical.

    Returns:
        Matrix (len(ANIONS), len(SOURCES)); read only.
    """
    return _count(substance)[1]


@lru_cache(maxsize=50_000)
def element_counts(formula: str | None, substance: Substance) -> FloatArray:
    """Return the atoms per formula unit (118,)."""
    return composition_vector(substance.composition)


@lru_cache(maxsize=50_000)
def _count(substance: Substance) -> tuple[FloatArray, FloatArray]:
    found = dict.fromkeys(COMPONENTS, 0.0)
    origin = np.zeros((len(ANIONS), len(SOURCES)))
    found["volume_ml"] = _volume_ml_per_mmol(substance)
    composition = substance.composition
    parts = _parts(substance)
    if substance.kind == "polymer" or (substance.smiles and "*" in substance.smiles):
        found["polymer"] = 1.0
    for smiles, count in parts:
        _count_fragment(smiles, count, found, origin)
    if not parts:
        _count_formula(composition, found, origin)
    result = np.array([found[name] for name in COMPONENTS])
    result.setflags(write=False)
    origin.setflags(write=False)
    return result, origin


# Density of organic ligands and solvents, where a table has none.
_ORGANIC_DENSITY_G_PER_ML = 0.88
_LIQUID_ELEMENTS = frozenset("C H N O P Si".split())  # noqa: SIM905


def _volume_ml_per_mmol(substance: Substance) -> float:
    """Return what a substance adds to the volume of the liquid; salts add their organic part."""
    if substance.density_g_per_ml is not None:
        return molar_volume_ml_per_mmol(substance)
    composition = substance.composition
    if composition and "C" not in composition:
        return 0.0
    organic = {s: n for s, n in composition.items() if s in _LIQUID_ELEMENTS}
    mass = molar_mass(organic) if organic else UNKNOWN_MOLAR_MASS_G_PER_MOL
    return mass / _ORGANIC_DENSITY_G_PER_ML / 1000.0


def _parts(substance: Substance) -> list[tuple[str, float]]:
    smiles = substance.smiles
    if smiles is not None and "*" in smiles:
        return []
    return [(f.smiles, float(f.count)) for f in fragments(substance)]


def _count_fragment(smiles: str, count: float, found: dict[str, float], origin: FloatArray) -> None:
    from rdkit import Chem, rdBase

    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:
        return
    charge = sum(atom.GetFormalCharge() for atom in molecule.GetAtoms())
    groups = {name: len(molecule.GetSubstructMatches(p)) for name, p in _patterns().items()}
    atoms: dict[str, int] = {}
    for atom in molecule.GetAtoms():
        atoms[atom.GetSymbol()] = atoms.get(atom.GetSymbol(), 0) + 1
    carbons = atoms.get("C", 0)
    heavy = set(atoms) - {"C", "H"}

    def add(name: str, number: float) -> None:
        found[name] += count * number

    if smiles in ("O", "[OH3+]"):
        add("water", 1.0)
        return
    if smiles == "[OH-]":
        add("hydroxide", 1.0)
        return
    if smiles == "O=[N+]([O-])[O-]":
        add("nitrate", 1.0)
        return
    if smiles in ("N", "[NH4+]"):
        add("short_amine", 1.0)
        return
    acids = 0 if groups["diketonate"] else groups["carboxyl"]
    if acids >= 2 or (acids and groups["hydroxyl"]):
        add("poly_carboxyl", acids)
    elif acids:
        add("long_carboxyl" if carbons >= _LONG else "short_carboxyl", acids)
        if carbons >= _LONG:
            add("carboxyl_carbons", carbons)
            add("double_bonds", groups["double_bond"])
    amines = groups["primary_amine"] + groups["protonated_amine"]
    if carbons < _LONG:
        add("short_amine", amines + groups["other_amine"])
    else:
        add("primary_amine", amines)
        add("other_amine", groups["other_amine"])
        if amines:
            add("amine_carbons", carbons)
            add("double_bonds", groups["double_bond"])
    add("ammonium", groups["quaternary"])
    add("thiol", groups["thiol"])
    phosphines = groups["phosphine"] + groups["phosphine_chalcogenide"]
    add("phosphine", phosphines)
    add("phosphine_carbons", carbons if phosphines else 0.0)
    add("phosphine_oxide", groups["phosphine_oxide"])
    add("phosphonic", groups["phosphonic"])
    add("sulfonate", groups["sulfonate"])
    if groups["hydroxyl"] >= 2 and not acids:
        add("polyol", groups["hydroxyl"])
    elif not acids:
        add("alcohol", groups["hydroxyl"])
    add("diketonate", groups["diketonate"] or groups["diketone"])
    aromatic = sum(atom.GetIsAromatic() for atom in molecule.GetAtoms())
    add("aromatic", aromatic / 6.0)
    if not heavy and carbons >= 5:
        add("hydrocarbon", carbons)
    add("ether", groups["ether"])
    add("carbonyl", groups["ester_or_ketone"] if not groups["diketonate"] else 0.0)
    add("aprotic_nitrogen", groups["aprotic"])
    for name in ("hydride", "hydrazine", "carbonyl_ligand", "silyl"):
        add(name, groups[name])
    add("alkyl_metal", groups["alkyl_anion"])
    for symbol in HALIDES:
        if symbol in atoms and not groups["organic_halide"]:
            add(symbol, atoms[symbol])
    for row, symbol in enumerate(ANIONS):
        if symbol in atoms:
            kind = _source_kind(symbol, atoms, groups, charge)
            if kind:
                origin[row, SOURCES.index(kind)] += count * atoms[symbol]


def _source_kind(
    symbol: str, atoms: Mapping[str, int], groups: Mapping[str, int], charge: int
) -> str | None:
    """Return the kind of source that a fragment is of an element; None for one that is inert."""
    if set(atoms) == {symbol}:
        return "ionic" if charge else "elemental"
    if groups["phosphine_chalcogenide"]:
        return "elemental" if symbol != "P" else "phosphine"
    if groups["silyl"]:
        return "silyl"
    if symbol in ("P", "As", "Sb"):
        if groups["aminophosphine"]:
            return "amino"
        if groups["phosphine"]:
            return "phosphine"
        return None if "O" in atoms else "ionic"
    if "C" not in atoms:
        return "oxide" if "O" in atoms else "ionic"
    if groups["thiocarbonyl"]:
        return "thiocarbonyl"
    if groups["sulfonate"] or (symbol == "S" and "O" in atoms and not groups["thiol"]):
        return None
    return "thiol" if groups["thiol"] else "organic"


def _count_formula(
    composition: Mapping[str, float], found: dict[str, float], origin: FloatArray
) -> None:
    """Count what a solid without a structure brings: halides, chalcogens and water of its salt."""
    if not composition:
        return
    table = elements()
    metal = any(table[s].is_metal for s in composition)
    for symbol in HALIDES:
        found[symbol] += composition.get(symbol, 0.0)
    for row, symbol in enumerate(ANIONS):
        atoms = composition.get(symbol, 0.0)
        if not atoms or (symbol == "Sb" and metal and len(composition) > 1):
            continue
        if len(composition) == 1:
            kind = "elemental"
        elif "O" in composition:
            if symbol in ("S", "P"):
                continue
            kind = "oxide"
        else:
            kind = "ionic"
        origin[row, SOURCES.index(kind)] += atoms
