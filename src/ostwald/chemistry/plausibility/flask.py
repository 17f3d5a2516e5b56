"""A recipe as the rules of plausibility see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ostwald.chemistry.boiling import boiling_point_c
from ostwald.chemistry.plausibility.traits import Traits, traits_of
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.sources import needed_elements, needed_metals
from ostwald.chemistry.substance import Substance
from ostwald.chemistry.totals import hottest_c, liquid_volumes_ml, supply_mmol

Pressure = Literal["open", "autoclave"]
_PROTIC_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A reagent with what it does and the volume that it takes up."""

    substance: Substance
    amount_mmol: float
    traits: Traits
    volume_ml: float | None

    @property
    def label(self) -> str:
        """The name that people know it by."""
        return self.substance.name or self.substance.abbreviation


class Flask:
    """A recipe with what rules ask of it, each computed once.

    Args:
        recipe: Chemicals and mmol.
        pressure: Whether the vessel is open or sealed, None where nothing is said.
        atmosphere: Such as ``nitrogen`` or ``air``, None where nothing is said.
    """

    def __init__(
        self,
        recipe: ResolvedRecipe,
        pressure: Pressure | None = None,
        atmosphere: str | None = None,
    ) -> None:
        self.recipe = recipe
        self.product = recipe.product
        self.pressure = pressure
        self.atmosphere = atmosphere
        self.hottest_c = hottest_c(recipe)
        self.minutes = recipe.reaction_time_min
        volumes = liquid_volumes_ml(recipe, self.hottest_c)
        self.parts = tuple(
            Part(r.substance, r.amount_mmol, traits_of(r.substance), volume)
            for r, volume in zip(recipe.reagents, volumes, strict=True)
            if r.amount_mmol > 0
        )

    @cached_property
    def liquids(self) -> tuple[Part, ...]:
        """What is a liquid at the hottest, the most first; unknown volumes are left out."""
        found = [part for part in self.parts if part.volume_ml]
        return tuple(sorted(found, key=lambda part: -(part.volume_ml or 0.0)))

    @cached_property
    def volume_ml(self) -> float:
        """Volume of all liquids of known volume in mL."""
        return sum(part.volume_ml or 0.0 for part in self.parts)

    @cached_property
    def needs(self) -> Mapping[str, float]:
        """Elements of the product that reagents have to bring, atoms per formula unit."""
        return needed_elements(self.product)

    @cached_property
    def metals(self) -> Mapping[str, float]:
        """Metals of the product, atoms per formula unit."""
        return needed_metals(self.product)

    @cached_property
    def supplies(self) -> dict[str, float]:
        """Atoms in mmol that the flask gives of each needed element."""
        return {symbol: supply_mmol(self.recipe, symbol) for symbol in self.needs}

    @cached_property
    def cation_mmol(self) -> float:
        """Atoms in mmol of the product's metals, or of its first element where it has none."""
        symbols = self.metals or dict(list(self.needs.items())[:1])
        return sum(self.supplies.get(symbol, 0.0) for symbol in symbols)

    @cached_property
    def is_metallic(self) -> bool:
        """Whether the product is a metal or an alloy, or silicon or germanium."""
        symbols = set(self.product.composition)
        if symbols in ({"Si"}, {"Ge"}):
            return True
        return (
            bool(self.metals)
            and symbols == set(self.metals)
            and not (len(symbols) > 1 and symbols & {"Sb"})
        )

    @cached_property
    def protic_share(self) -> float:
        """Share of water and alcohols in the volume of the liquids."""
        if not self.volume_ml:
            return 0.0
        protic = sum(p.volume_ml or 0.0 for p in self.parts if p.traits.is_protic)
        return protic / self.volume_ml

    @property
    def is_protic(self) -> bool:
        """Whether it is mainly water and alcohols."""
        return self.protic_share >= _PROTIC_SHARE


def boils_c(part: Part) -> float | None:
    """Return the boiling point of a part of a flask."""
    return boiling_point_c(part.substance)


def amount(mmol: float) -> str:
    """Return an amount as people write it."""
    return f"{mmol / 1000.0:.3g} mol" if mmol >= 1000.0 else f"{mmol:.3g} mmol"


def degrees(temperature_c: float) -> str:
    """Return a temperature as people write it."""
    return f"{temperature_c:.0f} degC"
