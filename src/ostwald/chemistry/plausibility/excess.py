"""Rules on what is there in absurd excess: bases, acids, oxidisers, other metals and anions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from ostwald.chemistry.elements import elements
from ostwald.chemistry.plausibility.base import Finding, Severity, rule
from ostwald.chemistry.plausibility.flask import Flask, Part, amount
from ostwald.chemistry.plausibility.traits import ALKALI_AND_EARTH
from ostwald.chemistry.sources import HALOGENS

_CHALCOGENS = ("S", "Se", "Te")
_PNICTOGENS = ("P", "As")
# Metals that come with reductants and Lewis acids, or that are taken off again.
_SERVING_METALS = ALKALI_AND_EARTH | {"Al", "B"}
# Zinc carboxylates and halides serve as ligands of other crystals, 20 to one in published recipes.
_ZINC_SERVES = 10.0
# More noble metals are reduced in the product's stead, and need not outnumber it.
_NOBLE_HARMS = 3.0
_EQUIVALENTS = 4.0
_MOST_FEED = 200.0
_GREENWOOD = "Greenwood and Earnshaw, Chemistry of the Elements, 2nd ed., 10.1016/C2009-0-30414-6"


@rule(
    "absurd-base-or-acid",
    "A strong base or acid far above everything that it could serve dissolves the product or "
    "destroys ligands and solvent.",
    _GREENWOOD,
)
def absurd_base_or_acid(flask: Flask) -> Iterator[Finding]:
    """Flag hydroxides and mineral acids in absurd excess of what they meet, each other too."""
    bases = [p for p in flask.parts if p.traits.strong_base]
    acids = [p for p in flask.parts if p.traits.strong_acid_protons and not _feeds(flask, p)]
    if not bases and not acids:
        return
    base = sum(p.amount_mmol * p.traits.strong_base for p in bases)
    acid = sum(p.amount_mmol * p.traits.strong_acid_protons for p in acids)
    base_limits, acid_limits = _limits(flask)
    for kind, parts, excess, limits in (
        ("base", bases, base - acid, base_limits),
        ("acid", acids, acid - base, acid_limits),
    ):
        severity = _graded(flask, excess, _served(flask, kind), limits) if parts else None
        if severity:
            yield Finding(severity, f"{_named(parts)}, strong {kind}, {_against(flask)}")


@dataclass(frozen=True, slots=True)
class _Limits:
    """Excess over what is served, and mmol per mL, from which it is doubtful and impossible."""

    doubtful: tuple[float, float]
    impossible: tuple[float, float]


# In organic liquids hydroxides and acids serve only by making salts and soaps.
_ORGANIC = _Limits(doubtful=(5.0, 0.3), impossible=(12.0, 0.5))
# Oxides are made in up to 10 mol/L of alkali, titania and silica in as strong acids.
_TOLERATED = _Limits(doubtful=(10.0, 5.0), impossible=(25.0, 12.0))
_IN_ALCOHOL = _Limits(doubtful=(10.0, 2.0), impossible=(15.0, 5.0))
_DISSOLVED = _Limits(doubtful=(3.0, 1.0), impossible=(5.0, 2.0))
_WATER = _Limits(doubtful=(25.0, 1.0), impossible=(100.0, 2.0))
_ACID_PROOF = frozenset("Au Ag Pt Pd Rh Ir Ru Ti Si Zr Hf Sn W Nb Ta".split())  # noqa: SIM905


def _limits(flask: Flask) -> tuple[_Limits, _Limits]:
    """Return the limits of base and of acid."""
    if not flask.is_protic:
        return _ORGANIC, _ORGANIC
    is_oxide = "O" in flask.product.composition
    proof = set(flask.metals or flask.needs) <= _ACID_PROOF
    acid = _DISSOLVED if not proof else _TOLERATED if is_oxide else _WATER
    watery = any(p.traits.is_water for p in flask.liquids[:1])
    oxide = _TOLERATED if watery else _IN_ALCOHOL
    return (oxide if is_oxide else _WATER), acid


def _graded(flask: Flask, mmol: float, served: float, limits: _Limits) -> Severity | None:
    ratio = mmol / served if served else inf
    molar = mmol / flask.volume_ml if flask.volume_ml else inf
    if ratio > limits.impossible[0] and molar > limits.impossible[1]:
        return "impossible"
    return "doubtful" if ratio > limits.doubtful[0] and molar > limits.doubtful[1] else None


def _feeds(flask: Flask, part: Part) -> bool:
    """Return whether an acid of halogen feeds a halide product, or is its liquid."""
    halide = any(x in flask.needs for x in HALOGENS & set(part.substance.composition))
    return halide and part.amount_mmol <= _MOST_FEED * flask.cation_mmol


def _served(flask: Flask, kind: str) -> float:
    """Return the mmol that it could neutralise, at 4 equivalents for each metal ion."""
    others = [p for p in flask.parts if not _is_strong(p)]
    symbols = flask.metals or flask.needs
    metal = sum(
        p.amount_mmol * p.substance.composition.get(s, 0.0) for p in others for s in symbols
    )
    if kind == "acid":
        met = sum(p.amount_mmol for p in others if p.traits.takes_acid)
    else:
        met = sum(p.amount_mmol for p in others if _is_acidic(p))
    return _EQUIVALENTS * metal + met


def _is_strong(part: Part) -> bool:
    return part.traits.strong_base > 0 or part.traits.strong_acid_protons > 0


def _is_acidic(part: Part) -> bool:
    composition = part.substance.composition
    return (
        composition.get("O", 0.0) >= 2 and "C" in composition and "ligand" in part.substance.roles
    )


def _named(parts: list[Part]) -> str:
    return " and ".join(f"{amount(p.amount_mmol)} of {p.label}" for p in parts)


def _against(flask: Flask) -> str:
    metals = " and ".join(flask.metals or flask.needs)
    return f"to {amount(flask.cation_mmol)} of {metals}"


@rule(
    "absurd-oxidiser",
    "A strong oxidiser in excess turns metals, chalcogenides and pnictides into oxides and salts.",
    _GREENWOOD,
)
def absurd_oxidiser(flask: Flask) -> Iterator[Finding]:
    """Flag strong oxidisers beside products that they oxidise."""
    reduced = [s for s in (*_CHALCOGENS, *_PNICTOGENS, "N") if s in flask.needs]
    if "O" in flask.product.composition or not (reduced or flask.is_metallic):
        return
    parts = [
        p for p in flask.parts if p.traits.oxidises and not set(p.traits.metals) & set(flask.metals)
    ]
    mmol = sum(p.amount_mmol for p in parts)
    if not parts or not flask.cation_mmol:
        return
    ratio = mmol / flask.cation_mmol
    molar = mmol / flask.volume_ml if flask.volume_ml else inf
    if ratio > 10.0 and (molar > 0.5 or not flask.is_protic):
        yield Finding("impossible", f"{_named(parts)} {_against(flask)}")
    elif ratio > 3.0 and molar > 0.1:
        yield Finding("doubtful", f"{_named(parts)} {_against(flask)}")


@rule(
    "foreign-metal",
    "A metal that outnumbers those of the product by far makes its own solid, or displaces them.",
    "electrochemical series, CRC Handbook, 10.1201/9781315380476; cation exchange, "
    "10.1021/jp405989z",
)
def foreign_metal(flask: Flask) -> Iterator[Finding]:
    """Flag metals that are not of the product in large excess."""
    foreign: dict[str, float] = {}
    brought: dict[str, Part] = {}
    for part in flask.parts:
        if part.traits.reduces == "strong":
            continue
        for symbol, count in part.traits.metals.items():
            if symbol not in flask.metals and symbol not in _SERVING_METALS:
                foreign[symbol] = foreign.get(symbol, 0.0) + count * part.amount_mmol
                brought[symbol] = part
    if not foreign or not flask.cation_mmol:
        return
    weighed = sum(mmol * _harm(symbol, flask) for symbol, mmol in foreign.items())
    ratio = weighed / flask.cation_mmol
    most = max(foreign, key=lambda symbol: foreign[symbol])
    what = (
        f"{amount(foreign[most])} of {elements()[most].name} from {brought[most].label} "
        f"{_against(flask)}"
    )
    if ratio >= 10.0:
        yield Finding("impossible", what)
    elif ratio > 2.0:
        yield Finding("doubtful", what)


def _harm(symbol: str, flask: Flask) -> float:
    from ostwald.chemistry.intermediates.metals import NOBLE

    if symbol == "Zn":
        return 1.0 / _ZINC_SERVES
    return _NOBLE_HARMS if symbol in NOBLE and not NOBLE & set(flask.metals) else 1.0


@rule(
    "absurd-reductant",
    "A complex hydride or active metal in large excess reduces the metals of a compound to metal.",
    _GREENWOOD,
)
def absurd_reductant(flask: Flask) -> Iterator[Finding]:
    """Flag strong reductants in absurd excess beside products that are no metals."""
    if flask.is_metallic or not flask.metals or not flask.cation_mmol:
        return
    parts = [
        p
        for p in flask.parts
        if p.traits.reduces == "strong" and not set(p.traits.metals) & set(flask.metals)
    ]
    mmol = sum(p.amount_mmol for p in parts)
    molar = mmol / flask.volume_ml if flask.volume_ml else inf
    if mmol > 50.0 * flask.cation_mmol and molar > 0.5:
        yield Finding("impossible", f"{_named(parts)} {_against(flask)}")
    elif mmol > 20.0 * flask.cation_mmol and molar > 0.5:
        yield Finding("doubtful", f"{_named(parts)} {_against(flask)}")


@rule(
    "foreign-anion",
    "A ready source of another chalcogen in excess makes the other compound.",
    "anion competition by solubility product, CRC Handbook, 10.1201/9781315380476",
)
def foreign_anion(flask: Flask) -> Iterator[Finding]:
    """Flag ready chalcogen sources that are not of the product in excess."""
    if "O" in flask.product.composition or not flask.metals:
        return
    own = sum(flask.supplies[s] for s in flask.needs if s not in flask.metals)
    reference = max(own, flask.cation_mmol)
    if not reference:
        return
    for part in flask.parts:
        element = part.traits.feeds
        if not element or element in flask.needs:
            continue
        ratio = part.amount_mmol * part.substance.composition.get(element, 1.0) / reference
        what = f"{_named([part])} {_against(flask)} for {flask.product.label}"
        if ratio > 10.0:
            yield Finding("impossible", what)
        elif ratio > 2.0:
            yield Finding("doubtful", what)
