"""At what temperature a chemical boils and melts, and so whether it is a liquid in the flask."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import inf
from types import MappingProxyType
from typing import Any

from ostwald.chemistry.elements import elements
from ostwald.chemistry.substance import Substance

KELVIN = 273.15
# A liquid whose melting point is not known is taken to stay one down to here.
_LIQUID_DOWN_TO_C = -20.0
_SAME_MASS_G_PER_MOL = 0.5
_SOURCE_OF_LIBRARY = "library chemicals"
# Estimates from the structure alone, which are off by 100 degC for what decomposes first.
_ESTIMATES = frozenset(["JOBACK"])


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """Where a chemical melts and boils at 1 atm.

    Attributes:
        boiling_point_c: None where it is not known, or it decomposes long before.
        melting_point_c: None where it is not known.
        decomposes: Whether it decomposes at or below its boiling point.
        source: Where the numbers are from.
    """

    boiling_point_c: float | None
    melting_point_c: float | None
    decomposes: bool = False
    source: str = ""


# Acids and oxidisers that recipes write by formula, as they are sold in water: CRC Handbook of
# Chemistry and Physics, 97th ed. (10.1201/9781315380476). Keys are compositions.
_BY_FORMULA = {
    (("H", 2), ("O", 4), ("S", 1)): PhaseChange(337.0, 10.0, True, "CRC Handbook"),
    (("H", 1), ("N", 1), ("O", 3)): PhaseChange(121.0, -42.0, True, "CRC Handbook"),
    (("H", 3), ("O", 4), ("P", 1)): PhaseChange(None, 42.0, True, "CRC Handbook"),
    (("Cl", 1), ("H", 1), ("O", 4)): PhaseChange(203.0, -18.0, True, "CRC Handbook"),
    (("H", 2), ("O", 2)): PhaseChange(150.0, -33.0, True, "CRC Handbook"),
    (("F", 1), ("H", 1)): PhaseChange(112.0, -35.0, False, "azeotrope with water, CRC Handbook"),
}


def boiling_point_c(substance: Substance) -> float | None:
    """Return the boiling point of a liquid at 1 atm in degC.

    Args:
        substance: A liquid, or a solid that melts in the flask.

    Returns:
        The number of the program's table; for a molecule that is not in it the number of the
        library chemicals; None where neither knows it, and for salts.
    """
    return phase_change(substance).boiling_point_c


def melting_point_c(substance: Substance) -> float | None:
    """Return the melting point in degC, None where it is not known."""
    return phase_change(substance).melting_point_c


def is_liquid(substance: Substance, temperature_c: float) -> bool:
    """Return whether a chemical is a liquid at a temperature, boiling or not.

    What melts, such as trioctylphosphine oxide, is a liquid from its melting point on. Metal
    precursors and elements are never counted: a melt of selenium dissolves nothing.

    Args:
        substance: Any chemical.
        temperature_c: The temperature of the flask in degC.

    Returns:
        False also where nothing is known of it.
    """
    return temperature_c >= _liquid_from_c(substance)


@lru_cache(maxsize=20_000)
def _liquid_from_c(substance: Substance) -> float:
    if not _may_be_medium(substance):
        return inf
    change = phase_change(substance)
    if change.melting_point_c is not None:
        return change.melting_point_c
    known = change.boiling_point_c is not None or substance.density_g_per_ml is not None
    return _LIQUID_DOWN_TO_C if known else inf


@lru_cache(maxsize=20_000)
def phase_change(substance: Substance) -> PhaseChange:
    """Return where a chemical melts and boils; see `boiling_point_c`."""
    found = None if substance.is_new else _table().get(substance.abbreviation)
    if found is None:
        found = _BY_FORMULA.get(_key(substance.composition))
    if found is not None:
        return found
    return _of_library(substance) if substance.is_new else PhaseChange(None, None)


def _key(composition: Mapping[str, float]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((symbol, int(count)) for symbol, count in composition.items()))


def _may_be_medium(substance: Substance) -> bool:
    composition = substance.composition
    if len(composition) == 1:
        return False
    table = elements()
    return not any(table[symbol].is_metal for symbol in composition)


@cache
def _table() -> Mapping[str, PhaseChange]:
    path = files("ostwald.chemistry").joinpath("data", "boiling_points.csv")
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return MappingProxyType({row["abbreviation"]: _read(row) for row in rows})


def _read(row: Mapping[str, str]) -> PhaseChange:
    return PhaseChange(
        boiling_point_c=_number(row["boiling_point_c"]),
        melting_point_c=_number(row["melting_point_c"]),
        decomposes=row["decomposes"] == "yes",
        source=row["source"],
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _of_library(substance: Substance) -> PhaseChange:
    """Look a new molecule up in the library; salts are not asked for, it errs by 1,000 degC."""
    if "C" not in substance.composition or substance.kind == "salt":
        return PhaseChange(None, None)
    if not _may_be_medium(substance) or "." in (substance.smiles or ""):
        return PhaseChange(None, None)
    cas = _cas(substance)
    if cas is None:
        return PhaseChange(None, None)
    import chemicals

    return PhaseChange(
        boiling_point_c=_measured(chemicals.Tb, chemicals.Tb_methods, cas),
        melting_point_c=_measured(chemicals.Tm, chemicals.Tm_methods, cas),
        source=_SOURCE_OF_LIBRARY,
    )


def _cas(substance: Substance) -> str | None:
    """Return the CAS number under which the library knows a molecule of the same mass."""
    import chemicals

    known = substance.cas
    asked = [known, f"smiles={substance.smiles}" if substance.smiles else None, substance.name]
    mass = substance.molar_mass_g_per_mol or 0.0
    for text in asked:
        if not text:
            continue
        try:
            found = chemicals.search_chemical(text)
        except ValueError:
            continue
        if abs(found.MW - mass) < _SAME_MASS_G_PER_MOL:
            return str(found.CASs)
    return None


def _measured(value: Any, methods: Any, cas: str) -> float | None:
    measured = [m for m in methods(cas) if m not in _ESTIMATES]
    if not measured:
        return None
    kelvin = value(cas, method=measured[0])
    return None if kelvin is None else float(kelvin) - KELVIN
