import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.microscopy.io.units import (
    is_reciprocal,
    nm_per_unit,
    pixel_size_from_print_resolution,
    pixel_size_nm,
)


@pytest.mark.parametrize(
    ("unit", "nm"),
    [
        ("nm", 1.0),
        ("µm", 1e3),
        ("μm", 1e3),
        ("um", 1e3),
        ("\\u00B5m", 1e3),
        ("micron", 1e3),
        ("Å", 0.1),
        ("\u212b", 0.1),
        ("A", 0.1),
        ("angstrom", 0.1),
        ("pm", 1e-3),
        ("m", 1e9),
        (" mm\x00", 1e6),
        ("[n_m]", 1.0),
        ("[u_m]", 1e3),
        ("\\u00C5", 0.1),
        ("\\u212b", 0.1),
        ("&Aring;", 0.1),
        ("&micro;m", 1e3),
        ("Âµm", 1e3),
        ("Î¼m", 1e3),
        ("Ångström", 0.1),
        ("Nanometers", 1.0),
        ("(nm)", 1.0),
        ("nm/px", 1.0),
        ("?m", 1e3),
        ("\ufffd\ufffdm", 1e3),
        ("µm per pixel", 1e3),
    ],
)
def test_spellings_of_a_unit(unit, nm):
    assert nm_per_unit(unit) == pytest.approx(nm)


@pytest.mark.parametrize("unit", ["", "px", "pixel", "counts", "s", "eV", "nmm", "1"])
def test_other_units_are_no_lengths(unit):
    assert nm_per_unit(unit) is None


@pytest.mark.parametrize(
    "unit",
    [
        "1/nm",
        "nm^-1",
        "1/Å",
        "mrad",
        "rad",
        "/nm",
        "nm⁻¹",
        "1 / nm",
        "(1/nm)",
        "[n_m^-1]",
        "deg",
        "1/\\u00C5",
        "inverse nm",
        "2pi/nm",
        "degrees",
        "[1_n_m]",
        "1/pixel",
    ],
)
def test_reciprocal_units(unit):
    assert is_reciprocal(unit)


@pytest.mark.parametrize("unit", ["nm", "µm", "Å", "", "px"])
def test_lengths_are_not_reciprocal(unit):
    assert not is_reciprocal(unit)


@pytest.mark.parametrize("dpi", [72, 96, 150, 300, 600, 2082, 2400, 0, -1, math.nan])
def test_print_resolutions_are_no_scale(dpi):
    assert pixel_size_from_print_resolution(dpi) is None


def test_a_resolution_no_printer_has_is_a_scale():
    assert pixel_size_from_print_resolution(2.54e7 / 0.25) == pytest.approx(0.25)


@given(st.floats(), st.text(max_size=12))
def test_a_pixel_size_is_sensible_or_none(value, unit):
    size = pixel_size_nm(value, unit)
    assert size is None or 1e-4 <= size <= 5000
    is_reciprocal(unit)
