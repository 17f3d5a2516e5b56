"""Chemicals that are sold dissolved, so that a percentage on their label is a strength."""

from __future__ import annotations

from ostwald.chemistry.substance import Substance

_SOLD_DISSOLVED = frozenset(
    {
        "HCl",
        "HBr",
        "HI",
        "HF",
        "HNO3",
        "H2SO4",
        "H3PO4",
        "HClO4",
        "H2O2",
        "NH3-H2O",
        "(NH4)2S",
        "HYD",
        "N2H4",
        "NH2OH",
        "NMe3",
        "TMAOH",
        "TEAOH",
        "TBAOH",
        "SH",
        "THPC",
        "PDDA",
        "PAA",
        "PEI",
        "CTAC",
        "formaldehyde",
        "glutaraldehyde",
        "methylamine",
        "dimethylamine",
        "NaOCl",
        "HBF4",
        "BuLi",
        "TiC6(acac)2",
    }
)


def is_sold_as_solution(substance: Substance) -> bool:
    """Return whether a percentage on a chemical's label says how strong its solution is.

    Args:
        substance: The chemical that is dissolved.

    Returns:
        True for what is sold in water or another solvent (HCl, NH3, TMAOH); for all else a
        percentage is a purity.
    """
    return substance.abbreviation in _SOLD_DISSOLVED
