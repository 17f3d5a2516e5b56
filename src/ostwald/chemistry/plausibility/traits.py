"""What a chemical does in a flask: reduces, oxidises, dies in water, keeps particles apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from ostwald.chemistry.elements import elements
from ostwald.chemistry.patterns import has_pattern
from ostwald.chemistry.substance import Substance

ALKALI_AND_EARTH = frozenset("Li Na K Rb Cs Be Mg Ca Sr Ba".split())  # noqa: SIM905
_ACTIVE_METALS = frozenset("Li Na K Mg Ca Al Zn Fe In".split())  # noqa: SIM905
_LONG_CARBONS = 6

_STRONG_REDUCTANTS = (
    "[BH4-]", "[AlH4-]", "[BH3-][N,P,O,S,#7+,#15+]", "[B-;H1]([CX4])([CX4])[CX4]",
    "[NX3;H2][NX3;H2]", "[#6-;X3;!$([#6-]#*);!$([#6-]=*)]", "[Li,Mg,Zn,Al,Na]~[CX4]",
    "[Al;H1,H2,H3]", "[H][H]", "[N-]([Si])[Si]",
)  # fmt: skip
_REDUCTANTS = (
    "[CX4;!H0][OX2H1]", "[OX2H1][CX4](CC=O)CC=O", "c[OX2H1]",
    "[CX3;H1]=O", "[CX4][NX3;!$(N~[!#6;!#1])]", "[c][NX3;H2]",
    "[NX3][CX3]=O", "OC=CO", "[OX2H1]C=C", "[OX2H1,O-]C(=O)C(=O)[O-,OX2H1]", "[PX3]", "[P;!H0]",
    "[SiX4;!H0]", "[NX3;H2][OX2H1]", "[S;H0]([O-])([O-])=O", "[#16]S(=O)(=O)[O-]", "[OX2]CC[OX2]",
    "[CX3](=[O,S])([NX3])[NX3]", "[Sn+2]", "[Ti+3]", "[Cr+2]", "[C-]#[O+]",
)  # fmt: skip
_REDUCTANTS_WHEN_HOT = (
    "[C;!$(C-[#8])]=[C;!$(C-[#8])]", "c[CX4;H2][OX2]", "CC(=O)C=C(C)[O-]", "[O-]C(C)=CC(C)=O",
    "[CX4]C(=O)[O-]", "[CX4]C(=O)[OX2H1]", "c1ccc2c(c1)CCCC2", "[O-]C=O",
)  # fmt: skip
_WEAK_REDUCTANTS = ("[SX2H1]", "[I-]")
_DESTROYED = {
    "a silyl pnictide or chalcogenide": ("[Si;X4][P,As,Sb,S,Se,Te]", "[Ge;X4][P,As]"),
    "a metal alkyl": (
        "[Li,Na,Mg,Zn,Cd,Al,Ga,In]~[CX4]",
        "[C-;X3;!$([C-]#*);!$([C-]=*);!$([C-]C=O)]",
    ),
    "a hydride": ("[AlH4-]", "[Al;H1,H2,H3]", "[B-;H1]([CX4])([CX4])[CX4]", "[H-]"),
    "a silylamide": ("[N-]([Si])[Si]", "[N;X3]([Si])([Si])[!#6;!#1;!Si]"),
    "a phosphorus or arsenic halide": ("[P,As;X3][Cl,Br,I]",),
}
_SLOWLY_DESTROYED = ("[P,As,Sb;X3]([NX3])([NX3])[NX3]",)
_DESTROYED_FORMULAS = {
    "a phosphide or nitride of an alkali metal": ({"P"}, {"As"}, {"N"}, {"N", "H"}),
    "a hydride": ({"H"}, {"Al", "H"}),
}
_NAMED_DESTROYED = re.compile(
    r"silylphosph|silylars|\(TMS\)\d?[PAS]|lithium (triethyl|aluminium|aluminum)|butyllithium"
    r"|(diethyl|dimethyl|trimethyl|triethyl)(zinc|cadmium|indium|gallium|aluminium|aluminum)",
    re.IGNORECASE,
)
_STABILISERS = (
    "[CX3](=O)[OX2H1,O-]", "[NX3;!$(N~[!#6;!#1])][CX4]", "[SX2H1]", "[PX3]", "P=[O,S,Se]",
    "P[OX2H1]", "[N+;X4]([#6])([#6])([#6])[#6]", "[n+]", "S(=O)(=O)[O-]", "[CX4][NH3+]",
    "[CX4][OX2H1]", "[NX3][CX3]=O", "[P+;X4]", "S(=O)(C)C", "C#N", "[OX2]CC[OX2]", "n1ccccc1",
)  # fmt: skip
_PNICTOGEN_SOURCES = ("[P,As;X3]([Si,Cl,Br,I,#1])([Si,Cl,Br,I,#1])[Si,Cl,Br,I,#1]",)
_AMINES = ("[NX3;+0;!$(N~[!#6;!#1]);!$(N[C,c]=[O,S])]", "[nX2]", "[NH3]")
_ALCOHOL = "[CX4;!$(C([OX2])[OX2])][OX2H1]"
_SEALED_GROUPS = (
    "[OX2H1]", "[NX3]", "[NX3][CX3]=O", "c", "[OX2H2]", "[CX3](=O)[OX2H1]",
)  # fmt: skip
# Keys are compositions, so that every way of writing the acid is known.
_STRONG_ACIDS = frozenset(
    frozenset(formula.items())
    for formula in (
        {"H": 1, "Cl": 1}, {"H": 1, "Br": 1}, {"H": 1, "I": 1}, {"H": 1, "F": 1},
        {"H": 1, "N": 1, "O": 3}, {"H": 2, "S": 1, "O": 4}, {"H": 1, "Cl": 1, "O": 4},
        {"H": 3, "P": 1, "O": 4}, {"C": 1, "H": 1, "F": 3, "S": 1, "O": 3},
    )
)  # fmt: skip
_OXIDISING_ACIDS = frozenset(
    frozenset(formula.items())
    for formula in (
        {"H": 1, "N": 1, "O": 3}, {"H": 2, "O": 2}, {"H": 1, "Cl": 1, "O": 4}, {"Br": 2}, {"Cl": 2},
        {"I": 2},
        {"O": 3}, {"Cr": 1, "O": 3}, {"Os": 1, "O": 4}, {"Na": 2, "O": 2}, {"Ba": 1, "O": 2},
    )
)  # fmt: skip
# (element, most that it may be outnumbered by oxygen) in salts that oxidise.
_OXIDISING_SALTS = {"Mn": 4.0, "Cr": 3.5, "Cl": 1.0, "Br": 3.0, "I": 3.0}


@dataclass(frozen=True, slots=True)
class Traits:
    """What a chemical does.

    Attributes:
        metals: Its metals, atoms per formula unit.
        reduces: ``strong``, ``mild``, ``hot`` (from about 150 degC), ``weak`` or empty.
        destroyed_as: What makes water and alcohols destroy it, empty if they do not.
        destroyed_slowly: Whether they need time and heat for it.
        is_water: Water, or a chemical that is sold as a solution in it.
        is_alcohol: An alcohol or polyol.
        strong_acid_protons: Protons of a strong mineral acid.
        strong_base: Hydroxides, alkoxides, amides, hydrides of alkali metals a formula unit.
        takes_acid: Whether it is an amine, ammonia or pyridine.
        oxidises: Whether it is a strong oxidiser.
        keeps_apart: Whether it can keep particles apart.
        goes_into_autoclaves: Whether it is a usual liquid of sealed vessels.
        feeds: Chalcogen or pnictogen that it gives off readily to any metal, or empty.
        is_zero_valent: Whether it is a metal in oxidation state zero with leaving ligands.
        has_carbon: Whether it is organic.
    """

    metals: Mapping[str, float]
    reduces: str = ""
    destroyed_as: str = ""
    destroyed_slowly: bool = False
    is_water: bool = False
    is_alcohol: bool = False
    strong_acid_protons: float = 0.0
    strong_base: float = 0.0
    takes_acid: bool = False
    oxidises: bool = False
    keeps_apart: bool = False
    goes_into_autoclaves: bool = False
    feeds: str = ""
    is_zero_valent: bool = False
    has_carbon: bool = False

    @property
    def is_protic(self) -> bool:
        """Whether it is water or an alcohol."""
        return self.is_water or self.is_alcohol


@lru_cache(maxsize=50_000)
def traits_of(substance: Substance) -> Traits:
    """Return what a chemical does, from its structure and formula.

    Args:
        substance: Any chemical.

    Returns:
        Its traits; where the structure is not known, fewer of them are seen.
    """
    composition = substance.composition
    table = elements()
    metals = {s: n for s, n in composition.items() if table[s].is_metal}
    destroyed = _destroyed(substance, metals)
    return Traits(
        metals=MappingProxyType(metals),
        reduces=_reduces(substance, metals),
        destroyed_as=destroyed,
        destroyed_slowly=has_pattern(substance, *_SLOWLY_DESTROYED),
        is_water=_is_water(substance),
        is_alcohol=not metals and has_pattern(substance, _ALCOHOL),
        strong_acid_protons=_acid_protons(composition),
        strong_base=_base(substance, metals),
        takes_acid=has_pattern(substance, *_AMINES),
        oxidises=_oxidises(composition),
        keeps_apart=_keeps_apart(substance),
        goes_into_autoclaves=_is_water(substance) or has_pattern(substance, *_SEALED_GROUPS),
        feeds=_feeds(substance, metals),
        is_zero_valent=_is_zero_valent(substance, metals),
        has_carbon="C" in composition,
    )


def _is_water(substance: Substance) -> bool:
    return substance.smiles == "O" or substance.abbreviation in ("H2O", "NH3-H2O", "(NH4)2S")


def _reduces(substance: Substance, metals: Mapping[str, float]) -> str:
    composition = substance.composition
    if len(composition) == 1 and _ACTIVE_METALS & set(metals):
        return "strong"
    if has_pattern(substance, *_STRONG_REDUCTANTS) or _is_bare_hydride(composition, metals):
        return "strong"
    if composition and substance.smiles is None and "C" not in composition:
        return "mild" if _is_reducing_salt(composition) else ""
    if substance.kind == "polymer" or has_pattern(substance, *_REDUCTANTS):
        return "mild"
    if _is_reducing_salt(composition):
        return "mild"
    if has_pattern(substance, *_REDUCTANTS_WHEN_HOT) or (metals and "C" in composition):
        return "hot"
    return "weak" if has_pattern(substance, *_WEAK_REDUCTANTS) or "I" in composition else ""


def _is_bare_hydride(composition: Mapping[str, float], metals: Mapping[str, float]) -> bool:
    rest = set(composition) - set(metals)
    return bool(metals) and (rest == {"H"} or rest == {"B", "H"})


def _is_reducing_salt(composition: Mapping[str, float]) -> bool:
    """Return whether it is a salt of iron(II), tin(II), titanium(III) or hypophosphite."""
    for metal, counts in {"Fe": (2,), "Sn": (2,), "Ti": (3,), "V": (2, 3), "Cr": (2,)}.items():
        halogens = sum(composition.get(x, 0.0) for x in ("F", "Cl", "Br", "I"))
        if composition.get(metal) == 1 and halogens in counts:
            return True
        if composition.get(metal) == 1 and metal != "Ti" and composition.get("S") == 1:
            return True
    phosphorus = composition.get("P", 0.0)
    return (
        phosphorus > 0
        and composition.get("H", 0.0) >= 2 * phosphorus
        and (composition.get("O", 0.0) == 2 * phosphorus)
    )


def _destroyed(substance: Substance, metals: Mapping[str, float]) -> str:
    for kind, patterns in _DESTROYED.items():
        if has_pattern(substance, *patterns):
            return kind
    composition = substance.composition
    rest = set(composition) - set(metals)
    if metals and set(metals) <= ALKALI_AND_EARTH | {"Al"}:
        for kind, kinds in _DESTROYED_FORMULAS.items():
            if rest in kinds:
                return kind
        if not rest:
            return "an active metal" if set(metals) & ALKALI_AND_EARTH else ""
    named = _NAMED_DESTROYED.search(f"{substance.name} {substance.abbreviation}")
    return "a reagent that water destroys" if named and substance.smiles is None else ""


def _acid_protons(composition: Mapping[str, float]) -> float:
    if frozenset(composition.items()) not in _STRONG_ACIDS:
        return 0.0
    return composition["H"]


def _base(substance: Substance, metals: Mapping[str, float]) -> float:
    composition = substance.composition
    if not set(metals) <= ALKALI_AND_EARTH:
        return 0.0
    if substance.smiles is not None:
        strong = has_pattern(substance, "[OH-]", "[O-][CX4]", "[NH2-]", "[H-]", "[O-2]")
        return 1.0 if strong else 0.0
    rest = {s: n for s, n in composition.items() if s not in metals}
    if metals and set(rest) == {"O", "H"} and rest["O"] == rest["H"]:
        return rest["O"]
    if metals and (rest == {"O": 1.0} or set(rest) == {"H"}):
        return sum(metals.values())
    return 0.0


def _oxidises(composition: Mapping[str, float]) -> bool:
    if frozenset(composition.items()) in _OXIDISING_ACIDS:
        return True
    if "C" in composition or "O" not in composition:
        return False
    if composition.get("S", 0.0) == 2 and composition["O"] == 8:
        return True
    alkali = ALKALI_AND_EARTH | {"N", "H"}
    for symbol, ratio in _OXIDISING_SALTS.items():
        count = composition.get(symbol, 0.0)
        others = set(composition) - {symbol, "O"}
        if count and others <= alkali and others and composition["O"] >= ratio * count:
            return True
    return False


def _keeps_apart(substance: Substance) -> bool:
    if (
        substance.kind == "polymer"
        or "ligand" in substance.roles
        or has_pattern(substance, *_STABILISERS)
    ):
        return True
    composition = substance.composition
    hetero = set(composition) - {"C", "H"}
    return composition.get("C", 0.0) >= _LONG_CARBONS and bool(hetero & {"N", "P", "S"})


def _feeds(substance: Substance, metals: Mapping[str, float]) -> str:
    composition = substance.composition
    pnictogens = [s for s in ("P", "As") if s in composition]
    if pnictogens and not metals and has_pattern(substance, *_PNICTOGEN_SOURCES):
        return pnictogens[0]
    chalcogens = [s for s in ("S", "Se", "Te") if s in composition]
    if len(chalcogens) != 1:
        return ""
    if not set(metals) <= ALKALI_AND_EARTH:
        return ""
    element = chalcogens[0]
    if len(composition) == 1:
        return element
    if "C" not in composition and "O" not in composition:
        return element
    readily = (f"[Si][{element}]", f"P=[{element}]", f"[#6](=[{element}])[NX3]")
    return element if has_pattern(substance, *readily) else ""


def _is_zero_valent(substance: Substance, metals: Mapping[str, float]) -> bool:
    if not metals:
        return False
    if len(substance.composition) == len(metals):
        return True
    text = f"{substance.name} {substance.formula}"
    return bool(
        re.search(r"carbonyl|\(0\)|\(CO\)|cyclooctadien|\bcod\b|dibenzylideneacetone", text)
    )
