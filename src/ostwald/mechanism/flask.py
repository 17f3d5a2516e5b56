"""What the model of a synthesis needs to know of the flask, checked for physical sense."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from ostwald.errors import InputError
from ostwald.mechanism.solids import molar_volume_l_per_mol

ZERO_CELSIUS_K = 273.15


@dataclass(frozen=True)
class Flask:
    """Amounts, temperatures and constants of one synthesis.

    Constants are meant at the reaction temperature; Arrhenius and van 't Hoff carry them to the
    temperatures on the way there. The defaults are orders of magnitude for CdSe in octadecene,
    for which Rempel et al., J. Am. Chem. Soc. 2009, 131, 4479 (doi 10.1021/ja809156t) and van
    Embden et al., J. Phys. Chem. C 2009, 113, 16342 (doi 10.1021/jp9027673) discuss the ranges;
    they are starting points of a fit, not measurements.

    Attributes:
        material: The solid.
        concentration_mol_per_l: Formula units that the precursor can give, per litre.
        reaction_temperature_c: Temperature of growth in degC.
        start_temperature_c: Temperature at time zero in degC: that of the flask after a hot
            injection, or where heating begins; the reaction temperature when None.
        heating_rate_c_per_min: Rate of heating; 0 for a hot injection, after which the flask
            reaches the reaction temperature within `settling_s`.
        settling_s: Time constant of that, in s.
        precursor_rate_per_s: First-order constant of the precursor becoming monomer, in 1/s.
        precursor_activation_kj_per_mol: Its activation energy.
        surface_energy_j_per_m2: Energy of the crystals' surface.
        nucleation_prefactor_mol_per_l_s: Prefactor of the rate of nucleation.
        diffusion_nm2_per_s: Diffusion coefficient of the monomer; None for Stokes and Einstein
            with `viscosity_mpa_s` and `monomer_radius_nm`.
        viscosity_mpa_s: Viscosity of the solvent at the reaction temperature.
        monomer_radius_nm: Hydrodynamic radius of the monomer.
        surface_rate_nm_per_s: Constant of the reaction at the surface.
        growth_activation_kj_per_mol: Activation energy of that.
        solubility_mol_per_l: Concentration of monomer in equilibrium with the bulk solid.
        dissolution_enthalpy_kj_per_mol: How that rises with the temperature.
        molar_volume_cm3_per_mol: Volume of the solid; from its density when None.

    Raises:
        InputError: Something is not physical; all that is wrong is named at once.
    """

    material: str = "CdSe"
    concentration_mol_per_l: float = 0.02
    reaction_temperature_c: float = 250.0
    start_temperature_c: float | None = None
    heating_rate_c_per_min: float = 0.0
    settling_s: float = 10.0
    precursor_rate_per_s: float = 0.01
    precursor_activation_kj_per_mol: float = 100.0
    surface_energy_j_per_m2: float = 0.12
    nucleation_prefactor_mol_per_l_s: float = 1000.0
    diffusion_nm2_per_s: float | None = None
    viscosity_mpa_s: float = 0.5
    monomer_radius_nm: float = 0.5
    surface_rate_nm_per_s: float = 1000.0
    growth_activation_kj_per_mol: float = 60.0
    solubility_mol_per_l: float = 1e-5
    dissolution_enthalpy_kj_per_mol: float = 50.0
    molar_volume_cm3_per_mol: float | None = None

    def __post_init__(self) -> None:
        """Check every number."""
        wrong = [*self._not_positive(), *self._not_possible()]
        if wrong:
            raise InputError(
                "; ".join(wrong),
                where="flask",
                hint="concentrations in mol/L, temperatures in degC, constants in their units",
            )

    @property
    def molar_volume_l_per_mol(self) -> float:
        """Volume of one mole of formula units in L/mol."""
        if self.molar_volume_cm3_per_mol is not None:
            return self.molar_volume_cm3_per_mol / 1000.0
        return molar_volume_l_per_mol(self.material)

    @property
    def first_temperature_c(self) -> float:
        """Temperature at time zero in degC."""
        if self.start_temperature_c is None:
            return self.reaction_temperature_c
        return self.start_temperature_c

    def _not_positive(self) -> list[str]:
        may_be_zero = {"heating_rate_c_per_min", "settling_s", "precursor_activation_kj_per_mol",
                       "growth_activation_kj_per_mol"}  # fmt: skip
        free = {"material", "reaction_temperature_c", "start_temperature_c",
                "dissolution_enthalpy_kj_per_mol"}  # fmt: skip
        wrong = []
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.name in free or value is None:
                continue
            least = "not negative" if entry.name in may_be_zero else "more than zero"
            fits = value >= 0 if entry.name in may_be_zero else value > 0
            if not (math.isfinite(value) and fits):
                wrong.append(f"{entry.name} is {value:g} and must be {least}")
        return wrong

    def _not_possible(self) -> list[str]:
        wrong = []
        for name in ("reaction_temperature_c", "start_temperature_c"):
            value = getattr(self, name)
            if value is not None and not -100.0 <= value <= 500.0:
                wrong.append(f"{name} is {value:g} and must be between -100 and 500")
        if self.concentration_mol_per_l > 60.0:
            wrong.append("concentration_mol_per_l is more than any liquid holds")
        if (
            self.heating_rate_c_per_min > 0
            and self.first_temperature_c >= self.reaction_temperature_c
        ):
            wrong.append("heating needs a start_temperature_c below the reaction temperature")
        if not 0.005 <= self.surface_energy_j_per_m2 <= 3.0:
            wrong.append(
                f"surface_energy_j_per_m2 is {self.surface_energy_j_per_m2:g}; solids have 0.005 "
                "to 3"
            )
        return wrong
