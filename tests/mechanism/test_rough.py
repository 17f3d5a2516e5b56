from __future__ import annotations

import numpy as np
import pytest

from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import solve
from ostwald.mechanism.rough import RoughFlasks

TIMES = 60.0 * np.array([0.25, 1.0, 4.0, 15.0, 60.0])
FACTORS = {
    "precursor_rate_per_s": np.array([1.0, 2.0, 0.4]),
    "surface_energy_j_per_m2": np.array([1.0, 1.1, 0.9]),
    "surface_rate_nm_per_s": np.array([1.0, 2.0, 0.5]),
    "solubility_mol_per_l": np.array([1.0, 1.3, 0.6]),
}


def test_a_map_is_near_the_model_it_stands_for() -> None:
    sizes, spreads = RoughFlasks(Flask(), TIMES).courses(FACTORS)
    for row in range(3):
        start = Flask()
        changed = {name: getattr(start, name) * f[row] for name, f in FACTORS.items()}
        exact = solve(Flask(**changed), TIMES)
        np.testing.assert_allclose(sizes[row], exact.diameter_nm, rtol=0.12)
        np.testing.assert_allclose(spreads[row], exact.spread_percent, atol=9.0)


def test_flasks_do_not_hang_on_their_neighbours() -> None:
    flasks = RoughFlasks(Flask(), TIMES)
    together, _ = flasks.courses(FACTORS)
    alone, _ = flasks.courses({name: f[1:2] for name, f in FACTORS.items()})
    np.testing.assert_allclose(alone[0], together[1], rtol=1e-6)


def test_a_heated_flask_is_empty_before_it_is_hot() -> None:
    flask = Flask(start_temperature_c=60.0, heating_rate_c_per_min=10.0)
    times = 60.0 * np.array([2.0, 5.0, 18.0, 30.0])
    sizes, _ = RoughFlasks(flask, times).courses({"precursor_rate_per_s": np.ones(1)})
    exact = solve(flask, times).diameter_nm
    assert np.array_equal(np.isfinite(sizes[0]), np.isfinite(exact))
    there = np.isfinite(exact)
    assert there.any()
    assert sizes[0][there] == pytest.approx(exact[there], rel=0.15)
