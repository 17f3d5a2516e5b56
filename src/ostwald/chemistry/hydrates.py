"""Water of crystallisation that a reagent's name mentions."""

from __future__ import annotations

import re

from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.names import name_key
from ostwald.chemistry.substance import Substance

WATER_G_PER_MOL = molar_mass({"H": 2.0, "O": 1.0})

_MULTIPLES = {
    "hemi": 0.5,
    "mono": 1.0,
    "sesqui": 1.5,
    "di": 2.0,
    "tri": 3.0,
    "tetra": 4.0,
    "penta": 5.0,
    "hexa": 6.0,
    "hepta": 7.0,
    "octa": 8.0,
    "nona": 9.0,
    "deca": 10.0,
    "dodeca": 12.0,
}
_IN_WORDS = re.compile(rf"({'|'.join(_MULTIPLES)})hydrate")
_IN_FORMULA = re.compile(r"[·.]([0-9]*(?:\.[0-9]+)?)h2o")


def waters_named(name: str) -> float:
    """Return the molecules of water in a name such as ``zinc acetate dihydrate``.

    Args:
        name: A reagent's name or formula as someone wrote it.

    Returns:
        Molecules of water per formula unit; 0 where none or no number is named.
    """
    key = name_key(name).casefold()
    words = _IN_WORDS.search(key)
    if words:
        return _MULTIPLES[words.group(1)]
    formula = _IN_FORMULA.search(key)
    return float(formula.group(1) or 1) if formula else 0.0


def molar_mass_as_named(substance: Substance, name: str) -> float | None:
    """Return the molar mass of what is weighed out under a name.

    The table's entries are mostly anhydrous and know their hydrates as synonyms; who weighs a
    hydrate weighs its water too.

    Args:
        substance: What the name was found to mean.
        name: The name as it was written.

    Returns:
        The molar mass in g/mol, water included; None where the substance's is not known.
    """
    mass = substance.molar_mass_g_per_mol
    own = f"{substance.formula or ''} {substance.name}"
    if mass is None or waters_named(own):
        return mass
    return mass + waters_named(name) * WATER_G_PER_MOL
