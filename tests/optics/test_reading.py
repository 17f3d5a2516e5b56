from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.optics.reading import gold_kind, read_peak, read_size


def test_what_a_size_of_cdse_tells() -> None:
    record = read_size("CdSe", 3.2).to_json()
    assert record["first_absorption_peak_nm"] == pytest.approx(557.4, abs=0.1)
    assert record["extinction_per_m_cm"] == pytest.approx(1.277e5, rel=1e-3)
    assert record["source"] == "10.1021/cm034081k"
    assert record["range_nm"] == [1.5, 8.5]
    assert record["peak_colour"] == "green"


def test_the_edge_of_a_tetrahedron_is_turned_into_a_diameter_and_said() -> None:
    reading = read_peak("InP", 550.1)
    record = reading.to_json()
    assert record["curve_size_nm"] == pytest.approx(2.847, abs=0.001)
    assert record["size_nm"] == pytest.approx(0.7425 * record["curve_size_nm"], rel=1e-4)
    assert any("tetrahedron edge" in warning for warning in record["warnings"])


def test_lead_salts_have_their_extinction_at_400_nm() -> None:
    record = read_peak("PbS", 1200).to_json()
    assert record["extinction_wavelength_nm"] == 400
    assert record["extinction_per_m_cm"] == pytest.approx(0.0233e6 * record["size_nm"] ** 3, 1e-3)


def test_small_gold_has_no_plasmon_that_tells_its_size() -> None:
    record = read_size("Au", 12).to_json()
    assert record["first_absorption_peak_nm"] is None
    assert record["ratio_to_450_nm"] == pytest.approx(1.562, abs=0.001)
    assert "does not tell the size" in record["warnings"][0]


def test_rods_need_their_width_and_only_they() -> None:
    with pytest.raises(InputError, match="--width"):
        read_peak("Au rods", 780)
    with pytest.raises(InputError, match="rods only"):
        read_peak("CdSe", 550, width_nm=10)
    assert read_peak("gold nanorods", 805, width_nm=10).size_nm == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("written", "kind"),
    [("Au", "spheres"), ("gold", "spheres"), ("Au rods", "rods"), ("gold-nanorods", "rods"),
     ("CdSe", None), ("CdSe rods", None)],
)  # fmt: skip
def test_gold_is_told_from_semiconductors(written: str, kind: str | None) -> None:
    assert gold_kind(written) == kind


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_what_is_no_length_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="not a positive number"):
        read_size("CdSe", value)
    with pytest.raises(InputError, match="not a positive number"):
        read_peak("CdSe", value)
