"""What a chemical is likely to be for, where no table says it."""

from __future__ import annotations

from collections.abc import Mapping

from ostwald.chemistry.elements import elements

# Elements that end up as the anion of a nanocrystal when a small molecule brings them.
_ANION_FORMERS = frozenset(["S", "Se", "Te", "P", "As", "N", "F", "Cl", "Br", "I", "O"])
_SMALL_CARBONS = 4
_LIGAND_CARBONS = 6


def kind_of(composition: Mapping[str, float]) -> str:
    """Return the kind of a new chemical, as in ``substance.KINDS``.

    Args:
        composition: Atoms per formula unit by element symbol.

    Returns:
        ``element``, ``inorganic``, ``complex`` (a metal with carbon) or ``molecule``.
    """
    if len(composition) == 1:
        return "element"
    if "C" not in composition:
        return "inorganic"
    return "complex" if has_metal(composition) else "molecule"


def guess_roles(composition: Mapping[str, float]) -> tuple[str, ...]:
    """Return the likely roles of a new chemical from what it is made of.

    Whatever holds a metal feeds it to the crystal; a small molecule or an element with
    chalcogen, pnictogen or halogen feeds the anion; a long hydrocarbon with a donor atom is a
    ligand; the rest is a solvent.

    Args:
        composition: Atoms per formula unit by element symbol.

    Returns:
        Some of ``substance.ROLES``.
    """
    if has_metal(composition):
        return ("cation_precursor",)
    carbons = composition.get("C", 0.0)
    donors = set(composition) - {"C", "H"}
    if not donors and len(composition) == 1:
        return ("additive",)
    if carbons < _SMALL_CARBONS and donors & _ANION_FORMERS - {"O", "N"}:
        return ("anion_precursor",)
    if donors & {"Se", "Te", "As", "Si"}:
        return ("anion_precursor",)
    if not carbons:
        return ("additive",)
    return ("ligand",) if donors and carbons >= _LIGAND_CARBONS else ("solvent",)


def has_metal(composition: Mapping[str, float]) -> bool:
    """Return whether a composition holds a metal.

    Args:
        composition: Atoms per formula unit by element symbol.

    Returns:
        True with at least one metal (Ge and Sb count as metals, B and Si do not).
    """
    table = elements()
    return any(table[symbol].is_metal for symbol in composition)


def has_carbon(composition: Mapping[str, float]) -> bool:
    """Return whether a composition holds carbon bound to hydrogen or fluorine, as ligands do."""
    return "C" in composition and bool({"H", "F"} & set(composition))
