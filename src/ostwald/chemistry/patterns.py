"""Whether a chemical has a structural pattern, salts and complexes included."""

from __future__ import annotations

from functools import cache
from typing import Any

from ostwald.chemistry.structures import read_molecule
from ostwald.chemistry.substance import Substance


def has_pattern(substance: Substance, *patterns: str) -> bool:
    """Return whether any of some patterns is found in a chemical.

    Args:
        substance: Any chemical.
        patterns: SMARTS.

    Returns:
        False also where the structure is not known.
    """
    if substance.smiles is None:
        return False
    molecule = read_molecule(substance.smiles)
    return any(molecule.HasSubstructMatch(_pattern(smarts)) for smarts in patterns)


@cache
def _pattern(smarts: str) -> Any:
    from rdkit import Chem

    return Chem.MolFromSmarts(smarts)
