"""Amounts as they are measured out, turned into what goes into the flask in mmol and mL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ostwald.chemistry.commercial import CommercialSolution, commercial_solution
from ostwald.chemistry.hydrates import WATER_G_PER_MOL
from ostwald.chemistry.identified import Identified
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError
from ostwald.recipes.amount_text import Strength, read_strength

if TYPE_CHECKING:
    from collections.abc import Callable

    from ostwald.recipes.amount import Amount

MMOL_PER_MOL = 1000.0
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)(?=\s*(?:%|wt))")
_SAME = 0.05  # two tellings of one amount may differ by rounding and purity, not by more


@dataclass(slots=True)
class Measured:
    """What one line of a recipe puts into the flask.

    Attributes:
        amount_mmol: Of the chemical.
        volume_ml: Of the chemical as a liquid by itself; None for a solid or a dissolved one.
        solvent: What it came dissolved in; None where it came by itself.
        solvent_mmol: How much of that is free.
        solvent_ml: Volume of the solution, which the solvent stands for.
        notes: What was assumed, in words.
        doubts: What contradicts itself, in words.
    """

    amount_mmol: float
    volume_ml: float | None = None
    solvent: Substance | None = None
    solvent_mmol: float = 0.0
    solvent_ml: float = 0.0
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def measure_out(
    found: Identified, amount: Amount, solvent_of: Callable[[Strength, Substance], Substance]
) -> Measured:
    """Turn an amount in mmol, g or mL, of a chemical or of its solution, into mmol.

    Args:
        found: The chemical, with the water and the strength that its name tells.
        amount: How much, in mmol, g or mL.
        solvent_of: Finds the solvent of a solution, asked for only where there is one.

    Returns:
        What goes into the flask.

    Raises:
        InputError: A mass without a known molar mass, a volume without a known density, a
            solution that says its strength twice, or in nothing that is known.
    """
    strength, notes = _strength(found, amount)
    if strength is None:
        measured = _by_itself(found, amount.value, amount.unit)
    else:
        measured = _of_solution(found, amount, strength, solvent_of)
    measured.notes[:0] = notes
    if amount.solvent is not None and amount.solvent_ml is not None:
        solvent = solvent_of(Strength(1.0, "M", amount.solvent), found.substance)
        measured.solvent, measured.solvent_ml = solvent, amount.solvent_ml
        measured.solvent_mmol = _volume_to_mmol(Identified(solvent), amount.solvent_ml)
    _compare(found, amount, measured)
    return measured


def molar_mass_weighed(found: Identified) -> float | None:
    """Return the molar mass in g/mol of what is weighed, its water included; None if unknown."""
    mass = found.substance.molar_mass_g_per_mol
    return None if mass is None else mass + found.waters / found.factor * WATER_G_PER_MOL


def mass_to_mmol(found: Identified, mass_g: float) -> float:
    """Return a mass in g as mmol.

    Args:
        found: What is weighed; a hydrate with its water.
        mass_g: Its mass in g.

    Returns:
        The amount in mmol.

    Raises:
        InputError: The molar mass is not known, as of a mixture.
    """
    molar_mass = molar_mass_weighed(found)
    if molar_mass is None:
        raise InputError(
            f"the molar mass of {found.substance.label} is not known",
            hint="give its amount in mmol",
        )
    return mass_g / molar_mass * MMOL_PER_MOL


def _volume_to_mmol(found: Identified, volume_ml: float) -> float:
    density = found.substance.density_g_per_ml
    if density is None:
        raise InputError(
            f"{found.substance.label} is given as a volume, and its density is not known",
            hint="give its mass in g, its amount in mmol, or the strength of its solution, "
            'such as "2 mL of 1 M in toluene"',
        )
    return mass_to_mmol(found, volume_ml * density)


def _by_itself(found: Identified, value: float, unit: str) -> Measured:
    if unit == "g":
        mmol = mass_to_mmol(found, value)
    elif unit == "mL":
        return Measured(_volume_to_mmol(found, value), volume_ml=value)
    else:
        mmol = value * found.factor
    return Measured(mmol, volume_ml=_volume_of(found.substance, mmol))


def _volume_of(substance: Substance, mmol: float) -> float | None:
    mass, density = substance.molar_mass_g_per_mol, substance.density_g_per_ml
    return None if mass is None or density is None else mmol * mass / MMOL_PER_MOL / density


def _strength(found: Identified, amount: Amount) -> tuple[Strength | None, list[str]]:
    """Return how strong the solution is that was measured out, None for no solution."""
    named, notes = _named_strength(found)
    if named is not None and amount.strength is not None:
        if (named.value, named.unit) != (amount.strength.value, amount.strength.unit):
            raise InputError(
                f"the name says {found.strength}, and the amount says "
                f"{amount.strength.value:g} {amount.strength.unit}",
                hint="say the strength once",
            )
        return (amount.strength if amount.strength.solvent else named), notes
    if amount.strength is not None or named is not None:
        return amount.strength or named, [] if amount.strength else notes
    bought = commercial_solution(found.substance)
    if bought is None or amount.unit == "mmol" or found.substance.density_g_per_ml is not None:
        return None, []
    if amount.unit == "g" and not bought.is_weighed:
        return None, ["weighed without a solvent"]
    return bought.strength, [f"taken for the commercial solution, {bought.in_words}"]


def _named_strength(found: Identified) -> tuple[Strength | None, list[str]]:
    """Return the strength that stands in a name; of a range, as bottles have it, its middle."""
    if found.strength is None:
        return None, []
    span = _SPAN.match(found.strength.strip())
    if span is None:
        return read_strength(found.strength), []
    middle = (float(span[1]) + float(span[2])) / 2.0
    text = f"{middle:g}{found.strength.strip()[span.end() :]}"
    return read_strength(text), [f"the middle of {found.strength.strip()} is taken"]


def _of_solution(
    found: Identified,
    amount: Amount,
    strength: Strength,
    solvent_of: Callable[[Strength, Substance], Substance],
) -> Measured:
    bought = commercial_solution(found.substance)
    if strength.solvent is None and bought is not None:
        strength = Strength(strength.value, strength.unit, bought.strength.solvent)
    solvent = solvent_of(strength, found.substance)
    density, notes = _density(found.substance, strength, solvent, bought)
    if strength.unit in ("M", "g/L"):
        mmol, volume = _molar(found, amount, strength, density)
        mass_solvent = solvent.density_g_per_ml or 1.0
        liquid = _volume_of(found.substance, mmol) or 0.0
        free_g = max(volume - liquid, 0.0) * mass_solvent
    elif strength.unit == "vol%":
        volume = amount.value if amount.unit == "mL" else amount.value / density
        mmol = _volume_to_mmol(found, volume * strength.value / 100.0)
        free_g = volume * (1.0 - strength.value / 100.0) * (solvent.density_g_per_ml or 1.0)
    else:
        share = strength.value / 100.0
        if amount.unit == "mmol":
            mass = amount.value * (molar_mass_weighed(found) or 0.0) / MMOL_PER_MOL / share
        else:
            mass = amount.value * density if amount.unit == "mL" else amount.value
        mmol, free_g = mass_to_mmol(found, mass * share), mass * (1.0 - share)
        volume = mass / density
        if amount.unit == "mL":
            volume = amount.value
    free = free_g / (solvent.molar_mass_g_per_mol or WATER_G_PER_MOL) * MMOL_PER_MOL
    if _is_adduct(found.substance, solvent):
        bound = min(mmol, free)
        free -= bound
        notes.append(f"{bound:.3g} mmol of the solvent are bound in it")
    return Measured(mmol, None, solvent, free, volume, notes)


def _molar(
    found: Identified, amount: Amount, strength: Strength, density: float
) -> tuple[float, float]:
    """Return mmol and mL of a solution whose strength is by volume."""
    per_ml = strength.value
    if strength.unit == "g/L":
        per_ml = mass_to_mmol(found, strength.value / MMOL_PER_MOL)
    else:
        per_ml *= found.factor
    if amount.unit == "mmol":
        return amount.value * found.factor, amount.value * found.factor / per_ml
    volume = amount.value if amount.unit == "mL" else amount.value / density
    return volume * per_ml, volume


def _density(
    substance: Substance,
    strength: Strength,
    solvent: Substance,
    bought: CommercialSolution | None,
) -> tuple[float, list[str]]:
    """Return the density of a solution in g/mL, and what that assumes."""
    base = solvent.density_g_per_ml or 1.0
    if bought is not None and strength.unit == bought.strength.unit:
        # between the pure solvent and the strength that is sold, density is close to linear
        slope = (bought.density_g_per_ml - base) / bought.strength.value
        return max(base + slope * strength.value, 0.3), []
    if strength.unit == "wt%" and substance.density_g_per_ml is not None:
        share = strength.value / 100.0
        return 1.0 / (share / substance.density_g_per_ml + (1.0 - share) / base), []
    return base, []


def _is_adduct(substance: Substance, solvent: Substance) -> bool:
    """Tell whether a solute is its solvent with one chalcogen, as TOPSe in TOP is."""
    extra = dict(substance.composition)
    for symbol, count in solvent.composition.items():
        extra[symbol] = extra.get(symbol, 0.0) - count
    rest = {symbol: count for symbol, count in extra.items() if abs(count) > 1e-9}
    return len(rest) == 1 and rest.popitem()[0] in ("S", "Se", "Te")


def _compare(found: Identified, amount: Amount, measured: Measured) -> None:
    """Compare an amount that was told twice; the moles are believed."""
    if amount.same_value is None or amount.same_unit is None:
        return
    try:
        again = _by_itself(found, amount.same_value, amount.same_unit).amount_mmol
    except InputError:
        if amount.same_unit != "mmol":
            return
        again = amount.same_value
    if abs(again - measured.amount_mmol) > _SAME * max(again, measured.amount_mmol):
        measured.doubts.append(
            f"{amount.as_written}: the one is {measured.amount_mmol:.3g} mmol, the other "
            f"{again:.3g} mmol"
        )
    if amount.same_unit == "mmol":
        measured.amount_mmol = again
