"""Features of the conditions: temperatures, time, heating, and their Arrhenius terms."""

from __future__ import annotations

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.batch import ABSOLUTE_ZERO_C, RecipeBatch, RecipeBlock

GAS_CONSTANT_KJ_PER_MOL_K = 8.314462618e-3
# Arrhenius terms are relative to 200 °C, the middle of the field's temperatures.
REFERENCE_K = 473.15
# Two activation energies bracket growth: diffusion through the solvent, and surface reaction.
ACTIVATION_KJ_PER_MOL = (40.0, 90.0)
_NEUTRAL_HEATING_RATE = 0.0


def arrhenius_log10(temperature_c: FloatArray, energy_kj_per_mol: float) -> FloatArray:
    """Return log10 of a rate relative to that at 200 °C.

    Args:
        temperature_c: Temperatures in °C.
        energy_kj_per_mol: Activation energy.

    Returns:
        The logarithms, in the shape of the temperatures.
    """
    inverse = 1.0 / (temperature_c - ABSOLUTE_ZERO_C) - 1.0 / REFERENCE_K
    exponent: FloatArray = -energy_kj_per_mol / GAS_CONSTANT_KJ_PER_MOL_K * inverse / np.log(10.0)
    return exponent


class ConditionsBlock(RecipeBlock):
    """Temperatures, time and heating.

    A heating rate that is not known is 0 with ``heating_rate_known`` 0.
    """

    family = "conditions"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (
            "injection_temperature_c",
            "reaction_temperature_c",
            "temperature_rise_c",
            "inverse_injection_temperature_per_kk",
            "inverse_reaction_temperature_per_kk",
            "log_reaction_time_min",
            "heating_rate_known",
            "log_heating_rate_c_per_min",
            "log_heating_time_min",
            *(f"log_growth_{energy:g}_kj_per_mol" for energy in ACTIVATION_KJ_PER_MOL),
            *(f"log_nucleation_rate_{energy:g}_kj_per_mol" for energy in ACTIVATION_KJ_PER_MOL),
        )

    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch; see the base class."""
        log_time = np.log10(np.maximum(batch.time_min, 0.0) + 0.05)
        known = ~np.isnan(batch.heating_rate)
        rate = np.where(known, batch.heating_rate, _NEUTRAL_HEATING_RATE)
        rise = batch.reaction_c - batch.injection_c
        with np.errstate(divide="ignore", invalid="ignore"):
            ramp_min = np.where(rate > 0, np.abs(rise) / np.where(rate > 0, rate, 1.0), 0.0)
        growth = [log_time + arrhenius_log10(batch.reaction_c, e) for e in ACTIVATION_KJ_PER_MOL]
        nucleation = [arrhenius_log10(batch.injection_c, e) for e in ACTIVATION_KJ_PER_MOL]
        return np.column_stack(
            [
                batch.injection_c,
                batch.reaction_c,
                rise,
                1000.0 / (batch.injection_c - ABSOLUTE_ZERO_C),
                1000.0 / (batch.reaction_c - ABSOLUTE_ZERO_C),
                log_time,
                known.astype(float),
                np.log10(np.maximum(rate, 0.0) + 0.1),
                np.log10(ramp_min + 0.1),
                *growth,
                *nucleation,
            ]
        )
