"""Features of supply: how much of the product the flask can give, and what runs out first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.batch import RecipeBatch, RecipeBlock, log_amount, log_ratio
from ostwald.chemistry.descriptors.conditions import arrhenius_log10
from ostwald.chemistry.descriptors.elemental import composition_vector, element_order, split_ions
from ostwald.chemistry.descriptors.mixture import volume_ml
from ostwald.chemistry.elements import elements
from ostwald.chemistry.substance import ProductIdentity

# Every solvent and ligand is full of these, so their supply says nothing, unless alone.
_EVERYWHERE = frozenset(["C", "H", "N", "O"])
# A dissolution enthalpy and two activation energies of ordinary size; see `_supersaturation`.
_DISSOLUTION_KJ_PER_MOL = 60.0
_REACTION_KJ_PER_MOL = (50.0, 100.0)


class SupplyBlock(RecipeBlock):
    """Element by element: moles in the flask against what the product's formula asks for.

    An element is counted from precursors and additives where they bring it, from ligands and
    solvents (sulfur of a thiol, phosphorus of a phosphine) only where nothing else does.
    An element that nothing brings has ``missing_elements`` raised and counts as a trace.
    """

    family = "supply"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (
            "log_product_mmol",
            "log_product_molar",
            "missing_elements",
            "log_cation_mmol",
            "log_anion_mmol",
            "log_cation_molar",
            "log_anion_molar",
            "log_main_cation_molar",
            "log_main_anion_molar",
            "log_anion_excess",
            "log_greatest_excess",
            "log_cation_imbalance",
            "limited_by_anion",
            "log_foreign_metal_mmol",
            "log_foreign_metal_to_product",
            "log_foreign_halide_to_product",
            "limiting_supply_from_ligand",
            "log_supersaturation_injection",
            "log_supersaturation_reaction",
            *(f"log_monomer_rate_{e:g}_kj_per_mol" for e in _REACTION_KJ_PER_MOL),
            "log_solution_to_product",
        )

    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch; see the base class."""
        volume = volume_ml(batch)
        total = batch.amount_of(batch.compositions)
        feeding = batch.columns([f"role_{r}" for r in _FEEDING]).max(axis=1, initial=0.0)
        fed = batch.amount_of(batch.compositions * feeding[:, None])
        supply = np.where(fed > 0, fed, total)
        need = _Need.of(batch)
        return np.column_stack(self._columns(batch, need, supply, fed, total, volume))

    @staticmethod
    def _columns(
        batch: RecipeBatch,
        need: _Need,
        supply: FloatArray,
        fed: FloatArray,
        total: FloatArray,
        volume: FloatArray,
    ) -> list[FloatArray]:
        asked = need.all > 0
        units = np.where(asked, supply / np.where(asked, need.all, 1.0), np.inf)
        limiting = units.argmin(axis=1)
        rows = np.arange(len(batch))
        product = np.where(np.isfinite(units[rows, limiting]), units[rows, limiting], 0.0)
        most = np.where(asked, units, 0.0).max(axis=1)
        cations = np.where(need.cations > 0, units, np.nan)
        anion_units, cation_units = _least(units, need.anions), _least(units, need.cations)
        cation = (supply * (need.cations > 0)).sum(axis=1)
        anion = (supply * (need.anions > 0)).sum(axis=1)
        foreign = total * (need.any == 0)
        foreign_metal = foreign[:, _metal_places()].sum(axis=1)
        foreign_halide = foreign[:, _halide_places()].sum(axis=1)
        log_molar = log_amount(product / volume)
        return [
            log_amount(product),
            log_molar,
            (asked & (supply <= 0)).sum(axis=1).astype(float),
            log_amount(cation),
            log_amount(anion),
            log_amount(cation / volume),
            log_amount(anion / volume),
            log_amount(supply[rows, need.main_cation] / volume),
            log_amount(supply[rows, need.main_anion] / volume),
            log_ratio(anion_units, cation_units),
            log_ratio(most, product),
            _spread(cations),
            (need.anions[rows, limiting] > 0).astype(float),
            log_amount(foreign_metal),
            log_ratio(foreign_metal, product),
            log_ratio(foreign_halide, product),
            ((fed[rows, limiting] <= 0) & (total[rows, limiting] > 0)).astype(float),
            _supersaturation(log_molar, batch.injection_c),
            _supersaturation(log_molar, batch.reaction_c),
            *(
                log_molar + arrhenius_log10(batch.reaction_c, energy)
                for energy in _REACTION_KJ_PER_MOL
            ),
            np.log10(volume) - log_amount(product),
        ]


_FEEDING = ("cation_precursor", "anion_precursor", "additive")


class _Need:
    """What the product of each recipe asks for, atoms per formula unit (N, 118)."""

    def __init__(self, batch: RecipeBatch) -> None:
        per_product = [needed_ions(product) for product in batch.products]
        cations = np.stack([need[0] for need in per_product])
        anions = np.stack([need[1] for need in per_product])
        every = np.stack([composition_vector(p.composition) for p in batch.products])
        self.cations = cations[batch.product_of]
        self.anions = anions[batch.product_of]
        self.all = self.cations + self.anions
        self.any = every[batch.product_of]
        self.main_cation = self.cations.argmax(axis=1)
        self.main_anion = self.anions.argmax(axis=1)

    @classmethod
    def of(cls, batch: RecipeBatch) -> _Need:
        return cls(batch)


@lru_cache(maxsize=4096)
def needed_ions(product: ProductIdentity) -> tuple[FloatArray, FloatArray]:
    """Return the cations and anions of a product whose supply means something."""
    cations, anions = split_ions(product.composition)
    telling = _telling(anions)
    if not cations and not telling:
        telling = dict(anions)
    return composition_vector(cations), composition_vector(telling)


def _telling(anions: Mapping[str, float]) -> dict[str, float]:
    return {symbol: n for symbol, n in anions.items() if symbol not in _EVERYWHERE}


def _least(units: FloatArray, needed: FloatArray) -> FloatArray:
    """Return the formula units that a group of elements allows; 0 where it has none (N,)."""
    least = np.where(needed > 0, units, np.inf).min(axis=1)
    return np.where(np.isfinite(least), least, 0.0)


def _spread(units: FloatArray) -> FloatArray:
    """Return log10 of the greatest over the least cation supply, by formula units (N,)."""
    most = np.where(np.isnan(units), 0.0, units).max(axis=1)
    least = np.where(np.isnan(units), np.inf, units).min(axis=1)
    return log_ratio(most, np.where(np.isfinite(least), least, most))


def _supersaturation(log_molar: FloatArray, temperature_c: FloatArray) -> FloatArray:
    """Return log10 of the concentration over a solubility that rises with temperature.

    The solubility is van 't Hoff's with one dissolution enthalpy for all products, so only
    differences between recipes of one product mean something.
    """
    return log_molar - arrhenius_log10(temperature_c, _DISSOLUTION_KJ_PER_MOL)


@lru_cache(maxsize=1)
def _metal_places() -> list[int]:
    return [place for symbol, place in element_order().items() if elements()[symbol].is_metal]


@lru_cache(maxsize=1)
def _halide_places() -> list[int]:
    return [element_order()[symbol] for symbol in ("F", "Cl", "Br", "I")]
