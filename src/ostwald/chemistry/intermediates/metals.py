"""What is known of metals: how soft, how noble, how many ligands they bind."""

from __future__ import annotations

# Metals that bind sulfur well enough to take thiols from weak acids.
SOFT = frozenset(
    ["Cu", "Ag", "Au", "Zn", "Cd", "Hg", "Ga", "In", "Tl", "Ge", "Sn", "Pb", "Sb", "Bi",
     "Mn", "Fe", "Co", "Ni", "Pd", "Pt"]
)  # fmt: skip
NOBLE = frozenset(["Au", "Ag", "Pt", "Pd", "Rh", "Ir", "Ru"])

PEROVSKITE_METALS = frozenset(["Pb", "Sn", "Ge"])

# Standard potential in V of the common aqueous ion to the metal; CRC Handbook of Chemistry and
# Physics, 97th ed., "Electrochemical series" (10.1201/9781315380476).
POTENTIAL_V = {
    "Au": 1.50, "Pt": 1.18, "Ir": 1.16, "Pd": 0.95, "Hg": 0.85, "Ag": 0.80, "Rh": 0.76,
    "Ru": 0.46, "Cu": 0.34, "Bi": 0.31, "Re": 0.30, "Sb": 0.15, "Pb": -0.13, "Sn": -0.14,
    "Ni": -0.26, "Co": -0.28, "In": -0.34, "Fe": -0.45,
}  # fmt: skip

# Metals that only hydrides make from their salts under the conditions of these recipes.
BY_HYDRIDE_ONLY = frozenset(["In", "Sn", "Pb", "Sb", "Fe"])

# The next lower charge of ions that mild reductants reduce without making metal.
LOWER_CHARGE = {
    ("Cu", 2): 1, ("Fe", 3): 2, ("Co", 3): 2, ("Mn", 3): 2, ("Au", 3): 1, ("Pt", 4): 2,
}  # fmt: skip

# Ions that oxidise chalcogenide and thiolate, copper(II) aside, whose sulfide exists.
OXIDISING = frozenset(
    [("Fe", 3), ("Co", 3), ("Mn", 3), ("Au", 3), ("Pt", 4), ("Pb", 4), ("Sb", 5), ("Tl", 3)]
)
# Metals whose phosphides and arsenides are made from silyl and amino precursors.
PNICTIDE_FORMERS = frozenset(
    ["In", "Ga", "Al", "Zn", "Cd", "Cu", "Ni", "Co", "Fe", "Mn", "Sn", "Ge", "Pd"]
)

# Usual coordination number with amines, by metal and charge.
AMINE_COORDINATION = {
    ("Cu", 1): 3, ("Ag", 1): 2, ("Au", 1): 2, ("Au", 3): 4, ("Cu", 2): 4, ("Zn", 2): 4,
    ("Cd", 2): 4, ("Hg", 2): 4, ("Pd", 2): 4, ("Pt", 2): 4, ("Pt", 4): 6, ("Rh", 3): 6,
    ("Ir", 3): 6, ("Ru", 3): 6, ("Ni", 2): 6, ("Co", 2): 6, ("Fe", 2): 6, ("Mn", 2): 6,
    ("Fe", 3): 6, ("Cr", 3): 6, ("Sn", 2): 4, ("Pb", 2): 4, ("Ge", 2): 4, ("Sn", 4): 6,
    ("In", 3): 6, ("In", 1): 2, ("Ga", 3): 4, ("Al", 3): 4, ("Bi", 3): 6, ("Sb", 3): 4,
    ("Ti", 4): 6, ("Zr", 4): 6, ("Hf", 4): 6, ("Ge", 4): 6, ("Mg", 2): 6,
}  # fmt: skip
LANTHANIDES = frozenset(
    ["Sc", "Y", "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb",
     "Lu"]
)  # fmt: skip
LANTHANIDE_COORDINATION = 6

# Usual coordination number with phosphines.
PHOSPHINE_COORDINATION = {
    ("Cu", 1): 4, ("Ag", 1): 4, ("Au", 1): 2, ("Pd", 2): 4, ("Pt", 2): 4, ("Ni", 2): 4,
    ("Co", 2): 4, ("Hg", 2): 4, ("Rh", 3): 6, ("Ir", 3): 6, ("Ru", 3): 6,
}  # fmt: skip
