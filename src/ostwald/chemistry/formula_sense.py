"""Whether letters that can be read as element symbols are meant as a formula."""

from __future__ import annotations

import re

# Oxidation states of what opens a formula of two elements, and of what closes it.
_LOWEST_HIGHEST = {
    "P": (3, 5),
    "As": (3, 5),
    "S": (1, 6),
    "Se": (1, 6),
    "Te": (1, 6),
    "N": (1, 5),
    "C": (2, 4),
    "I": (1, 7),
    "B": (3, 3),
    "Si": (2, 4),
    "H": (1, 1),
}
_CLOSING = {"O": 2, "S": 2, "Se": 2, "Te": 2, "F": 1, "Cl": 1, "Br": 1, "I": 1, "N": 3, "P": 3}


def says_enough(text: str, composition: dict[str, float]) -> bool:
    """Return whether a formula can be a substance, and is no abbreviation.

    Args:
        text: The formula.
        composition: What `parse_formula` reads in it.

    Returns:
        True for an element, a molecule of carbon and hydrogen, and two elements whose
        oxidation states can add up (``P2S5``); False for the like of ``CIS`` and ``PBS``.
    """
    if len(composition) == 1:
        return sum(composition.values()) <= 2 or text in ("O3", "C60", "C70")
    if {"C", "H"} <= set(composition) and re.match(r"C\d*H", text):
        return True
    return _covalent(text, composition)


def _covalent(text: str, composition: dict[str, float]) -> bool:
    (first, count), *rest = composition.items()
    if first not in _LOWEST_HIGHEST or not all(symbol in _CLOSING for symbol, _ in rest):
        return False
    if not any(sign.isdigit() or sign.islower() for sign in text):
        return text in ("CO", "NO", "BN")
    low, high = _LOWEST_HIGHEST[first]
    return low * count <= sum(_CLOSING[s] * n for s, n in rest) <= high * count
