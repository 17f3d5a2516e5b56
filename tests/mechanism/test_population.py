from __future__ import annotations

import itertools

import numpy as np
import pytest

from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import Population, Seeds, solve
from ostwald.mechanism.rates import rates_at

TIMES = np.geomspace(1.0, 3600.0, 30)


@pytest.fixture(scope="module")
def injection() -> Population:
    return solve(Flask(), TIMES)


@pytest.mark.parametrize(
    "flask",
    [
        Flask(precursor_rate_per_s=0.1),
        Flask(surface_energy_j_per_m2=0.16),
        Flask(heating_rate_c_per_min=10.0, start_temperature_c=60.0),
        Flask(start_temperature_c=290.0, settling_s=20.0),
    ],
    ids=["fast", "high energy", "heat-up", "cooling injection"],
)
def test_mass_is_conserved(flask: Flask) -> None:
    population = solve(flask, np.linspace(10.0, 3600.0, 20), classes=20, tolerance=1e-3)
    total = population.precursor + population.monomer + population.crystal
    assert total == pytest.approx(flask.concentration_mol_per_l, rel=1e-6)
    assert population.monomer.min() > -1e-6 * population.total
    assert np.all(np.diff(population.precursor) <= 1e-12)


def test_precursor_is_of_first_order(injection: Population) -> None:
    expected = 0.02 * np.exp(-0.01 * TIMES)
    assert injection.precursor == pytest.approx(expected, rel=2e-3, abs=2e-6)


def test_a_burst_grows_and_ripens(injection: Population) -> None:
    peak = int(np.argmax(injection.supersaturation))
    assert 0 < peak < 15
    assert injection.supersaturation[-1] < 0.2 * injection.supersaturation.max()
    assert injection.particles[-1] < 0.5 * injection.particles.max()
    late = injection.diameter_nm[TIMES > 30.0]
    assert np.all(np.diff(late) > -0.03 * late[:-1])


def test_more_classes_change_little(injection: Population) -> None:
    fine = solve(Flask(), TIMES, classes=70, tolerance=1e-5)
    known = np.isfinite(fine.diameter_nm)
    assert injection.diameter_nm[known] == pytest.approx(fine.diameter_nm[known], rel=0.04)
    assert injection.born[-1] == pytest.approx(fine.born[-1], rel=0.01)


def test_a_higher_surface_energy_makes_fewer_and_larger_particles() -> None:
    low, high = (
        solve(Flask(surface_energy_j_per_m2=gamma), TIMES[:22], classes=20, tolerance=1e-3)
        for gamma in (0.12, 0.15)
    )
    assert high.particles.max() < 0.6 * low.particles.max()
    assert high.diameter_nm[-1] > 1.15 * low.diameter_nm[-1]


def lsw(x: np.ndarray) -> np.ndarray:
    """The distribution of Lifshitz, Slyozov and Wagner for growth by diffusion."""
    inside = (x > 0) & (x < 1.5)
    z = np.where(inside, x, 0.5)
    value = z**2 * (3 / (3 + z)) ** (7 / 3) * (1.5 / (1.5 - z)) ** (11 / 3)
    return np.where(inside, value * np.exp(-z / (1.5 - z)), 0.0)


def test_ripening_by_diffusion_has_the_exponent_and_rate_of_lsw() -> None:
    flask = Flask(
        concentration_mol_per_l=1e-30, diffusion_nm2_per_s=1e8, surface_rate_nm_per_s=1e20,
        surface_energy_j_per_m2=0.02, solubility_mol_per_l=1e-5,
    )  # fmt: skip
    edges = 1.5 * (1.0 - np.geomspace(1.0, 0.02, 91))
    edges[0] = 0.02
    grids = [np.linspace(a, b, 30) for a, b in itertools.pairwise(edges)]
    weights = np.array([np.trapezoid(lsw(grid), grid) for grid in grids])
    middles = (edges[1:] + edges[:-1]) / 2.0
    capillary = rates_at(flask, 250.0, flask.molar_volume_l_per_mol).capillary_nm
    rate = 4.0 / 9.0 * capillary * flask.molar_volume_l_per_mol * 1e8 * 1e-5
    begin_nm, unit = 5.0, 5.0**3 / rate
    population = solve(
        flask,
        np.linspace(0.0, 8.0 * unit, 40),
        seeds=Seeds(begin_nm * middles[::-1], 1e-6 * weights[::-1] / weights.sum()),
        monomer_mol_per_l=1e-5 * np.exp(capillary / begin_nm),
        nucleation=False,
    )
    radius = population.diameter_nm / 2.0
    late = slice(4, None)
    exponent = np.polyfit(np.log(population.time_s[late] + unit), np.log(radius[late]), 1)[0]
    assert exponent == pytest.approx(1.0 / 3.0, rel=0.02)
    assert np.polyfit(population.time_s, radius**3, 1)[0] == pytest.approx(rate, rel=0.08)
    assert np.nanmedian(population.spread_percent) == pytest.approx(21.5, abs=2.5)
