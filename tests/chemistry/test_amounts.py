from __future__ import annotations

import pytest

from ostwald.chemistry.amounts import amount_mmol
from ostwald.chemistry.hydrates import molar_mass_as_named, waters_named
from ostwald.chemistry.identity import ReagentIndex, find_reagent
from ostwald.errors import InputError
from ostwald.recipes.amount import Amount


def test_moles_stay_moles(small_index: ReagentIndex) -> None:
    assert amount_mmol(small_index.find("GOO"), Amount(value=4, unit="mmol")) == 4


def test_mass_goes_by_molar_mass(small_index: ReagentIndex) -> None:
    copper_iodide = small_index.find("CuI")
    assert amount_mmol(copper_iodide, Amount(value=1, unit="g")) == pytest.approx(5.251, abs=2e-3)


def test_volume_goes_by_density_and_molar_mass(small_index: ReagentIndex) -> None:
    oleic_acid = small_index.find("OA")
    # 10 mL x 0.895 g/mL / 282.468 g/mol
    assert amount_mmol(oleic_acid, Amount(value=10, unit="mL")) == pytest.approx(31.685, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "unit", "part"),
    [
        ("CuI", "mL", "give its mass in g or its amount in mmol"),
        ("PL", "mL", "molar mass is not known"),
        ("PL", "g", "molar mass of PL (liquid paraffin) is not known"),
        ("GOO", "g", "give its amount in mmol"),
    ],
)
def test_what_cannot_be_converted_is_refused(
    small_index: ReagentIndex, name: str, unit: str, part: str
) -> None:
    with pytest.raises(InputError) as caught:
        amount_mmol(small_index.find(name), Amount(value=1, unit=unit))
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "waters"),
    [
        ("zinc acetate dihydrate", 2),
        ("Ni(NO3)2·6H2O", 6),
        ("Ni(NO3)2.6H2O", 6),
        ("CaSO4·0.5H2O", 0.5),
        ("NaCl·H2O", 1),
        ("chloroauric acid hydrate", 0),
        ("oleic acid", 0),
        ("carbohydrate", 0),
    ],
)
def test_waters_named(name: str, waters: float) -> None:
    assert waters_named(name) == waters


def test_a_hydrate_is_weighed_with_its_water(small_index: ReagentIndex) -> None:
    lead_acetate = small_index.find("lead acetate trihydrate")
    assert lead_acetate.abbreviation == "PbAc2"
    wet = amount_mmol(lead_acetate, Amount(value=1, unit="g"), "lead acetate trihydrate")
    dry = amount_mmol(lead_acetate, Amount(value=1, unit="g"), "PbAc2")
    assert wet == pytest.approx(2.636, abs=2e-3)
    assert dry == pytest.approx(3.074, abs=2e-3)


def test_water_in_the_entry_itself_is_not_counted_twice() -> None:
    hydrazine = find_reagent("HYD")
    assert "hydrate" in hydrazine.name
    named = molar_mass_as_named(hydrazine, "hydrazine monohydrate")
    assert named == hydrazine.molar_mass_g_per_mol
