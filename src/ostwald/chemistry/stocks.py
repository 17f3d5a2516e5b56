"""Chalcogens dissolved in a phosphine, an amine or an alkene, named as one reagent."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ELEMENTS = {
    "s": "S",
    "se": "Se",
    "te": "Te",
    "sulfur": "S",
    "sulphur": "S",
    "selenium": "Se",
    "tellurium": "Te",
    "selenide": "Se",
    "sulfide": "S",
    "telluride": "Te",
}
# Phosphines bind the element; in the others it is dissolved.
_PHOSPHINES = {
    "top": "TOP",
    "tbp": "TBP",
    "dpp": "DPP",
    "trioctylphosphine": "TOP",
    "tri-n-octylphosphine": "TOP",
    "tributylphosphine": "TBP",
    "tri-n-butylphosphine": "TBP",
    "diphenylphosphine": "DPP",
}
_SOLVENTS = {
    "ode": "ODE",
    "octadecene": "ODE",
    "1-octadecene": "ODE",
    "ola": "OLA",
    "oam": "OLA",
    "olam": "OLA",
    "oleylamine": "OLA",
    "hda": "HDA",
    "octylamine": "OCT",
    "dodecylamine": "DODA",
    "ddt": "DT",
    "oleic acid": "OA",
    "toluene": "toluene",
}
_STRUCTURES = {
    "TOP": "CCCCCCCCP(=[{}])(CCCCCCCC)CCCCCCCC",
    "TBP": "CCCCP(=[{}])(CCCC)CCCC",
    "DPP": "c1ccc([PH](=[{}])c2ccccc2)cc1",
}
_PARTED = re.compile(r"(.+?)\s*[-–:/=·+ ]\s*(.+)")
_IN = re.compile(r"(.+?)\s+(?:dissolved\s+)?in\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stock:
    """An element and what it is dissolved in.

    Attributes:
        element: ``S``, ``Se`` or ``Te``.
        solvent: Abbreviation of the solvent in the table.
        smiles: The phosphine chalcogenide, where a phosphine binds the element.
    """

    element: str
    solvent: str
    smiles: str | None = None


def read_stock(text: str) -> Stock | None:
    """Read a name such as ``TOP-Se``, ``S/OLA`` or ``Se-ODE``.

    Args:
        text: A name without grades and strength.

    Returns:
        The element and its solvent; None where the text is no such name.

    Examples:
        >>> read_stock("Se-ODE")
        Stock(element='Se', solvent='ODE', smiles=None)
    """
    key = text.casefold().strip()
    for one, other in _pairs(key):
        element = _ELEMENTS.get(one)
        if element is None:
            continue
        if other in _PHOSPHINES:
            phosphine = _PHOSPHINES[other]
            return Stock(element, phosphine, _STRUCTURES[phosphine].format(element))
        if other in _SOLVENTS:
            return Stock(element, _SOLVENTS[other])
    return None


def _pairs(key: str) -> list[tuple[str, str]]:
    """Return the ways to part a key into two names, in either order."""
    parted = [match.groups() for pattern in (_IN, _PARTED) if (match := pattern.fullmatch(key))]
    for place in (1, 2):
        parted += [(key[:place], key[place:]), (key[-place:], key[:-place])]
    if "-" in key or " " in key:
        parted += [tuple(key.rsplit(sign, 1)) for sign in "- " if sign in key]
    return [(a, b) for pair in parted for a, b in (pair, pair[::-1])]
