"""Tests of substances: what functional groups a molecule has, what a salt is made of."""

from __future__ import annotations

from functools import lru_cache

from ostwald.chemistry.elements import elements
from ostwald.chemistry.intermediates.edits import fits
from ostwald.chemistry.intermediates.fragments import (
    Fragment,
    fragment_composition,
    fragments,
    metal_salt,
)
from ostwald.chemistry.substance import Substance

CARBOXYLIC = "[CX3](=O)([OX2H1])"
PHOSPHONIC = "[#6][PX4](=O)([OX2H1])[OX2H1]"
PHOSPHINIC = "[#6][PX4](=O)([#6,#1])[OX2H1]"
HYDROPHOSPHINIC = "[#6][PX4;H1](=O)[OX2H1]"
THIOL = "[#6;!$(C=[O,S,N])][SX2H1]"
PRIMARY_AMINE = "[NX3;H2;+0;$(N[CX4;!$(C([F,Cl,Br])[F,Cl,Br])])]"
OXIDISABLE_AMINE = "[CX4;H2][NX3;H2;+0]"
SECONDARY_AMINE = "[NX3;H1;+0;$(N([CX4])[CX4])]"
PYRIDINE = "[nX2;r6]"
PHOSPHINE = "[PX3;H0;+0]([#6])([#6])[#6]"
SECONDARY_PHOSPHINE = "[PX3;H1;+0]([#6])[#6]"
AMINOPHOSPHINE = "[P,As,Sb;X3;+0]([NX3])([NX3])[NX3]"
PHOSPHITE = "[PX3;H0;+0]([OX2])([OX2])[OX2]"
PHOSPHINE_CHALCOGENIDE = "[PX4]([#6])([#6])=[S,Se,Te]"
ACYL_HALIDE = "[CX3](=O)([Cl,Br,I])[#6]"
SILYL_HALIDE = "[SiX4]([#6])([#6])([#6])[Cl,Br,I]"
ALCOHOL = "[CX4;!H0;!$(C([OX2])[OX2])][OX2H1]"
THIOUREA = "[#6;X3](=[S,Se])([NX3;!H0])[NX3;!H0]"
THIOAMIDE = "[CX3;$(C[#6])](=S)[NX3;H2]"


def molecule_of(substance: Substance) -> str | None:
    """Return the SMILES of a substance that is one kind of neutral molecule, water aside.

    Args:
        substance: Any chemical.

    Returns:
        Canonical SMILES of the molecule; None for salts, metals, solids and mixtures.
    """
    return _molecule_of(substance.smiles, substance.formula)


@lru_cache(maxsize=50_000)
def _molecule_of(smiles: str | None, formula: str | None) -> str | None:
    if smiles is None:
        return _GASES.get(formula or "")
    found = [f for f in fragments(Substance("", "", smiles=smiles)) if f.smiles != "O"]
    if not found:
        return "O" if smiles == "O" else None
    return found[0].smiles if len(found) == 1 and found[0].charge == 0 else None


# Small molecules that recipes write as a formula.
_GASES = {"CO": "[C-]#[O+]", "H2": "[H][H]", "NH3": "N", "N2H4": "NN", "H2S": "S", "PH3": "P"}


def waters_of(substance: Substance) -> int:
    """Return the molecules of water that a hydrate brings along."""
    if molecule_of(substance) in (None, "O"):
        return 0
    return sum(f.count for f in fragments(substance) if f.smiles == "O")


def has(substance: Substance, *smarts: str) -> bool:
    """Return whether a substance is a molecule with one of some groups."""
    smiles = molecule_of(substance)
    return smiles is not None and any(fits(smiles, pattern) for pattern in smarts)


def is_carboxylic_acid(substance: Substance) -> bool:
    """Return whether a substance is a carboxylic acid."""
    return has(substance, CARBOXYLIC)


def is_protic_ligand(substance: Substance) -> bool:
    """Return whether a substance is a carboxylic, phosphonic or phosphinic acid or a thiol."""
    return has(substance, CARBOXYLIC, PHOSPHONIC, PHOSPHINIC, HYDROPHOSPHINIC, THIOL)


def is_thiol(substance: Substance) -> bool:
    """Return whether a substance is a thiol without an acid group."""
    return has(substance, THIOL) and not has(substance, CARBOXYLIC)


def is_primary_amine(substance: Substance) -> bool:
    """Return whether a substance is an amine with an NH2 group and no acid group."""
    return has(substance, PRIMARY_AMINE) and not has(substance, CARBOXYLIC)


def is_amine(substance: Substance) -> bool:
    """Return whether a substance is a primary or secondary alkyl amine without an acid group."""
    return has(substance, PRIMARY_AMINE, SECONDARY_AMINE) and not has(substance, CARBOXYLIC)


def is_metal_salt(substance: Substance) -> bool:
    """Return whether a substance is a salt of one metal."""
    return metal_salt(substance) is not None


def element_of(substance: Substance) -> str | None:
    """Return the symbol of a substance that is one element, None for compounds."""
    composition = substance.composition
    return next(iter(composition)) if len(composition) == 1 else None


def is_chalcogen(substance: Substance) -> bool:
    """Return whether a substance is elemental sulfur, selenium or tellurium."""
    return element_of(substance) in ("S", "Se", "Te")


def is_terminal_alkene(substance: Substance) -> bool:
    """Return whether a substance is a hydrocarbon with one terminal double bond, such as ODE."""
    smiles = molecule_of(substance)
    if smiles is None or set(fragment_composition(smiles)) != {"C", "H"}:
        return False
    return fits(smiles, "[CH2]=[CH1][CH2][CH2]")


def ammonium_ions(substance: Substance) -> tuple[Fragment, Fragment] | None:
    """Return cation and anion of an ammonium salt without any metal, None for the rest."""
    found = fragments(substance)
    cations = [f for f in found if f.charge > 0]
    anions = [f for f in found if f.charge < 0]
    if len(found) != 2 or len(cations) != 1 or len(anions) != 1:
        return None
    cation, anion = cations[0], anions[0]
    if cation.charge != 1 or "N" not in fragment_composition(cation.smiles):
        return None
    table = elements()
    metallic = any(table[s].is_metal for s in fragment_composition(cation.smiles))
    return None if metallic else (cation, anion)
