"""Water of crystallisation that a reagent's name mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.names import name_key, tidy
from ostwald.chemistry.substance import Substance

WATER_G_PER_MOL = molar_mass({"H": 2.0, "O": 1.0})

_MULTIPLES = {
    "mono": 1.0,
    "di": 2.0,
    "tri": 3.0,
    "tetra": 4.0,
    "penta": 5.0,
    "hexa": 6.0,
    "hepta": 7.0,
    "octa": 8.0,
    "nona": 9.0,
    "deca": 10.0,
    "undeca": 11.0,
    "dodeca": 12.0,
    "tetradeca": 14.0,
    "hexadeca": 16.0,
    "octadeca": 18.0,
}
_PREFIXES = "|".join(sorted(_MULTIPLES, key=len, reverse=True))
_SIGNS = "·•⋅∙‧・*×.,"
_HALVES = str.maketrans({"½": ".5", "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5"})
_HALVES |= str.maketrans({"₆": "6", "₇": "7", "₈": "8", "₉": "9"})
_IN_WORDS = re.compile(
    rf"[\s,·(-]*(?<![a-z])"
    rf"(?:(?P<half>hemi)?\(?(?P<times>{_PREFIXES})|(?P<hemi>hemi)|(?P<sesqui>sesqui)"
    rf"|(?P<digits>\d+(?:\.\d+)?)-?|(?P<x>[xn]-?)?)"
    rf"\s?hydrated?\b\)*",
    re.IGNORECASE,
)
_IN_FORMULA = re.compile(
    rf"(?:\s*[{_SIGNS}]\s*|\s+x\s*(?=\d)|\s+|-|(?<=[\d)])x)"
    r"\(?(?P<count>\d+/\d+|\d*\.?\d+|[xn]|)\s*\(?H2O\)?\)?$",
)
_AS_LIGAND = re.compile(r"\(H2O\)(?P<count>\d*)$|\((?P<inner>\d+(?:\.\d+)?)\s?H2O\)$")


@dataclass(frozen=True, slots=True)
class Watered:
    """A name parted from its water.

    Attributes:
        dry: The name without it; the whole name where it names none.
        waters: Molecules per formula unit, 0 where none or no number is named.
        is_open: Whether water is named and its number is not (``xH2O``, ``hydrate``).
    """

    dry: str
    waters: float = 0.0
    is_open: bool = False

    @property
    def names_water(self) -> bool:
        """Whether there was any water in the name."""
        return self.is_open or self.waters > 0


def split_water(name: str) -> Watered:
    """Part a name from its water of crystallisation.

    Args:
        name: A reagent's name or formula as someone wrote it: ``Zn(NO3)2 6H2O``,
            ``copper(II) chloride dihydrate``, ``RuCl3·xH2O``.

    Returns:
        The name without its water, and how much of that there is.

    Examples:
        >>> split_water("FeCl3.6H2O")
        Watered(dry='FeCl3', waters=6.0, is_open=False)
    """
    text = tidy(name).translate(_HALVES)
    words = _IN_WORDS.search(text)
    if words and (words.start() > 0 or words.end() < len(text)):
        dry = tidy(f"{text[: words.start()]} {text[words.end() :]}").strip(" ,;")
        count = _count_in_words(words)
        return Watered(dry, count or 0.0, count is None)
    formula = _IN_FORMULA.search(text)
    if formula is None or formula.start() == 0:
        formula = _AS_LIGAND.search(text)
        if formula is None or formula.start() == 0:
            return Watered(name)
        inner = formula.groupdict()
        number = inner["inner"] or inner["count"] or "1"
        return Watered(text[: formula.start()].rstrip(" ,;"), float(number))
    dry, written = text[: formula.start()].rstrip(" ,;"), formula.group("count")
    if written in ("x", "n"):
        return Watered(dry, 0.0, is_open=True)
    return Watered(dry, _number(written))


def _count_in_words(match: re.Match[str]) -> float | None:
    found = match.groupdict()
    if found["times"]:
        return _MULTIPLES[found["times"].lower()] / (2.0 if found["half"] else 1.0)
    if found["hemi"]:
        return 0.5
    if found["sesqui"]:
        return 1.5
    return float(found["digits"]) if found["digits"] else None


def _number(written: str) -> float:
    if "/" in written:
        above, below = written.split("/")
        return float(above) / float(below) if float(below) else 1.0
    return float(written) if written else 1.0


def waters_named(name: str) -> float:
    """Return the molecules of water in a name such as ``zinc acetate dihydrate``.

    Args:
        name: A reagent's name or formula as someone wrote it.

    Returns:
        Molecules of water per formula unit; 0 where none or no number is named.
    """
    return split_water(name).waters


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
    if mass is None or has_own_water(substance):
        return mass
    return mass + waters_named(name) * WATER_G_PER_MOL


def has_own_water(substance: Substance) -> bool:
    """Return whether a substance's own formula or name counts its water already."""
    own = (substance.formula or "", substance.name)
    return any(waters_named(text) or waters_named(name_key(text)) for text in own)
