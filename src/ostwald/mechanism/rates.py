r"""The rates of the population balance, at one temperature.

====================  =========================================================================
precursor             dP/dt = -k P, k = k_ref exp(-E/R (1/T - 1/T_ref))
solubility            C_r = C_eq exp(a / r), a = 2 gamma V_m / (R T): Gibbs and Thomson
supersaturation       S = M / C_eq
nucleation            J = A exp(-16 pi gamma^3 v^2 / (3 (k_B T)^3 ln^2 S)), S > 1
nuclei                r = r* + 1/2 sqrt(k_B T / (pi gamma)), r* = a / ln S
growth                dr/dt = V_m D (M - C_r) / (r + D / k_s)
====================  =========================================================================

with V_m the molar volume, v that of one formula unit, D the diffusion coefficient of the monomer
and k_s the constant of the reaction at the surface. Nuclei a little larger than critical, by the
thermal energy, do not dissolve again at once.

Growth and Gibbs-Thomson: Sugimoto, Adv. Colloid Interface Sci. 1987, 28, 65 (doi
10.1016/0001-8686(87)80009-X); Talapin et al., J. Phys. Chem. B 2001, 105, 12278 (doi
10.1021/jp012229m). Nucleation within a population balance: Mantzaris, Chem. Eng. Sci. 2005, 60,
4749 (doi 10.1016/j.ces.2005.04.012); Rempel, Bawendi and Jensen, J. Am. Chem. Soc. 2009, 131, 4479
(doi 10.1021/ja809156t). Size of the nuclei: Kwon and Hyeon, Small 2011, 7, 2685 (doi
10.1002/smll.201002022).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ostwald.mechanism.flask import ZERO_CELSIUS_K, Flask

GAS_J_PER_MOL_K = 8.314462618
BOLTZMANN_J_PER_K = 1.380649e-23
AVOGADRO_PER_MOL = 6.02214076e23


@dataclass(frozen=True, slots=True)
class Rates:
    """Constants at one temperature.

    Attributes:
        precursor_per_s: First-order constant in 1/s.
        solubility: Of the bulk solid, in mol/L.
        capillary_nm: Capillary length a in nm.
        barrier: 16 pi gamma^3 v^2 / (3 (k_B T)^3).
        thermal_nm: By how much nuclei are larger than critical, in nm.
        diffusion: In nm2/s.
        transition_nm: D / k_s in nm: smaller particles are held back by the surface.
    """

    precursor_per_s: float
    solubility: float
    capillary_nm: float
    barrier: float
    thermal_nm: float
    diffusion: float
    transition_nm: float


def unit_volume_nm3(molar_volume_l_per_mol: float) -> float:
    """Return the volume of one formula unit.

    Args:
        molar_volume_l_per_mol: Molar volume in L/mol.

    Returns:
        Volume in nm3.
    """
    return molar_volume_l_per_mol * 1e24 / AVOGADRO_PER_MOL


def temperature_c(flask: Flask, time_s: float) -> float:
    """Return the temperature of the flask.

    Args:
        flask: The flask.
        time_s: Time in s.

    Returns:
        Temperature in degC: a ramp that ends at the reaction temperature, or, after an injection,
        an exponential approach to it.
    """
    start, end = flask.first_temperature_c, flask.reaction_temperature_c
    if start == end:
        return end
    if flask.heating_rate_c_per_min > 0:
        return min(end, start + flask.heating_rate_c_per_min * time_s / 60.0)
    if flask.settling_s == 0:
        return end
    return end + (start - end) * math.exp(-time_s / flask.settling_s)


def rates_at(flask: Flask, temperature_c: float, molar_volume_l_per_mol: float) -> Rates:
    """Return the constants at a temperature.

    Args:
        flask: The flask.
        temperature_c: Temperature in degC.
        molar_volume_l_per_mol: Molar volume of the solid in L/mol.

    Returns:
        The constants.
    """
    kelvin = temperature_c + ZERO_CELSIUS_K
    reference = flask.reaction_temperature_c + ZERO_CELSIUS_K
    inverse = (1.0 / reference - 1.0 / kelvin) * 1000.0 / GAS_J_PER_MOL_K
    thermal = BOLTZMANN_J_PER_K * kelvin
    gamma = flask.surface_energy_j_per_m2
    unit_m3 = unit_volume_nm3(molar_volume_l_per_mol) * 1e-27
    diffusion = flask.diffusion_nm2_per_s
    if diffusion is None:
        radius, viscosity = flask.monomer_radius_nm * 1e-9, flask.viscosity_mpa_s * 1e-3
        diffusion = 1e18 * thermal / (6.0 * math.pi * viscosity * radius)
    surface = flask.surface_rate_nm_per_s * math.exp(flask.growth_activation_kj_per_mol * inverse)
    return Rates(
        precursor_per_s=flask.precursor_rate_per_s
        * math.exp(flask.precursor_activation_kj_per_mol * inverse),
        solubility=flask.solubility_mol_per_l
        * math.exp(flask.dissolution_enthalpy_kj_per_mol * inverse),
        capillary_nm=1e9 * 2.0 * gamma * molar_volume_l_per_mol * 1e-3 / (GAS_J_PER_MOL_K * kelvin),
        barrier=16.0 * math.pi * gamma**3 * unit_m3**2 / (3.0 * thermal**3),
        thermal_nm=0.5e9 * math.sqrt(thermal / (math.pi * gamma)),
        diffusion=diffusion,
        transition_nm=diffusion / surface,
    )


def nucleation_rate(rates: Rates, prefactor: float, monomer: float) -> float:
    """Return how many nuclei form.

    Args:
        rates: Constants at the temperature.
        prefactor: Prefactor in mol/(L s).
        monomer: Concentration of monomer in mol/L.

    Returns:
        Moles of nuclei per litre and second.
    """
    if monomer <= rates.solubility * (1.0 + 1e-9):
        return 0.0
    return prefactor * math.exp(-rates.barrier / math.log(monomer / rates.solubility) ** 2)


def nucleus_radius_nm(rates: Rates, monomer: float, least_nm: float) -> float:
    """Return the radius of fresh nuclei.

    Args:
        rates: Constants at the temperature.
        monomer: Concentration of monomer in mol/L, above the solubility.
        least_nm: A radius below which there is no crystal.

    Returns:
        Radius in nm.
    """
    critical = rates.capillary_nm / max(math.log(monomer / rates.solubility), 1e-3)
    return max(critical + rates.thermal_nm, least_nm)
