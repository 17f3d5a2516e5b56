"""Rules on amounts: how much, how concentrated, in what ratio, and what keeps particles apart."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.plausibility.base import Finding, rule
from ostwald.chemistry.plausibility.flask import Flask

_LEAST_MMOL_PER_L, _MOST_MMOL_PER_L = 0.1, 3000.0
_LEAST_ML, _MOST_ML = 1e-3, 20_000.0
_LEAST_RATIO, _MOST_RATIO = 0.01, 100.0


@rule(
    "metal-concentration",
    "Colloids are made between 0.1 mmol and 3 mol of metal in a litre.",
    "range of the published recipes, 10.1021/acsnano.5c09134",
)
def metal_concentration(flask: Flask) -> Iterator[Finding]:
    """Flag unusual concentrations of the product's metals."""
    if not flask.volume_ml or not flask.cation_mmol or not flask.metals:
        return
    found = flask.cation_mmol / flask.volume_ml * 1000.0
    if not _LEAST_MMOL_PER_L <= found <= _MOST_MMOL_PER_L:
        symbols = " and ".join(flask.metals or flask.needs)
        yield Finding("doubtful", f"{symbols} is there at {found:.3g} mmol in a litre")


@rule(
    "volume",
    "A flask holds between a microlitre and twenty litres.",
    "range of the published recipes, 10.1021/acsnano.5c09134",
)
def volume(flask: Flask) -> Iterator[Finding]:
    """Flag absurd volumes."""
    if flask.volume_ml and not _LEAST_ML <= flask.volume_ml <= _MOST_ML:
        yield Finding("doubtful", f"the liquids add up to {flask.volume_ml:.3g} mL")


@rule(
    "anion-to-cation",
    "Precursors stand in a ratio somewhere near that of the crystal.",
    "range of the published recipes, 10.1021/acsnano.5c09134",
)
def anion_to_cation(flask: Flask) -> Iterator[Finding]:
    """Flag ratios of the elements that are absurd."""
    anions = [s for s in flask.needs if s not in flask.metals]
    metal_units = [flask.supplies[s] / n for s, n in flask.metals.items() if flask.supplies.get(s)]
    if not anions or not metal_units:
        return
    units = _dedicated_units(flask, anions)
    if not units:
        return
    ratio = max(units) / min(metal_units)
    if ratio > _MOST_RATIO:
        names = " and ".join(anions)
        metals = " and ".join(flask.metals)
        yield Finding("doubtful", f"{names} is there {ratio:.0f} times over what {metals} can take")


def _dedicated_units(flask: Flask, anions: list[str]) -> list[float]:
    """Return formula units by anions that come from chemicals which are nothing else."""
    units = []
    for symbol in anions:
        mmol = sum(
            p.amount_mmol * p.substance.composition.get(symbol, 0.0)
            for p in flask.parts
            if p.traits.feeds == symbol
        )
        if mmol:
            units.append(mmol / flask.needs[symbol])
    return units


@rule(
    "nothing-keeps-apart",
    "Particles clump unless ligands, polymers or charges keep them apart.",
    "Israelachvili, Intermolecular and Surface Forces, 3rd ed., 10.1016/C2009-0-21560-1",
)
def nothing_keeps_apart(flask: Flask) -> Iterator[Finding]:
    """Flag flasks without ligand, polymer or charges."""
    if not flask.liquids or flask.is_protic:
        return
    if any(part.traits.keeps_apart for part in flask.parts):
        return
    names = " and ".join(p.label for p in flask.liquids[:2])
    yield Finding("doubtful", f"in {names} there is no ligand, polymer or charge")
