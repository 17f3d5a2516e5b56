from __future__ import annotations

import itertools

import numpy as np

from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import Seeds, solve
from ostwald.mechanism.regimes import regimes_of


def test_an_injection_goes_through_nucleation_growth_and_ripening() -> None:
    flask = Flask(surface_energy_j_per_m2=0.14)
    regimes = regimes_of(solve(flask, np.geomspace(0.5, 3600.0, 60)))
    names = list(dict.fromkeys(regime.name for regime in regimes))
    assert names[:4] == ["before nucleation", "nucleation", "growth", "ripening"]
    assert regimes[-1].spread == "broadening"
    assert all(a.end_s == b.start_s for a, b in itertools.pairwise(regimes))


def test_seeds_fed_with_much_monomer_focus() -> None:
    radii = np.linspace(3.0, 1.5, 15)
    flask = Flask(
        surface_rate_nm_per_s=1e9, surface_energy_j_per_m2=0.05, precursor_rate_per_s=0.01
    )
    population = solve(
        flask, np.linspace(1.0, 400.0, 30), seeds=Seeds(radii, np.full(15, 2e-6)), nucleation=False
    )
    spreads = [r.spread for r in regimes_of(population) if r.name == "growth"]
    assert "focusing" in spreads
    assert population.spread_percent[-1] < 0.6 * population.spread_percent[0]
