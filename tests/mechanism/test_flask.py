from __future__ import annotations

import math

import pytest

from ostwald.errors import InputError
from ostwald.mechanism.flask import Flask
from ostwald.mechanism.rates import nucleation_rate, nucleus_radius_nm, rates_at, temperature_c
from ostwald.mechanism.solids import molar_volume_l_per_mol


@pytest.mark.parametrize(
    "wrong",
    [
        {"concentration_mol_per_l": -1.0},
        {"concentration_mol_per_l": 100.0},
        {"concentration_mol_per_l": math.nan},
        {"reaction_temperature_c": 900.0},
        {"reaction_temperature_c": -300.0},
        {"precursor_rate_per_s": 0.0},
        {"surface_energy_j_per_m2": 50.0},
        {"heating_rate_c_per_min": 5.0},
        {"heating_rate_c_per_min": -5.0},
        {"viscosity_mpa_s": math.inf},
    ],
)
def test_what_is_not_physical_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match=next(iter(wrong)).split("_")[0]):
        Flask(**wrong)


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Flask(concentration_mol_per_l=-1.0, surface_energy_j_per_m2=9.0)
    assert "concentration" in caught.value.problem
    assert "surface_energy" in caught.value.problem


def test_a_ramp_and_an_injection() -> None:
    ramp = Flask(heating_rate_c_per_min=10.0, start_temperature_c=50.0)
    assert temperature_c(ramp, 600.0) == pytest.approx(150.0)
    assert temperature_c(ramp, 1e5) == 250.0
    drop = Flask(start_temperature_c=300.0, settling_s=10.0)
    assert temperature_c(drop, 0.0) == 300.0
    assert temperature_c(drop, 10.0) == pytest.approx(250.0 + 50.0 / math.e)


def test_rates_by_hand() -> None:
    flask = Flask(surface_energy_j_per_m2=0.1, molar_volume_cm3_per_mol=33.0)
    rates = rates_at(flask, 250.0, flask.molar_volume_l_per_mol)
    assert rates.capillary_nm == pytest.approx(2 * 0.1 * 33e-6 / (8.314 * 523.15) * 1e9, rel=1e-3)
    volume, thermal = 33e-6 / 6.022e23, 1.3806e-23 * 523.15
    barrier = 16 * math.pi * 0.1**3 * volume**2 / (3 * thermal**3)
    assert rates.barrier == pytest.approx(barrier, rel=1e-3)
    assert nucleation_rate(rates, 1000.0, 1e-5 * math.e**3) == pytest.approx(
        1000.0 * math.exp(-barrier / 9.0), rel=1e-2
    )
    assert nucleation_rate(rates, 1000.0, 0.9e-5) == 0.0
    assert nucleus_radius_nm(rates, 1e-3, 0.1) > rates.capillary_nm / math.log(100.0)
    hotter = rates_at(flask, 280.0, flask.molar_volume_l_per_mol)
    assert hotter.precursor_per_s > 2.0 * rates.precursor_per_s
    assert hotter.solubility > rates.solubility


def test_molar_volumes() -> None:
    assert molar_volume_l_per_mol("CdSe-1") == pytest.approx(0.0329, rel=0.01)
    with pytest.raises(InputError, match="density of CsPbBr3"):
        molar_volume_l_per_mol("CsPbBr3")
    assert Flask(material="CsPbBr3", molar_volume_cm3_per_mol=119.0).molar_volume_l_per_mol == 0.119
