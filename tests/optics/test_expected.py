from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.optics.expected import expected_peak, size_from_peak
from ostwald.optics.published_curves import find_curve


def test_an_interval_is_carried_through_and_widened_by_the_curve() -> None:
    expected = expected_peak("CdSe", 3.5, (3.0, 4.1))
    assert expected is not None
    peak = expected["first_absorption_peak_nm"]
    curve = find_curve("CdSe")
    assert peak["estimate"] == pytest.approx(curve.peak_of(3.5), abs=0.05)
    assert peak["interval"][0] < curve.peak_of(3.0)
    assert peak["interval"][1] > curve.peak_of(4.1)
    assert expected["warnings"] == []


def test_an_end_beyond_the_curve_is_left_open_and_said() -> None:
    expected = expected_peak("CdSe", 7.0, (4.0, 12.0))
    assert expected is not None
    assert expected["first_absorption_peak_nm"]["interval"][1] is None
    assert "end of the interval" in expected["warnings"][0]
    far = expected_peak("PbS", 30.0, (20.0, 40.0))
    assert far is not None
    assert far["first_absorption_peak_nm"]["estimate"] is None


@pytest.mark.parametrize("product", ["Fe3O4", "nonsense!", "CdSe/CdS", "Au"])
def test_products_without_a_curve_have_no_peak(product: str) -> None:
    assert expected_peak(product, 5.0, (4.0, 6.0)) is None


def test_a_size_comes_with_the_curves_error_and_its_conversion() -> None:
    size = size_from_peak("InP", 550.1)
    assert size.size_nm == pytest.approx(2.114, abs=0.001)
    assert size.error_nm == pytest.approx(0.1 * size.size_nm)
    assert "tetrahedron" in size.conversion
    assert size_from_peak("PbS", 1200.0).conversion == ""
    with pytest.raises(InputError, match="not a wavelength"):
        size_from_peak("PbS", float("nan"))
