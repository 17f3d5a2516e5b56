"""Which elements a chemical can give to a crystal, and how readily.

Holding an element is not giving it: trioctylphosphine oxide keeps its phosphorus, dimethyl
sulfoxide its sulfur, chlorobenzene its chlorine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from types import MappingProxyType

from ostwald.chemistry.elements import elements
from ostwald.chemistry.patterns import has_pattern
from ostwald.chemistry.substance import ProductIdentity, Substance, composition_of

HALOGENS = frozenset(["F", "Cl", "Br", "I"])
# Elements whose oxo-forms feed a product that is itself a phosphate, sulfate and so on.
_OXO_FORMERS = frozenset(["P", "S", "N", "C", "As", "Cl", "I"])
_OXO_RATIO = 2.5
# Metals that take phosphorus from tertiary phosphines at 200 to 330 degC (10.1021/ic061846s,
# 10.1021/acsanm.1c00044); others need 350 degC (10.1021/cm500557f). Phosphites give theirs at
# 220 to 300 degC (10.1021/acs.chemmater.5b03506), phosphine oxides once did at 350 degC, to
# cobalt (10.1021/nl103400a).
_PHOSPHIDE_METALS = frozenset(
    "Ti V Cr Mn Fe Co Ni Cu Zr Nb Mo Ru Rh Pd Ag Hf Ta W Re Os Ir Pt Au".split()  # noqa: SIM905
)

_FREE_SULFUR = "[S;!$(S~[#8])]"
_FREE_NITROGEN = "[#7;!$([#7]~[#8])]"
_PHOSPHINE = "[P;H0]([#6])([#6])[#6]"
_PHOSPHINE_OXIDE = "[PX4]([#6])([#6])([#6])=O"
_PHOSPHITE = "[PX3;H0]([OX2])([OX2])[OX2]"
_HYPOPHOSPHITE = "[P;H2]~[#8]"
_FREE_PHOSPHORUS = "[P;!$(P~[#8])]"
_PERFLUOROACYL = "[F;$(F[CX4]C(=O)[#8])]"
_FLUORIDE = "[F;!$(F~[#6])]"
_ACYL_OR_HALOACETATE = "[Cl,Br,I;$([*][CX3]=[#8]),$([*][CX4]C(=O)[#8])]"
_FREE_SILICON = "[Si;!$([Si]([#6])([#6])([#6]))]"


@dataclass(frozen=True, slots=True)
class Source:
    """How a chemical gives an element.

    Attributes:
        above_c: From which temperature; minus infinity for any, infinity for never.
        is_weak: Whether it is known to give it only now and then.
        why: One clause on what holds the element back, empty where nothing does.
    """

    above_c: float = -inf
    is_weak: bool = False
    why: str = ""

    @property
    def never(self) -> bool:
        """Whether the element stays where it is at any temperature of a flask."""
        return self.above_c == inf


READY = Source()


def _never(why: str) -> Source:
    return Source(above_c=inf, why=why)


def source_of(substance: Substance, element: str, product: ProductIdentity) -> Source | None:
    """Return how a chemical gives an element to a product.

    Args:
        substance: A chemical of the flask.
        element: Symbol of an element of the product.
        product: The product: a phosphate takes what a phosphide cannot.

    Returns:
        None where the chemical does not hold the element.
    """
    composition = substance.composition
    if composition and element not in composition:
        return None
    needs = _needs(product.formula)
    return _source(substance, element, element in needs.oxo_forms, needs.metal_symbols)


def needed_elements(product: ProductIdentity) -> Mapping[str, float]:
    """Return the elements of a product that some reagent has to bring, atoms per formula unit.

    Oxygen and hydrogen are left out, since water, air, carboxylates and alcohols give them;
    carbon too where it belongs to an organic cation or a carbonate.

    Args:
        product: The product.

    Returns:
        Atoms by symbol, in the order of the formula.
    """
    return _needs(product.formula).elements


def needed_metals(product: ProductIdentity) -> Mapping[str, float]:
    """Return the metals of a product, atoms per formula unit."""
    return _needs(product.formula).metals


def needed_anions(product: ProductIdentity) -> Mapping[str, float]:
    """Return the elements of `needed_elements` that are no metals."""
    return _needs(product.formula).anions


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a product asks for."""

    elements: Mapping[str, float]
    metals: Mapping[str, float]
    anions: Mapping[str, float]
    metal_symbols: frozenset[str]
    oxo_forms: frozenset[str]


@lru_cache(maxsize=4096)
def _needs(formula: str) -> _Needs:
    composition = composition_of(formula)
    needed = {s: n for s, n in composition.items() if s not in ("O", "H")}
    if "C" in needed and ("O" in composition or "H" in composition) and len(needed) > 1:
        del needed["C"]
    table = elements()
    metals = {s: n for s, n in composition.items() if table[s].is_metal}
    anions = {s: n for s, n in needed.items() if s not in metals}
    oxygen = composition.get("O", 0.0)
    return _Needs(
        elements=MappingProxyType(needed),
        metals=MappingProxyType(metals),
        anions=MappingProxyType(anions),
        metal_symbols=frozenset(metals),
        oxo_forms=frozenset(
            s for s, n in anions.items() if s in _OXO_FORMERS and oxygen >= _OXO_RATIO * n
        ),
    )


