"""Descriptors of molecules, chosen for what they mean in a flask, computed with RDKit."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray, SubstanceDescriptors
from ostwald.chemistry.descriptors.functional_groups import GROUPS, count_groups
from ostwald.chemistry.structures import read_molecule
from ostwald.chemistry.substance import Substance

CORE = (
    "has_structure",
    "heavy_atoms",
    "logp",
    "tpsa_a2",
    "rotatable_bonds",
    "hbond_donors",
    "hbond_acceptors",
    "longest_carbon_chain",
    "long_chains",
    "carbon_double_bonds",
    "aromatic_rings",
    "branching",
    "ionic_charges",
    "boiling_point_proxy_c",
)
_LONG_CHAIN = 6
# Crippen's logP has no meaning for large ionic assemblies and grows without bound with them.
_MAX_LOGP = 20.0


class MolecularDescriptors(SubstanceDescriptors):
    """Size, polarity, chains and functional groups of a molecule or salt.

    All zero, ``has_structure`` included, for a substance without SMILES.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the numbers: `CORE`, then counts of the functional groups."""
        return (*CORE, *(f"group_{group}" for group in GROUPS))

    def compute(self, substance: Substance) -> FloatArray:
        """Compute the numbers of one substance; see the base class."""
        if substance.smiles is None:
            return np.zeros(len(self.names))
        molecule = read_molecule(substance.smiles)
        return np.concatenate([_core(molecule), count_groups(molecule)])


def _core(molecule: Any) -> FloatArray:
    from rdkit.Chem import rdMolDescriptors

    logp, _ = rdMolDescriptors.CalcCrippenDescriptors(molecule)
    tpsa = rdMolDescriptors.CalcTPSA(molecule)
    heavy = molecule.GetNumHeavyAtoms()
    charges = sum(abs(atom.GetFormalCharge()) for atom in molecule.GetAtoms())
    chains = carbon_chains(molecule)
    return np.array(
        [
            1.0,
            heavy,
            np.clip(logp, -_MAX_LOGP, _MAX_LOGP),
            tpsa,
            rdMolDescriptors.CalcNumRotatableBonds(molecule),
            rdMolDescriptors.CalcNumHBD(molecule),
            rdMolDescriptors.CalcNumHBA(molecule),
            max(chains, default=0),
            sum(length >= _LONG_CHAIN for length in chains),
            _carbon_double_bonds(molecule),
            rdMolDescriptors.CalcNumAromaticRings(molecule),
            _branching(molecule),
            charges,
            boiling_point_proxy_c(heavy, tpsa) if not charges else 0.0,
        ]
    )


def carbon_chains(molecule: Any) -> list[int]:
    """Return the length in atoms of the longest chain of each piece of open carbon skeleton.

    Args:
        molecule: An ``rdkit.Chem.Mol``; rings part its skeleton into pieces.

    Returns:
        One length a piece, such as ``[18]`` for oleic acid.
    """
    carbons = {
        atom.GetIdx(): [n.GetIdx() for n in atom.GetNeighbors()]
        for atom in molecule.GetAtoms()
        if atom.GetAtomicNum() == 6 and not atom.IsInRing()
    }
    lengths = []
    unseen = set(carbons)
    while unseen:
        # The pieces are trees: the farthest atom from any atom ends a longest chain.
        reached = _distances(carbons, next(iter(unseen)))
        unseen -= set(reached)
        end = max(reached, key=lambda atom: reached[atom])
        lengths.append(max(_distances(carbons, end).values()) + 1)
    return lengths


def _distances(carbons: dict[int, list[int]], start: int) -> dict[int, int]:
    reached = {start: 0}
    queue = deque([start])
    while queue:
        atom = queue.popleft()
        for neighbour in carbons[atom]:
            if neighbour in carbons and neighbour not in reached:
                reached[neighbour] = reached[atom] + 1
                queue.append(neighbour)
    return reached


def _carbon_double_bonds(molecule: Any) -> int:
    return sum(
        bond.GetBondTypeAsDouble() == 2.0
        and bond.GetBeginAtom().GetAtomicNum() == 6
        and bond.GetEndAtom().GetAtomicNum() == 6
        for bond in molecule.GetBonds()
    )


def _branching(molecule: Any) -> int:
    """Return the number of carbon atoms with three or more carbon neighbours outside rings."""
    return sum(
        atom.GetAtomicNum() == 6
        and not atom.IsInRing()
        and sum(n.GetAtomicNum() == 6 for n in atom.GetNeighbors()) > 2
        for atom in molecule.GetAtoms()
    )


def boiling_point_proxy_c(heavy_atoms: float, tpsa_a2: float) -> float:
    """Estimate a boiling point from size and polarity, to order liquids, not to quote.

    The rule of Kreglewski and Zwolinski for the n-alkanes (J. Phys. Chem. 1961, 65, 1050),
    with every 7 Å2 of polar surface counted as one more carbon atom, and none above 500 °C,
    where everything decomposes.

    Args:
        heavy_atoms: Number of atoms other than hydrogen.
        tpsa_a2: Polar surface area in Å2.

    Returns:
        The estimate in °C.
    """
    carbons = heavy_atoms + tpsa_a2 / 7.0
    return float(min(1078.0 - 10.0 ** (3.0318 - 0.04999 * carbons ** (2.0 / 3.0)) - 273.15, 500.0))
