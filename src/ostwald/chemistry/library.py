"""The library ``chemicals`` as a second source behind the program's own table.

It holds CAS numbers, names and structures of some 70,000 substances (MIT licence), and is loaded
only when a name is not found otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

# Synonyms that the library gives to single molecules, and that are mixtures or materials.
_MIXTURES = re.compile(
    r"petrol|naphtha|ligroin|gasoline|kerosene|\boil\b|\bspirits?\b|\bwax\b|\bgum\b|resin|"
    r"starch|naphthenate|dextran|chitosan|chitin|cellulose|"
    r"extract|alloy|steel|glass|asphalt|lignin|paraffin|aqua regia|\bclay\b|"
    r"\bink\b|silicone|\bblack\b|\bsolution\b|\bsolvent\b|\bmix"
)
# Shorter names, and all capitals, may be another chemical's abbreviation there.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A substance of the library.

    Attributes:
        name: Its usual name.
        cas: Its CAS number.
        smiles: Its structure, mostly without stereochemistry.
        molar_mass_g_per_mol: Its molar mass, to check the structure by.
    """

    name: str
    cas: str
    smiles: str
    molar_mass_g_per_mol: float


def by_name(name: str) -> Entry | None:
    """Return the substance that bears exactly this name.

    Args:
        name: A name in words; capitals do not matter.

    Returns:
        The entry; None where there is none, or the name is too short to be trusted.
    """
    key = " ".join(name.casefold().split())
    is_word = any(sign.islower() for sign in name)
    is_anion = key.endswith("ate") and " " not in key  # "citrate" alone is no citric acid
    if len(key) < _SHORTEST or not is_word or is_anion or _MIXTURES.search(key):
        return None
    record = _records().search_name(key, autoload=True)
    if not record or key not in {synonym.casefold() for synonym in record.synonyms}:
        return None
    return _entry(record)


def by_cas(number: str) -> Entry | None:
    """Return the substance of a CAS number, None where the library does not have it."""
    record = _records().search_CAS(int(number.replace("-", "")), autoload=True)
    return _entry(record) if record else None


@cache
def _records() -> Any:
    from chemicals.identifiers import get_pubchem_db

    return get_pubchem_db()


def _entry(record: Any) -> Entry | None:
    if not record.smiles:
        return None
    return Entry(
        name=record.common_name or record.iupac_name,
        cas=record.CASs,
        smiles=record.smiles,
        molar_mass_g_per_mol=record.MW,
    )