@lru_cache(maxsize=50_000)
def _source(substance: Substance, element: str, oxo: bool, metals: frozenset[str]) -> Source | None:
    if not substance.composition:
        name = elements()[element].name.casefold()
        return READY if name in substance.name.casefold() else None
    if oxo or elements()[element].is_metal or set(substance.composition) == {element}:
        return READY
    rule = _RULES.get(element)
    return READY if rule is None else rule(substance, element, metals)


def _ratio(composition: Mapping[str, float], upper: str, lower: str) -> float:
    return composition.get(upper, 0.0) / composition[lower]


def _sulfur(substance: Substance, element: str, metals: frozenset[str]) -> Source:
    bound = _never("its sulfur is bound to oxygen or in an aromatic ring and stays there")
    if substance.smiles is None:
        return bound if _ratio(substance.composition, "O", "S") >= 3.0 else READY
    return READY if has_pattern(substance, _FREE_SULFUR) else bound


def _phosphorus(substance: Substance, element: str, metals: frozenset[str]) -> Source:
    oxide = _never("its phosphorus(V) is bound to oxygen, which nothing in the flask takes off")
    if substance.smiles is None:
        return oxide if _ratio(substance.composition, "O", "P") >= _OXO_RATIO else READY
    if has_pattern(substance, _HYPOPHOSPHITE) or _is_of_metal(substance):
        return READY
    if has_pattern(substance, _PHOSPHITE):
        return Source(150.0, why="phosphites give phosphorus only when hot")
    if has_pattern(substance, _PHOSPHINE_OXIDE) and metals & _PHOSPHIDE_METALS:
        return Source(340.0, True, "phosphine oxides gave phosphorus to cobalt at 350 degC only")
    if has_pattern(substance, _PHOSPHINE) and not has_pattern(substance, _PHOSPHINE_OXIDE):
        return _of_phosphine(metals)
    return READY if has_pattern(substance, _FREE_PHOSPHORUS) else oxide


def _is_of_metal(substance: Substance) -> bool:
    """Return whether a metal of the same substance already holds its phosphine."""
    table = elements()
    return any(table[symbol].is_metal for symbol in substance.composition)


def _of_phosphine(metals: frozenset[str]) -> Source:
    """Say from when a tertiary phosphine gives phosphorus to some metals."""
    if metals & _PHOSPHIDE_METALS:
        return Source(200.0, why="tertiary phosphines give these metals phosphorus when hot")
    return Source(300.0, why="tertiary phosphines give such metals none below about 300 degC")


def _nitrogen(substance: Substance, element: str, metals: frozenset[str]) -> Source:
    bound = _never("its nitrogen is bound to oxygen, as in a nitrate")
    if substance.smiles is None:
        return bound if _ratio(substance.composition, "O", "N") >= 2.0 else READY
    return READY if has_pattern(substance, _FREE_NITROGEN) else bound


def _fluorine(substance: Substance, element: str, metals: frozenset[str]) -> Source:
    bound = _never("its fluorine is bound to carbon and stays there")
    composition = substance.composition
    if substance.smiles is None:
        acetate = composition.get("C", 0.0) * 1.5 == composition["F"]
        return READY if "C" not in composition or acetate else bound
    free = has_pattern(substance, _FLUORIDE) or has_pattern(substance, _PERFLUOROACYL)
    return READY if free else bound


def _halogen(substance: Substance, element: str, metals: frozenset[str]) -> Source:
    composition = substance.composition
    perhalate = _never(f"its {element} is bound to oxygen, as in a perchlorate")
    if substance.smiles is None:
        oxo = "C" not in composition and _ratio(composition, "O", element) >= 3.0
        metal_oxide = any(s in composition for s in ("Cl", "Br", "I")) and oxo
        return perhalate if metal_oxide else READY
    free = f"[{element};!$({element}~[#6]);!$({element}~[#8])]"
    if has_pattern(substance, free) or has_pattern(substance, _ACYL_OR_HALOACETATE):
        return READY
    if has_pattern(substance, f"[{element}]~[#8]"):
        return perhalate
    if has_pattern(substance, f"[{element}][CX4]"):
        return Source(is_weak=True, why=f"alkyl halides give {element} only to strong nucleophiles")
    return _never(f"its {element} is bound to an aromatic ring and stays there")


def _silicon(substance: Substance, element: str, metals: frozenset[str]) -> Source:
    if substance.smiles is None or has_pattern(substance, _FREE_SILICON):
        return READY
    return _never("trialkylsilyl groups leave with their silicon as silyl ether or halide")


_Rule = Callable[[Substance, str, frozenset[str]], Source]
_RULES: Mapping[str, _Rule] = {
    "S": _sulfur, "P": _phosphorus, "N": _nitrogen, "F": _fluorine, "Cl": _halogen,
    "Br": _halogen, "I": _halogen, "Si": _silicon,
}  # fmt: skip
