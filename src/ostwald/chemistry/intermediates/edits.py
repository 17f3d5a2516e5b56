"""Changing molecules by reaction SMARTS: the part of the chemistry that happens to carbon."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from ostwald.chemistry.intermediates.fragments import parse_fragment

# What stands left of the arrow is what is recognised, right of it what becomes of it.
DEPROTONATE_CARBOXYLIC = "[CX3:1](=[O:2])[OX2H1:3]>>[C:1](=[O:2])[O-:3]"
DEPROTONATE_PHOSPHORUS = "[PX4:1](=[O:2])[OX2H1:3]>>[P:1](=[O:2])[O-:3]"
DEPROTONATE_PHOSPHONIC_TWICE = "[PX4:1]([OX2H1:2])[OX2H1:3]>>[P:1]([O-:2])[O-:3]"
DEPROTONATE_THIOL = "[#6:1][SX2H1:2]>>[*:1][S-:2]"
AMIDE = "[CX3:1](=[O:2])[OX2H1].[NX3;H2;$(N[CX4]):3]>>[C:1](=[O:2])[NH1:3]"
AMIDE_OF_SECONDARY = "[CX3:1](=[O:2])[OX2H1].[NX3;H1;$(N([CX4])[CX4]):3]>>[C:1](=[O:2])[NH0:3]"
AMIDE_OF_HALIDE = "[CX3:1](=[O:2])[Cl,Br,I].[NX3;H2;$(N[CX4]):3]>>[C:1](=[O:2])[NH1:3]"
ANHYDRIDE = "[CX3:1](=[O:2])[OX2H1:3].[CX3:4](=[O:5])[OX2H1]>>[C:1](=[O:2])[O:3][C:4]=[O:5]"
MIXED_ANHYDRIDE = "[CX3:1](=[O:2])[OX2H1:3].[CX3:4](=[O:5])[Cl,Br,I]>>[C:1](=[O:2])[O:3][C:4]=[O:5]"
KETONE_OF_TWO_ACIDS = "[CX3:1](=[O:2])[OX2H1].[CX3:4](=O)([OX2H1])[#6:5]>>[C:1](=[O:2])[*:5]"
SILYL_ESTER = "[OX2H1,SX2H1;$(*C):1].[SiX4:2][Cl,Br,I]>>[*:1][Si:2]"
SILYL_AMINE = "[NX3;H2;$(N[CX4]):1].[SiX4:2][Cl,Br,I]>>[NH1:1][Si:2]"
AMMONIUM = "[NX3;H3,H2,H1,H0;!$(N[C,P,S,N]=[O,S,N]);!$(N[a]);!$(N[P,As,Sb,Si]):1]>>[*;+1:1]"
IMINE = "[CX4;H2,H3;$(C[#6]),$([CH3]):1][NX3;H2:2]>>[C:1]=[N:2]"
CARBONYL = "[CX4;!H0;!$(C([OX2])[OX2]):1][OX2H1:2]>>[CX3:1]=[O:2]"
LACTONE = "[CX4;R;H1:1]([OX2;R:2])[OX2H1:3]>>[CX3:1]([O:2])=[O:3]"
DEHYDROASCORBIC = "[OX2H1:1][C:2]=[C:3][OX2H1,O-:4]>>[O:1]=[C:2][C:3]=[O;+0:4]"
QUINONE = "[OX2H1:1][c:2]1[c:3][c:4][c:5][c:6][c:7]1[OX2H1:8]>>" + (
    "[O:1]=[C:2]1[C:3]=[C:4][C:5]=[C:6][C:7]1=[O:8]"
)
DISULFIDE = "[#6:1][SX2H1:2].[#6:3][SX2H1:4]>>[*:1][S:2][S:4][*:3]"
SULFIDE = "[#6:1][SX2H1:2].[#6:3][SX2H1]>>[*:1][S:2][*:3]"
THIOAMIDE = "[CX4;H2:1][NX3;H2:2]>>[C:1](=S)[N:2]"
DITHIOCARBAMATE = "[NX3;H2,H1;$(N[CX4]):1]>>[*:1]C(=S)[S-]"
PHOSPHINE_CHALCOGENIDE = "[PX3;+0:1]>>[P:1]={0}"
ENONE = "[CH2:1]=[CH1:2][CH2:3]>>[C:1]=[C:2][C:3]=O"
THIOPHENE = "[CH2:1]=[CH1:2][CH2:3][CH2:4]>>s1[c:1][c:2][c:3][c:4]1"
ALLYL_SELENIDE = (
    "[CH2:1]=[CH1:2][CH2:3].[CH2:4]=[CH1:5][CH2:6]>>[C:1]=[C:2][C:3][Se][C:6][C:5]=[C:4]"
)


@cache
def _reaction(smarts: str) -> Any:
    from rdkit.Chem import rdChemReactions

    reaction = rdChemReactions.ReactionFromSmarts(smarts)
    reaction.Initialize()
    return reaction


@lru_cache(maxsize=100_000)
def transform(smarts: str, *smiles: str) -> str | None:
    """Return what becomes of molecules.

    Where the pattern fits at several places, the one that RDKit finds first reacts.

    Args:
        smarts: Reaction SMARTS with one product.
        smiles: One molecule a reactant template.

    Returns:
        Canonical SMILES of the product, None where the pattern does not fit.
    """
    molecules = tuple(parse_fragment(s) for s in smiles)
    product = _first_product(smarts, molecules)
    if product is None:  # a stereocentre that becomes flat keeps its hydrogen: try without
        product = _first_product(smarts, tuple(_flat(m) for m in molecules))
    return product


def fits(smiles: str, smarts: str) -> bool:
    """Return whether a molecule has a pattern."""
    return count(smiles, smarts) > 0


@lru_cache(maxsize=200_000)
def count(smiles: str, smarts: str) -> int:
    """Return at how many places a molecule has a pattern.

    Args:
        smiles: A molecule or ion.
        smarts: The pattern.

    Returns:
        Number of matches, each set of atoms counted once.
    """
    return len(parse_fragment(smiles).GetSubstructMatches(_pattern(smarts)))


@cache
def _pattern(smarts: str) -> Any:
    from rdkit import Chem

    return Chem.MolFromSmarts(smarts)


def _first_product(smarts: str, molecules: Sequence[Any]) -> str | None:
    from rdkit import Chem, rdBase

    with rdBase.BlockLogs():
        for products in _reaction(smarts).RunReactants(tuple(molecules), maxProducts=4):
            try:
                Chem.SanitizeMol(products[0])
            except (ValueError, RuntimeError):
                continue
            return str(Chem.MolToSmiles(products[0]))
    return None


def _flat(molecule: Any) -> Any:
    from rdkit import Chem

    return Chem.MolFromSmiles(Chem.MolToSmiles(molecule, isomericSmiles=False))
