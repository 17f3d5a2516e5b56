"""Which chemical a name on a bottle or in a paper means, and what was taken off to find it."""

from __future__ import annotations

from functools import lru_cache

from ostwald.chemistry.bottles import read_label
from ostwald.chemistry.identified import Identified
from ostwald.chemistry.ladder import climb, of_table
from ostwald.chemistry.names import tidy
from ostwald.chemistry.products import find_product
from ostwald.chemistry.reagent_index import ReagentIndex, reagent_index
from ostwald.chemistry.substance import Substance

__all__ = [
    "Identified",
    "ReagentIndex",
    "find_product",
    "find_reagent",
    "identify",
    "reagent_index",
    "suggest",
]


@lru_cache(maxsize=100_000)
def identify(name: str, smiles: str | None = None) -> Identified:
    """Return the chemical that a written name means, with what the name said beside it.

    Args:
        name: What stands on the bottle or in the paper: a name, abbreviation, formula or CAS
            number, perhaps with grade, purity, supplier, water and strength.
        smiles: The structure, for a chemical that no table may have.

    Returns:
        The chemical and everything that was taken off its name.

    Raises:
        InputError: Unknown name (with near matches), a broken SMILES, or a SMILES that is not
            the chemical of that name.

    Examples:
        >>> identify("oleylamine (OAm, 70%)").substance.abbreviation
        'OLA'
    """
    index = reagent_index()
    written = tidy(name)
    if smiles is not None or not written:
        return of_table(index.find(name, smiles), written)
    known = index.in_table(written)
    if known is not None:
        return of_table(known, written)
    return climb(written, read_label(written), index)


def find_reagent(name: str, smiles: str | None = None) -> Substance:
    """Return the chemical that a name, or a name with a SMILES, means.

    Args:
        name: As for `identify`.
        smiles: The structure, for a chemical that the table may not have.

    Returns:
        The table's entry, or a new substance that is what its name, SMILES or formula says.

    Raises:
        InputError: Unknown name (with near matches), a broken SMILES, or a SMILES that is not
            the chemical of that name.

    Examples:
        >>> find_reagent("oleic acid").abbreviation
        'OA'
    """
    return identify(name, smiles).substance


def suggest(name: str, n: int = 5) -> list[str]:
    """Return the known reagent names nearest to a misspelt one, nearest first.

    Args:
        name: The name that was not found.
        n: How many at most.

    Returns:
        Names that `find_reagent` finds, one a chemical.
    """
    return [shown for shown, _ in reagent_index().names.suggest(name, n)]
