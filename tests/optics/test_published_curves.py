from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.optics.energies import energy_ev
from ostwald.optics.measures import from_diameter
from ostwald.optics.published_curves import curves_of, find_curve, materials

ALL = [curve for material in materials() for curve in curves_of(material)]
NAMES = [f"{curve.material} {curve.name}" for curve in ALL]


@pytest.mark.parametrize("curve", ALL, ids=NAMES)
def test_size_and_peak_are_inverse_inside_the_range(curve) -> None:
    sizes = np.linspace(*curve.size_range_nm, 50)
    peaks = [curve.peak_of(size) for size in sizes]
    assert np.all(np.diff(peaks) > 0)
    assert [curve.size_of(peak) for peak in peaks] == pytest.approx(sizes, rel=1e-9)


@pytest.mark.parametrize("curve", ALL, ids=NAMES)
def test_outside_the_range_is_refused_with_the_range(curve) -> None:
    low, high = curve.size_range_nm
    for size in (0.9 * low, 1.1 * high):
        with pytest.raises(InputError, match=f"{low:.3g} to {high:.3g} nm"):
            curve.peak_of(size)
    for peak in (curve.peak_range_nm[0] - 5, curve.peak_range_nm[1] + 5):
        with pytest.raises(InputError, match="covers peaks from"):
            curve.size_of(peak)


@pytest.mark.parametrize(
    ("material", "size_nm", "peak_nm"),
    [
        # worked out by hand from the formulas of the sources
        ("CdSe", 2.854, 540.0),
        ("CdS", 3.383, 400.0),
        ("CdTe", 6.013, 700.0),
        ("PbS", 4.142, 1200.0),
        ("PbSe", 5.0, 1538.9),
    ],
)
def test_formulas_of_the_sources(material: str, size_nm: float, peak_nm: float) -> None:
    assert find_curve(material).size_of(peak_nm) == pytest.approx(size_nm, rel=1e-3)


def test_the_two_curves_of_cdse_agree_within_their_errors() -> None:
    yu, jasieniak = curves_of("CdSe")
    for peak in range(480, 640, 10):
        assert yu.size_of(peak) == pytest.approx(jasieniak.size_of(peak), rel=0.06)


def test_measured_rows_scatter_about_the_curves_as_their_errors_say(data_dir: Path) -> None:
    with (data_dir / "optical" / "sizing_rows.csv").open() as file:
        rows = list(csv.DictReader(file))
    off: dict[str, list[float]] = {}
    for row in rows:
        curve = find_curve(row["material"])
        assert curve.measure == row["measure"]
        read = from_diameter(curve.size_of(float(row["first_absorption_peak_nm"])), curve.measure)
        off.setdefault(row["material"], []).append(np.log(read / float(row["size_nm"])))
    for material, ratios in off.items():
        error = find_curve(material).relative_error
        assert np.sqrt(np.mean(np.square(ratios))) < 1.1 * error
        assert np.max(np.abs(ratios)) < 2.5 * error


def test_cdse_of_eighteen_papers_is_not_off_on_the_whole(data_dir: Path) -> None:
    with (data_dir / "recipes" / "uw" / "cdse.csv").open() as file:
        rows = [r for r in csv.DictReader(file) if r["size_method"] == "TEM" and r["abs_nm"]]
    curve = find_curve("CdSe")
    low, high = curve.peak_range_nm
    ratios = [
        np.log(float(r["size_nm"]) / curve.size_of(float(r["abs_nm"])))
        for r in rows
        if r["size_nm"] and low < float(r["abs_nm"]) < high
    ]
    assert len(ratios) > 80
    assert abs(np.median(ratios)) < curve.relative_error


def test_a_material_is_found_by_name_and_polymorph() -> None:
    assert find_curve("CdSe-1").material == "CdSe"
    assert find_curve("CdSe", "jasieniak").name == "Jasieniak 2009"
    with pytest.raises(InputError, match="no sizing curve for ZnO"):
        find_curve("ZnO")
    with pytest.raises(InputError, match="does not name one curve"):
        find_curve("CdSe", "nobody")


@pytest.mark.parametrize(
    ("size_nm", "peak_nm"),
    [(2.713853, 850), (3.920283, 1150), (4.608027, 1300), (6.228815, 1600), (9.236342, 2000)],
)
def test_pbs_agrees_with_rows_that_others_computed_from_its_source(size_nm, peak_nm) -> None:
    assert find_curve("PbS").size_of(peak_nm) == pytest.approx(size_nm, rel=1e-5)


@pytest.mark.parametrize(
    ("material", "factor", "power", "sizes_nm"),
    [
        ("CdTe", 3450.0, 2.4, (3.0, 4.0, 6.0, 8.0)),
        ("CdSe", 1600.0, 3.0, (2.0, 3.0, 4.0, 6.0)),
        ("CdS", 5500.0, 2.5, (2.0, 3.0, 4.0, 5.0)),
    ],
)
def test_the_two_extinctions_that_yu_gives_agree(material, factor, power, sizes_nm) -> None:
    # One is a power of the size, the other holds the energy of the peak, too: a slip in any
    # coefficient of size, peak or extinction would drive them apart.
    curve = find_curve(material)
    for size in sizes_nm:
        by_energy = factor * energy_ev(curve.peak_of(size)) * size**power
        assert curve.extinction_of(size) == pytest.approx(by_energy, rel=0.2)


def test_cdse_of_3_2_nm_peaks_where_its_default_source_puts_it() -> None:
    reading = find_curve("CdSe")
    assert reading.peak_of(3.2) == pytest.approx(557.4, abs=0.5)
    assert reading.size_of(552.0) == pytest.approx(3.08, abs=0.01)
    assert find_curve("CdSe", "jasieniak").peak_of(3.2) == pytest.approx(550.2, abs=0.5)
