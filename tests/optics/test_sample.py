from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.optics.bands import find_bands
from ostwald.optics.published_curves import find_curve
from ostwald.optics.sample import read_sample
from ostwald.optics.spectrum import Spectrum
from spectra_for_tests import render


@pytest.mark.parametrize("slope", [0.0, 0.001])
@pytest.mark.parametrize(
    ("material", "size_nm"),
    [("CdSe", 2.6), ("CdSe", 3.5), ("CdSe", 5.0), ("CdS", 3.5), ("CdTe", 5.0), ("InP", 2.2)],
)
def test_noise_and_a_sloping_baseline(material: str, size_nm: float, slope: float) -> None:
    for seed in range(2):
        x, y, peak = render(material, size_nm, slope=slope, seed=seed)
        sample = read_sample(material, Spectrum(x, y))
        assert sample.peak_nm == pytest.approx(peak, abs=1.0)
        assert sample.size_nm == pytest.approx(size_nm, rel=0.02)
        assert not sample.doubts


@pytest.mark.parametrize("size_nm", [3.5, 5.0, 7.0])
def test_the_near_infrared(size_nm: float) -> None:
    x, y, peak = render("PbS", size_nm)
    sample = read_sample("PbS", Spectrum(x, y))
    assert sample.peak_nm == pytest.approx(peak, rel=0.002)
    assert sample.size_nm == pytest.approx(size_nm, rel=0.02)


@pytest.mark.parametrize("higher", [True, False])
@pytest.mark.parametrize(
    ("material", "size_nm", "second_nm"),
    [("CdSe", 3.5, 2.7), ("CdSe", 5.0, 3.2), ("PbS", 6.0, 4.5), ("CdS", 4.5, 3.2)],
)
def test_two_populations_raise_a_doubt(
    material: str, size_nm: float, second_nm: float, higher: bool
) -> None:
    x, y, peak = render(material, size_nm, second_nm=second_nm, higher=higher, scattering=0.0)
    sample = read_sample(material, Spectrum(x, y))
    assert sample.peak_nm == pytest.approx(peak, rel=0.002)
    assert sample.size_nm == pytest.approx(size_nm, rel=0.02)
    assert "two populations" in sample.doubts[0]


def test_the_width_bounds_the_spread() -> None:
    x, y, _ = render("CdSe", 3.5, spread=0.10, noise=0.002)
    narrow_x, narrow_y, _ = render("CdSe", 3.5, spread=0.04, noise=0.002)
    wide = read_sample("CdSe", Spectrum(x, y)).spread_percent
    narrow = read_sample("CdSe", Spectrum(narrow_x, narrow_y)).spread_percent
    assert wide is not None
    assert narrow is not None
    assert 10.0 < wide < 13.0
    assert 4.0 < narrow < wide


def test_concentration_follows_from_absorbance_path_and_dilution() -> None:
    x = np.arange(450.0, 750.0)
    peak = find_curve("CdSe").peak_of(3.5)
    y = 0.162 * np.exp(-0.5 * ((x - peak) / 12.0) ** 2) + 0.04
    spectrum = Spectrum(x, y)
    sample = read_sample("CdSe", spectrum)
    assert sample.absorbance == pytest.approx(0.162, rel=0.01)
    assert sample.concentration_um == pytest.approx(1e6 * 0.162 / 1.62e5, rel=0.02)
    thin = read_sample("CdSe", spectrum, path_cm=0.1, dilution=5.0)
    assert thin.concentration_um == pytest.approx(50.0 * (sample.concentration_um or 0.0))


def test_no_concentration_where_the_spectrum_does_not_reach() -> None:
    x, y, _ = render("PbS", 5.0)
    sample = read_sample("PbS", Spectrum(x, y))
    assert sample.concentration_um is None
    assert any("does not reach 400 nm" in note for note in sample.notes)


def test_noise_alone_has_no_peak() -> None:
    rng = np.random.default_rng(3)
    x = np.arange(400.0, 700.0)
    spectrum = Spectrum(x, 0.2 - 1e-4 * x + 0.01 * rng.standard_normal(300), "flat.csv")
    with pytest.raises(InputError, match=r"flat\.csv: no absorption peak"):
        read_sample("CdSe", spectrum)


def test_a_saturated_peak_is_refused() -> None:
    x, y, peak = render("CdSe", 3.5)
    spectrum = Spectrum(x, np.minimum(4.0 * y, 2.0), "s.csv", saturated_below_nm=peak + 20)
    with pytest.raises(InputError, match="dilute the sample"):
        read_sample("CdSe", spectrum)


def test_a_peak_beyond_the_curve_is_refused_with_the_range() -> None:
    x, y, _ = render("PbS", 5.0)
    with pytest.raises(InputError, match="covers peaks from 394 to 658 nm"):
        read_sample("CdSe", Spectrum(x, y, "far.csv"))


def test_small_gold_spheres_by_the_ratio_and_large_ones_by_the_plasmon() -> None:
    x = np.arange(400.0, 800.0)

    def gold(peak: float, ratio: float) -> Spectrum:
        plain = 0.4 + 0.3 / (1.0 + np.exp((x - 480.0) / 15.0))
        band = np.exp(-0.5 * ((x - peak) / 25.0) ** 2)
        plain = plain / np.interp(450.0, x, plain)
        at_450 = np.exp(-0.5 * ((450.0 - peak) / 25.0) ** 2)
        height = (ratio - np.interp(peak, x, plain)) / (1.0 - ratio * at_450)
        return Spectrum(x, 0.5 * (plain + height * band))

    small = read_sample("Au", gold(519.0, 1.56))
    assert small.size_nm == pytest.approx(12.0, rel=0.08)
    assert small.more["curve"] == "Haiss 2007, ratio to 450 nm"
    large = read_sample("Au", gold(545.0, 2.1))
    assert large.size_nm == pytest.approx(75.0, rel=0.08)
    assert small.concentration_um is not None


def test_bands_are_given_by_growing_energy() -> None:
    x, y, _ = render("CdSe", 3.5, second_nm=2.7, higher=False)
    bands = find_bands(Spectrum(x, y)).bands
    assert [round(band.peak_nm) for band in bands] == [569, 530]
