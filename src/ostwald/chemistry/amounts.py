"""Masses and volumes of chemicals turned into moles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ostwald.chemistry.hydrates import molar_mass_as_named
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError

if TYPE_CHECKING:
    from ostwald.recipes.amount import Amount

MMOL_PER_MOL = 1000.0


def amount_mmol(substance: Substance, amount: Amount, name: str = "") -> float:
    """Return an amount of a chemical in mmol.

    Args:
        substance: What it is.
        amount: How much, in mmol, g or mL.
        name: The name it goes by in the recipe: a hydrate is weighed with its water.

    Returns:
        The amount in mmol.

    Raises:
        InputError: A mass without a known molar mass, or a volume without a known density.
    """
    if amount.unit == "mmol":
        return amount.value
    if amount.unit == "g":
        return mass_to_mmol(substance, amount.value, name)
    if amount.unit == "mL":
        return volume_to_mmol(substance, amount.value)
    raise InputError(f'unknown unit "{amount.unit}"', hint="use mmol, g or mL")


def mass_to_mmol(substance: Substance, mass_g: float, name: str = "") -> float:
    """Return a mass in g as mmol.

    Args:
        substance: What is weighed.
        mass_g: Its mass in g.
        name: The name it goes by in the recipe: a hydrate is weighed with its water.

    Returns:
        The amount in mmol.

    Raises:
        InputError: The molar mass is not known, as of a mixture.
    """
    molar_mass = molar_mass_as_named(substance, name)
    if molar_mass is None:
        raise InputError(
            f"the molar mass of {substance.label} is not known",
            hint="give its amount in mmol",
        )
    return mass_g / molar_mass * MMOL_PER_MOL


def volume_to_mmol(substance: Substance, volume_ml: float) -> float:
    """Return a volume in mL as mmol.

    Args:
        substance: The liquid.
        volume_ml: Its volume in mL.

    Returns:
        The amount in mmol.

    Raises:
        InputError: The density or the molar mass is not known.
    """
    density = substance.density_g_per_ml
    if density is None:
        raise InputError(
            f"{substance.label} is given as a volume, and its density is not known",
            hint="give its mass in g or its amount in mmol",
        )
    if substance.molar_mass_g_per_mol is None:
        raise InputError(
            f"{substance.label} is given as a volume, and its molar mass is not known",
            hint="give its amount in mmol",
        )
    return mass_to_mmol(substance, volume_ml * density)
