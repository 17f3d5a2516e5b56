"""What a whole flask adds up to: volume, concentrations, ratios, what runs out first, yield."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ostwald.chemistry.boiling import is_liquid, melting_point_c
from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.sources import (
    needed_anions,
    needed_elements,
    needed_metals,
    source_of,
)
from ostwald.chemistry.substance import Substance

# Organic solids that melt in the flask, such as trioctylphosphine oxide and hexadecylamine, lie
# between 0.80 and 0.90 g/mL as liquids (CRC Handbook, 10.1201/9781315380476).
MELT_DENSITY_G_PER_ML = 0.85
_TRACE = 0.1


@dataclass(frozen=True, slots=True)
class Totals:
    """What the reagents of a recipe add up to; None where it cannot be computed.

    Attributes:
        volume_ml: Sum of the volumes of the liquids; nothing is said of how they mix.
        metal_mmol_per_l: All atoms of the product's metals in that volume.
        ligand_to_metal: Molecules of ligands to atoms of the product's metals.
        anion_to_cation: Atoms of the product's other elements, from precursors, to its metals.
        limiting: Name of the reagent that runs out first.
        theoretical_yield_mg: Mass of product when that reagent is used up.
        notes: What was assumed or left out.
    """

    volume_ml: float | None
    metal_mmol_per_l: float | None
    ligand_to_metal: float | None
    anion_to_cation: float | None
    limiting: str | None
    theoretical_yield_mg: float | None
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the fields, without the notes, as ``ostwald check`` writes them."""
        fields = asdict(self)
        del fields["notes"]
        return fields


def totals(recipe: ResolvedRecipe) -> Totals:
    """Add up a recipe.

    Volumes are additive. Solids take none, but for organic ones that are molten at the
    temperature of the reaction.

    Args:
        recipe: The recipe, amounts in mmol.

    Returns:
        Its totals.
    """
    volume, notes = _volume(recipe)
    metal = sum(supply_mmol(recipe, symbol) for symbol in needed_metals(recipe.product))
    limiting, units = _limiting(recipe)
    return Totals(
        volume_ml=volume,
        metal_mmol_per_l=metal / volume * 1000.0 if volume and metal else None,
        ligand_to_metal=_ligands(recipe) / metal if metal else None,
        anion_to_cation=_anions(recipe, metal),
        limiting=limiting,
        theoretical_yield_mg=units * molar_mass(recipe.product.composition) if units else None,
        notes=notes,
    )


def liquid_volumes_ml(recipe: ResolvedRecipe, temperature_c: float) -> list[float | None]:
    """Return the volume that each reagent takes up as a liquid.

    Args:
        recipe: Chemicals and their amounts.
        temperature_c: The temperature at which melts count.

    Returns:
        One volume in mL a reagent: 0 for solids, None for a liquid of unknown molar mass.
    """
    reagents = recipe.reagents
    volumes = [
        None if _is_asked_late(r.substance) else _liquid_ml(r, temperature_c) for r in reagents
    ]
    known = sum(v for v in volumes if v is not None)
    for place, reagent in enumerate(reagents):
        if _is_asked_late(reagent.substance):
            # The library behind the table takes seconds to load; traces are not worth it.
            most = _filled_ml(reagent, MELT_DENSITY_G_PER_ML) or 0.0
            volumes[place] = 0.0 if most < _TRACE * known else _liquid_ml(reagent, temperature_c)
    return volumes


def _is_asked_late(substance: Substance) -> bool:
    return substance.is_new and substance.density_g_per_ml is None


def _liquid_ml(reagent: ResolvedReagent, temperature_c: float) -> float | None:
    density = reagent.substance.density_g_per_ml
    liquid = is_liquid(reagent.substance, temperature_c)
    if not liquid and (density is None or melting_point_c(reagent.substance) is not None):
        return 0.0
    return _filled_ml(reagent, density or MELT_DENSITY_G_PER_ML)


def _filled_ml(reagent: ResolvedReagent, density_g_per_ml: float) -> float | None:
    mass = reagent.substance.molar_mass_g_per_mol
    return None if mass is None else reagent.amount_mmol * mass / 1000.0 / density_g_per_ml


def supply_mmol(recipe: ResolvedRecipe, element: str) -> float:
    """Return how many mmol of an element of the product the flask can give at its hottest.

    Args:
        recipe: The recipe.
        element: Symbol.

    Returns:
        Atoms in mmol over all reagents that give it; see `ostwald.chemistry.sources`.
    """
    return sum(_given_mmol(recipe, reagent, element) for reagent in recipe.reagents)


def hottest_c(recipe: ResolvedRecipe) -> float:
    """Return the highest temperature of a recipe in degC."""
    return max(recipe.injection_temperature_c, recipe.reaction_temperature_c)


def _given_mmol(recipe: ResolvedRecipe, reagent: ResolvedReagent, element: str) -> float:
    source = source_of(reagent.substance, element, recipe.product)
    if source is None or hottest_c(recipe) < source.above_c:
        return 0.0
    return reagent.amount_mmol * reagent.substance.composition.get(element, 1.0)


def _volume(recipe: ResolvedRecipe) -> tuple[float | None, tuple[str, ...]]:
    total, melts, solids = 0.0, [], []
    volumes = liquid_volumes_ml(recipe, recipe.reaction_temperature_c)
    for reagent, volume in zip(recipe.reagents, volumes, strict=True):
        label = reagent.substance.abbreviation
        if volume is None:
            return None, (f"the volume of {label} is not known, so nor is the whole",)
        total += volume
        if volume == 0.0:
            solids.append(label)
        elif reagent.substance.density_g_per_ml is None:
            melts.append(label)
    notes = []
    if melts:
        notes.append(f"counted as liquids of {MELT_DENSITY_G_PER_ML} g/mL: {', '.join(melts)}")
    if solids:
        notes.append(f"no volume counted for solids: {', '.join(solids)}")
    return total or None, tuple(notes)


def _ligands(recipe: ResolvedRecipe) -> float:
    return sum(r.amount_mmol for r in recipe.reagents if "ligand" in r.substance.roles)


def _anions(recipe: ResolvedRecipe, metal: float) -> float | None:
    symbols = needed_anions(recipe.product)
    if not symbols or not metal:
        return None
    feeding = [r for r in recipe.reagents if _is_precursor(r)] or list(recipe.reagents)
    return sum(_given_mmol(recipe, r, symbol) for r in feeding for symbol in symbols) / metal


def _is_precursor(reagent: ResolvedReagent) -> bool:
    return any(role in reagent.substance.roles for role in ("anion_precursor", "cation_precursor"))


def _limiting(recipe: ResolvedRecipe) -> tuple[str | None, float | None]:
    """Return the reagent that runs out first and the mmol of formula units that it allows."""
    units = {
        symbol: supply_mmol(recipe, symbol) / count
        for symbol, count in needed_elements(recipe.product).items()
    }
    if not units:
        return None, None
    scarcest = min(units, key=lambda symbol: units[symbol])
    if not units[scarcest]:
        return None, None
    most = max(recipe.reagents, key=lambda r: _given_mmol(recipe, r, scarcest))
    return most.substance.name or most.substance.abbreviation, units[scarcest]
