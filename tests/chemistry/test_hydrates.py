from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.chemistry.hydrates import split_water


@pytest.mark.parametrize(
    ("name", "dry", "waters"),
    [
        ("FeCl3.6H2O", "FeCl3", 6),
        ("Zn(NO3)2 6H2O", "Zn(NO3)2", 6),
        ("FeCl3 x 6H2O", "FeCl3", 6),
        ("CdCl2·2½H2O", "CdCl2", 2.5),
        ("CdCl2·5/2H2O", "CdCl2", 2.5),
        ("CuCl2(H2O)2", "CuCl2", 2),
        ("cadmium chloride hemipentahydrate", "cadmium chloride", 2.5),
        ("aluminium sulfate octadecahydrate", "aluminium sulfate", 18),
        ("copper(II) nitrate 3-hydrate", "copper(II) nitrate", 3),
        ("sodium sulfide (nonahydrate)", "sodium sulfide", 9),
        ("carbohydrate", "carbohydrate", 0),
        ("H2O", "H2O", 0),
    ],
)
def test_water_is_parted(name: str, dry: str, waters: float) -> None:
    found = split_water(name)
    assert (found.dry, found.waters, found.is_open) == (dry, waters, False)


@pytest.mark.parametrize("name", ["HAuCl4·xH2O", "HAuCl4 xH2O", "RuCl3·nH2O", "iron hydrate"])
def test_an_unknown_number_is_told(name: str) -> None:
    assert split_water(name).is_open


@given(
    st.sampled_from(["FeCl3", "Zn(NO3)2", "K2PtCl4"]),
    st.integers(1, 20),
    st.sampled_from(["·", ".", "*", " · ", " "]),
)
def test_written_water_reads_back(dry: str, waters: int, sign: str) -> None:
    found = split_water(f"{dry}{sign}{waters}H2O")
    assert (found.dry, found.waters) == (dry, waters)
