"""Rules on water, alcohols and air, and what they destroy."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.plausibility.base import Finding, rule
from ostwald.chemistry.plausibility.flask import Flask, Part, amount

_MAIN_SHARE = 0.3
_EXCESS = 20.0
_WATERY_SHARE = 0.5
_PEROVSKITE_METALS = frozenset(["Pb", "Sn"])
_HALIDES = frozenset(["Cl", "Br", "I"])
_SOURCE = "Shriver and Drezdzon, The Manipulation of Air-Sensitive Compounds, 2nd ed., Wiley 1986"


@rule(
    "destroyed-by-water",
    "Water and alcohols destroy silyl pnictides and chalcogenides, metal alkyls, silylamides and "
    "complex hydrides before anything grows.",
    _SOURCE,
)
def destroyed_by_water(flask: Flask) -> Iterator[Finding]:
    """Flag water and alcohols beside what they destroy."""
    protic = [p for p in flask.parts if p.traits.is_protic]
    if not protic:
        return
    names = " and ".join(p.label for p in protic)
    molecules = sum(p.amount_mmol for p in protic)
    for part in flask.parts:
        kind = part.traits.destroyed_as
        if not kind and not part.traits.destroyed_slowly:
            continue
        if _is_meant(flask, part):
            continue
        ratio = molecules / part.amount_mmol
        if flask.protic_share >= _MAIN_SHARE and ratio > 1.0:
            what = f"{part.label} is in {names}, {100 * flask.protic_share:.0f} % of the liquid"
            if kind:
                yield Finding("impossible", what, f"{_a(kind)}, which water and alcohols destroy")
            else:
                yield Finding("doubtful", what, "amides of phosphorus and arsenic lose their amine")
        elif kind and ratio > _EXCESS:
            yield Finding(
                "doubtful",
                f"{amount(molecules)} of {names} to {amount(part.amount_mmol)} of {part.label}",
            )


def _a(kind: str) -> str:
    return f"it is {kind}"


def _is_meant(flask: Flask, part: Part) -> bool:
    """Return whether hydrolysis is how an oxide forms from a metal alkyl or amide."""
    composition = flask.product.composition
    return "O" in composition and bool(set(part.traits.metals) & set(composition))


@rule(
    "destroyed-by-air",
    "Silyl pnictides, metal alkyls and complex hydrides burn or hydrolyse in air.",
    _SOURCE,
)
def destroyed_by_air(flask: Flask) -> Iterator[Finding]:
    """Flag air over what it destroys, where the recipe says air."""
    if (flask.atmosphere or "").strip().casefold() not in ("air", "oxygen", "o2", "ambient"):
        return
    for part in flask.parts:
        if part.traits.destroyed_as and not _is_meant(flask, part):
            yield Finding("doubtful", f"{part.label} is used in {flask.atmosphere}")


@rule(
    "dissolved-by-water",
    "Water takes lead and tin halide perovskites apart into the halides that they are made of.",
    "Kye et al., J. Phys. Chem. Lett. (2018), 10.1021/acs.jpclett.8b00406",
)
def dissolved_by_water(flask: Flask) -> Iterator[Finding]:
    """Flag water as the main liquid of ionic halides."""
    composition = flask.product.composition
    if not (_PEROVSKITE_METALS & set(composition) and _HALIDES & set(composition)):
        return
    if "O" in composition or not flask.liquids:
        return
    water = sum(p.volume_ml or 0.0 for p in flask.liquids if p.traits.is_water)
    acid = any(p.traits.strong_acid_protons for p in flask.parts)
    if water > _WATERY_SHARE * flask.volume_ml and not acid:
        share = 100.0 * water / flask.volume_ml
        yield Finding("impossible", f"{flask.product.label} is to form in {share:.0f} % of water")
