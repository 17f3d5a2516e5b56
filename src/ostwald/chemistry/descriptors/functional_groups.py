"""Functional groups that bind to, feed or etch a growing nanocrystal, counted by SMARTS."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray

# Acids are counted with their anions: in the flask they exchange protons and metals anyway.
_SMARTS = {
    "carboxylic_acid": "[CX3](=O)[OX2H1,OX1-]",
    "primary_amine": "[NX3;H2;!$(N[C,P,S]=[O,S,Se,N]);!$(N~[!#6;!#1])][#6]",
    "secondary_amine": "[NX3;H1;!$(N[C,P,S]=[O,S,Se,N]);!$(N~[!#6;!#1])]([#6])[#6]",
    "tertiary_amine": "[NX3;H0;!$(N[C,P,S]=[O,S,Se,N]);!$(N~[!#6;!#1])]([#6])([#6])[#6]",
    "ammonium": "[NX4+]",
    "aromatic_nitrogen": "[n]",
    "amide": "[NX3][CX3]=[OX1]",
    "nitrile": "[CX2]#[NX1]",
    "thiol": "[#6;!$(C=S)][SX2H1,SX1-]",
    "thioether": "[#6][SX2][#6]",
    "disulfide": "[#6][S,Se;X2][S,Se;X2][#6]",
    "thiocarbonyl": "[#6]=[S,Se;X1]",
    "dithiocarbamate": "[NX3][CX3](=[SX1])[SX1-,SX2]",
    "organoselenium": "[#6][Se]",
    "phosphine": "[PX3]([#6,#1])([#6,#1])[#6,#1]",
    "aminophosphine": "[PX3][NX3]",
    "phosphine_oxide": "[PX4](=O)([#6,#1])([#6,#1])[#6,#1]",
    "phosphine_chalcogenide": "[PX4]=[S,Se,Te]",
    "phosphonic_acid": "[PX4;$(P(=O)[OX2H1,OX1-])]",
    "phosphite_or_phosphate": "[P;$(P[OX2][#6])]",
    "phosphonium": "[PX4+]",
    "silyl": "[SiX4]([#6])([#6])[#6]",
    "alcohol": "[CX4][OX2H1]",
    "phenol": "[c][OX2H1]",
    "ether": "[OX2;!$(O[C,P,S]=[O,S])]([#6])[#6]",
    "ester": "[CX3](=O)[OX2][#6]",
    "ketone_or_aldehyde": "[CX3;!$(C[O,N,S])](=O)",
    "diketonate": "[CX3](=O)[#6]~[#6][OX1-]",
    "alkoxide": "[CX4][OX1-]",
    "sulfonyl": "[SX4](=O)(=O)",
    "organic_halide": "[#6][F,Cl,Br,I]",
    "acyl_halide": "[CX3](=O)[Cl,Br,I]",
    "silyl_halide": "[Si][Cl,Br,I]",
    "halide_ion": "[F-,Cl-,Br-,I-]",
    "hydrogen_halide": "[ClH,BrH,IH,FH]",
    "alkene": "[CX3]=[CX3]",
    "alkyne": "[CX2]#[CX2]",
    "borane_or_hydride": "[B,Al;!H0]",
    "hydrazine": "[NX3][NX3]",
    "carbonyl_ligand": "[C-]#[O+]",
}

GROUPS = tuple(_SMARTS)


@cache
def _patterns() -> tuple[Any, ...]:
    from rdkit import Chem

    return tuple(Chem.MolFromSmarts(smarts) for smarts in _SMARTS.values())


def count_groups(molecule: Any) -> FloatArray:
    """Count the functional groups of a molecule.

    Args:
        molecule: An ``rdkit.Chem.Mol``, all ions of a salt together.

    Returns:
        Vector (len(GROUPS),).
    """
    return np.array([len(molecule.GetSubstructMatches(p)) for p in _patterns()], dtype=float)
