"""Rules on what is there in absurd excess: bases, acids, oxidisers, other metals and anions."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.elements import elements
from ostwald.chemistry.plausibility.base import Finding, Severity, rule
from ostwald.chemistry.plausibility.flask import Flask, Part, amount
from ostwald.chemistry.plausibility.traits import ALKALI_AND_EARTH

_CHALCOGENS = ("S", "Se", "Te")
_PNICTOGENS = ("P", "As")
# Metals that come with reductants and Lewis acids, or that are taken off again.
_SERVING_METALS = ALKALI_AND_EARTH | {"Al", "B"}
# Zinc carboxylates and halides serve as ligands of other crystals, 20 to one in published recipes.
_ZINC_SERVES = 10.0
_EQUIVALENTS = 4.0
_GREENWOOD = "Greenwood and Earnshaw, Chemistry of the Elements, 2nd ed., 10.1016/C2009-0-30414-6"


@rule(
    "absurd-base-or-acid",
    "A strong base or acid far above everything that it could serve dissolves the product or "
    "destroys ligands and solvent.",
    _GREENWOOD,
)
def absurd_base_or_acid(flask: Flask) -> Iterator[Finding]:
    """Flag hydroxides and mineral acids in absurd excess."""
    bases = [p for p in flask.parts if p.traits.strong_base]
    acids = [p for p in flask.parts if p.traits.strong_acid_protons and not _feeds(flask, p)]
    for kind, parts in (("base", bases), ("acid", acids)):
        if not parts:
            continue
        mmol = sum(
            p.amount_mmol * (p.traits.strong_base or p.traits.strong_acid_protons) for p in parts
        )
        severity = _graded(flask, mmol, _served(flask, kind))
        if severity:
            yield Finding(severity, f"{_named(parts)} {_meets(flask)} as a strong {kind}")


def _feeds(flask: Flask, part: Part) -> bool:
    """Return whether an acid of halogen feeds a halide product."""
    return any(x in flask.needs for x in ("F", "Cl", "Br", "I") if x in part.substance.composition)


def _served(flask: Flask, kind: str) -> float:
    """Return the mmol that it could neutralise, at 4 equivalents for each metal ion."""
    others = [p for p in flask.parts if not _is_strong(p)]
    symbols = flask.metals or flask.needs
    metal = sum(
        p.amount_mmol * p.substance.composition.get(s, 0.0) for p in others for s in symbols
    )
    if kind == "acid":
        met = sum(p.amount_mmol for p in others if "N" in p.substance.composition)
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


def _graded(flask: Flask, mmol: float, served: float) -> Severity | None:
    ratio = mmol / served if served else float("inf")
    molar = mmol / flask.volume_ml if flask.volume_ml else float("inf")
    if not flask.is_protic:
        if ratio > 12.0 and mmol > 10.0 and molar > 0.5:
            return "impossible"
        return "doubtful" if ratio > 5.0 and mmol > 5.0 and molar > 0.3 else None
    if ratio > 25.0 and molar > 5.0:
        return "impossible"
    return "doubtful" if ratio > 25.0 and molar > 2.0 else None


def _named(parts: list[Part]) -> str:
    return " and ".join(f"{amount(p.amount_mmol)} of {p.label}" for p in parts)


def _meets(flask: Flask) -> str:
    metals = " and ".join(flask.metals or flask.needs)
    return f"meet {amount(flask.cation_mmol)} of {metals}"


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
    molar = mmol / flask.volume_ml if flask.volume_ml else float("inf")
    if ratio > 10.0 and (molar > 0.5 or not flask.is_protic):
        yield Finding("impossible", f"{_named(parts)} {_meets(flask)}")
    elif ratio > 3.0 and molar > 0.1:
        yield Finding("doubtful", f"{_named(parts)} {_meets(flask)}")


@rule(
    "foreign-metal",
    "A metal that outnumbers those of the product by far makes its own solid, or displaces them.",
    "electrochemical series, CRC Handbook, 10.1201/9781315380476; cation exchange, "
    "10.1126/science.1103755",
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
    weighed = sum(mmol / (_ZINC_SERVES if s == "Zn" else 1.0) for s, mmol in foreign.items())
    ratio = weighed / flask.cation_mmol
    most = max(foreign, key=lambda symbol: foreign[symbol])
    what = (
        f"{amount(foreign[most])} of {elements()[most].name} from {brought[most].label} "
        f"{_meets(flask)}"
    )
    if ratio > 10.0:
        yield Finding("impossible", what)
    elif ratio > 2.0:
        yield Finding("doubtful", what)


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
        what = (
            f"{amount(part.amount_mmol)} of {part.label} {_meets(flask)} for {flask.product.label}"
        )
        if ratio > 10.0:
            yield Finding("impossible", what)
        elif ratio > 2.0:
            yield Finding("doubtful", what)
