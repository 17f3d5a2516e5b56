from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.mechanism.fit import fit_mechanism
from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import solve
from ostwald.mechanism.series import SizeSeries

TRUTH = {"precursor_rate_per_s": 0.02, "surface_energy_j_per_m2": 0.14}
TIMES = 60.0 * np.array([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0])


def series(*, spreads: bool) -> SizeSeries:
    population = solve(Flask(**TRUTH), TIMES)
    known = population.spread_percent if spreads else np.full(len(TIMES), np.nan)
    size = population.diameter_nm
    return SizeSeries(TIMES, size, 0.02 * size, known)


def test_planted_constants_are_found() -> None:
    fit = fit_mechanism(series(spreads=True), Flask(), list(TRUTH))
    assert fit.misfit < 1.0
    for constant in fit.constants:
        assert constant.value == pytest.approx(TRUTH[constant.name], rel=0.1)
        assert constant.low < TRUTH[constant.name] < constant.high
        assert constant.told
    assert {regime.name for regime in fit.regimes} >= {"growth", "ripening"}
    record = fit.to_json()
    assert record["parameters"]["surface_energy_j_per_m2"]["identifiable"] is True
    assert len(record["course"]) == len(TIMES)


def test_what_the_series_cannot_tell_is_said() -> None:
    late = series(spreads=False)
    late = SizeSeries(
        late.time_s[-4:], late.size_nm[-4:], 0.3 * late.size_nm[-4:], late.spread_percent[-4:]
    )
    fit = fit_mechanism(late, Flask(**TRUTH), ["precursor_rate_per_s"])
    assert not fit.constants[0].told
    assert fit.constants[0].high > 5.0 * fit.constants[0].value
    assert fit.to_json()["parameters"]["precursor_rate_per_s"]["identifiable"] is False
    assert any("does not tell precursor_rate_per_s" in note for note in fit.notes)
    assert any("without spreads" in note for note in fit.notes)


def test_only_constants_with_a_prior_can_be_fitted() -> None:
    for free in (["nonsense"], []):
        with pytest.raises(InputError, match="cannot be fitted"):
            fit_mechanism(series(spreads=False), Flask(), free)


def test_a_combination_that_is_told_does_not_make_its_parts_told() -> None:
    # A slow precursor hides the surface reaction and the solubility behind one another.
    truth = TRUTH | {"precursor_rate_per_s": 0.004, "surface_energy_j_per_m2": 0.11}
    truth |= {"surface_rate_nm_per_s": 500.0, "solubility_mol_per_l": 6e-6}
    times = 60.0 * np.geomspace(0.25, 60.0, 13)
    population = solve(Flask(**truth), times)
    size = population.diameter_nm
    fit = fit_mechanism(SizeSeries(times, size, 0.02 * size, population.spread_percent), Flask())
    found = {constant.name: constant for constant in fit.constants}
    for name in ("precursor_rate_per_s", "surface_energy_j_per_m2"):
        assert found[name].value == pytest.approx(truth[name], rel=0.1)
        assert found[name].told
    for name in ("surface_rate_nm_per_s", "solubility_mol_per_l"):
        assert not found[name].told
        assert found[name].low < truth[name] < found[name].high
    assert any("combination" in note for note in fit.notes)
