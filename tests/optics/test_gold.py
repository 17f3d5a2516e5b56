from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.optics import gold


def test_spheres_both_ways() -> None:
    for diameter in np.linspace(*gold.PEAK_RANGE_NM, 20):
        peak = gold.sphere_peak_nm(float(diameter))
        assert gold.sphere_diameter_nm(peak) == pytest.approx(diameter, rel=1e-9)
    for diameter in np.linspace(*gold.RATIO_RANGE_NM, 20)[1:-1]:
        ratio = gold.sphere_ratio(float(diameter))
        assert gold.sphere_diameter_from_ratio_nm(ratio) == pytest.approx(diameter, rel=1e-9)


def test_a_plasmon_of_small_spheres_is_refused_and_the_way_out_named() -> None:
    with pytest.raises(InputError, match="450 nm"):
        gold.sphere_diameter_nm(518.0)


def test_extinction_stays_inside_the_source() -> None:
    assert gold.sphere_extinction_450(20.0) == pytest.approx(5.41e8)
    assert gold.sphere_extinction_450(80.0) is None


def test_wider_rods_absorb_further_in_the_red() -> None:
    assert gold.GoldRods(10.0).peak_nm(4.0) == pytest.approx(805.0)
    assert gold.GoldRods(40.0).peak_nm(4.0) > gold.GoldRods(10.0).peak_nm(4.0)
    rods = gold.GoldRods(15.0)
    assert rods.aspect_ratio(rods.peak_nm(3.3)) == pytest.approx(3.3)
    with pytest.raises(InputError, match="10 to 40 nm"):
        gold.GoldRods(60.0)


@pytest.mark.parametrize("diameter_nm", [5.0, 10.0, 20.0, 30.0, 40.0, 50.0])
def test_extinctions_agree_with_the_counts_of_particles_that_the_source_gives(diameter_nm) -> None:
    # The source's other formula: particles in a millilitre from the absorbance at 450 nm in 1 cm.
    per_ml = 1e14 / (
        diameter_nm**2 * (-0.295 + 1.36 * np.exp(-(((diameter_nm - 96.8) / 78.2) ** 2)))
    )
    extinction = 1.0 / (1000.0 * per_ml / 6.02214076e23)
    assert gold.sphere_extinction_450(diameter_nm) == pytest.approx(extinction, rel=0.05)
