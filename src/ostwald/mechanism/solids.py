"""Molar volumes of the solids that nanocrystals are made of."""

from __future__ import annotations

from ostwald.errors import InputError

# Densities in g/cm3 of the bulk solids, CRC Handbook of Chemistry and Physics, 97th edition.
_DENSITIES = {
    "CdSe": 5.81, "CdS": 4.826, "CdTe": 6.2, "PbS": 7.60, "PbSe": 8.1, "PbTe": 8.164,
    "ZnS": 4.04, "ZnSe": 5.65, "ZnTe": 5.9, "ZnO": 5.6, "InP": 4.81, "InAs": 5.67,
    "GaAs": 5.3176, "Ag2S": 7.23, "Ag2Se": 8.216, "HgTe": 8.63, "Au": 19.3, "Ag": 10.5,
    "Pd": 12.0, "Pt": 21.5, "Ni": 8.90, "Co": 8.86, "Cu": 8.96, "Fe3O4": 5.17,
}  # fmt: skip


def molar_volume_l_per_mol(material: str) -> float:
    """Return the volume of one mole of formula units.

    Args:
        material: A product label or name.

    Returns:
        Molar volume in L/mol.

    Raises:
        InputError: The material is not known, or its density is not in the table.
    """
    from ostwald.chemistry.formula import molar_mass, parse_formula
    from ostwald.chemistry.products import find_product, split_polymorph

    formula = split_polymorph(find_product(material).formula)[0]
    if formula not in _DENSITIES:
        raise InputError(
            f"the density of {formula} is not known here",
            hint="give molar_volume_cm3_per_mol (molar mass over density); on the command line "
            "by --set",
        )
    return molar_mass(parse_formula(formula)) / _DENSITIES[formula] / 1000.0
