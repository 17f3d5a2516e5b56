"""Structures of molecules: SMILES read, checked and made canonical with RDKit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ostwald.chemistry.formula import hill_formula
from ostwald.errors import InputError

MAX_SMILES_LENGTH = 2000
_HINT = 'write for example "CCCCCCCCN" for octylamine, or leave smiles out'


@dataclass(frozen=True, slots=True)
class Structure:
    """One structure, canonical.

    Attributes:
        smiles: Canonical SMILES with stereochemistry.
        flat_smiles: The same without stereochemistry.
        formula: Hill formula of all its atoms, counter-ions included.
    """

    smiles: str
    flat_smiles: str
    formula: str


@lru_cache(maxsize=20_000)
def read_structure(smiles: str) -> Structure:
    """Read a SMILES.

    Args:
        smiles: One substance; the ions of a salt are parted by dots.

    Returns:
        Its canonical structure.

    Raises:
        InputError: Not a SMILES, or it bears a net charge.
    """
    from rdkit import Chem

    molecule = read_molecule(smiles)
    # An asterisk is where the repeating unit of a polymer goes on: not an atom.
    counts = Counter(atom.GetSymbol() for atom in molecule.GetAtoms() if atom.GetAtomicNum())
    counts["H"] += sum(atom.GetTotalNumHs() for atom in molecule.GetAtoms())
    composition = {symbol: float(count) for symbol, count in counts.items() if count}
    return Structure(
        smiles=Chem.MolToSmiles(molecule),
        flat_smiles=Chem.MolToSmiles(molecule, isomericSmiles=False),
        formula=hill_formula(composition),
    )


@lru_cache(maxsize=20_000)
def read_molecule(smiles: str) -> Any:
    """Read a SMILES into an RDKit molecule, remembered: do not change it.

    Args:
        smiles: One substance; the ions of a salt are parted by dots.

    Returns:
        The ``rdkit.Chem.Mol``.

    Raises:
        InputError: Not a SMILES, or it bears a net charge.
    """
    text = smiles.strip()
    if not text or len(text) > MAX_SMILES_LENGTH or len(text.split()) > 1:
        problem = "the SMILES is empty, has blanks in it, or is longer than"
        raise InputError(f"{problem} {MAX_SMILES_LENGTH} characters", hint=_HINT)
    from rdkit import Chem, rdBase

    # RDKit writes its own complaints to standard error; the InputError says all that is needed.
    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(text)
    if molecule is None or molecule.GetNumAtoms() == 0:
        raise InputError(f'"{text}" is not a valid SMILES', hint=_HINT)
    charge = Chem.GetFormalCharge(molecule)
    if charge:
        raise InputError(
            f'the SMILES "{text}" bears a net charge of {charge:+d}',
            hint="write the whole substance with its counter-ion, such as CC(=O)[O-].[Na+]",
        )
    return molecule
