from __future__ import annotations

import pytest

from ostwald.chemistry.amounts import mass_to_mmol, measure_out
from ostwald.chemistry.identified import Identified
from ostwald.chemistry.identity import ReagentIndex, find_reagent, identify
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError
from ostwald.recipes.amount import Amount, Strength, parse_amount


def solvent_named(strength: Strength, solute: Substance) -> Substance:
    assert strength.solvent is not None
    return find_reagent(strength.solvent)


def measured(name: str, amount: str):  # type: ignore[no-untyped-def]
    return measure_out(identify(name), parse_amount(amount), solvent_named)


def test_moles_stay_moles(small_index: ReagentIndex) -> None:
    found = Identified(small_index.find("GOO"))
    assert measure_out(found, Amount(value=4, unit="mmol"), solvent_named).amount_mmol == 4


def test_mass_goes_by_molar_mass(small_index: ReagentIndex) -> None:
    assert mass_to_mmol(Identified(small_index.find("CuI")), 1.0) == pytest.approx(5.251, abs=2e-3)


def test_volume_goes_by_density_and_molar_mass(small_index: ReagentIndex) -> None:
    found = Identified(small_index.find("OA"))
    result = measure_out(found, Amount(value=10, unit="mL"), solvent_named)
    # 10 mL x 0.895 g/mL / 282.468 g/mol
    assert result.amount_mmol == pytest.approx(31.685, abs=1e-3)
    assert result.volume_ml == 10


@pytest.mark.parametrize(
    ("name", "unit", "part"),
    [
        ("CuI", "mL", "give its mass in g, its amount in mmol, or the strength"),
        ("PL", "mL", "molar mass of PL (liquid paraffin) is not known"),
        ("PL", "g", "molar mass of PL (liquid paraffin) is not known"),
        ("GOO", "g", "give its amount in mmol"),
    ],
)
def test_what_cannot_be_converted_is_refused(
    small_index: ReagentIndex, name: str, unit: str, part: str
) -> None:
    with pytest.raises(InputError) as caught:
        measure_out(Identified(small_index.find(name)), Amount(value=1, unit=unit), solvent_named)
    assert part in str(caught.value)


def test_a_hydrate_is_weighed_with_its_water() -> None:
    assert measured("lead acetate trihydrate", "1 g").amount_mmol == pytest.approx(2.636, abs=2e-3)
    assert measured("lead acetate", "1 g").amount_mmol == pytest.approx(3.074, abs=2e-3)


def test_a_stock_brings_its_solvent() -> None:
    stock = measured("Se", "2 mL of 1 M in trioctylphosphine")
    assert stock.amount_mmol == pytest.approx(2)
    assert stock.solvent is not None
    assert stock.solvent.abbreviation == "TOP"
    assert stock.solvent_ml == 2
    assert stock.solvent_mmol == pytest.approx(2 * 0.831 / 370.64 * 1000, rel=0.01)


def test_solvent_that_is_bound_in_the_solute_is_not_counted_twice() -> None:
    free = measured("TOPSe", "2 mL of 1 M in TOP")
    element = measured("Se", "2 mL of 1 M in TOP")
    assert free.amount_mmol + free.solvent_mmol == pytest.approx(element.solvent_mmol)


def test_a_percentage_by_weight_shares_out_the_mass() -> None:
    acid = measured("HCl", "0.5 mL of 37 %")
    assert acid.amount_mmol == pytest.approx(0.5 * 1.18 * 0.37 / 36.458 * 1000, rel=1e-3)
    assert acid.solvent_mmol == pytest.approx(0.5 * 1.18 * 0.63 / 18.015 * 1000, rel=1e-3)
    base = measured("TMAOH", "1 g of 25 wt% in water")
    assert base.amount_mmol == pytest.approx(0.25 / 91.15 * 1000, rel=2e-3)


@pytest.mark.parametrize(
    ("name", "amount", "mmol"),
    [
        ("HCl", "1 mL", 11.98),
        ("HNO3", "1 mL", 14.34),
        ("ammonium hydroxide", "1 mL", 14.8),
        ("H2O2", "1 mL", 9.79),
        ("super-hydride", "1 mL", 1.0),
        ("hydrazine hydrate", "1 mL", 20.6),
    ],
)
def test_a_commercial_solution_has_its_strength_and_says_so(
    name: str, amount: str, mmol: float
) -> None:
    result = measured(name, amount)
    assert result.amount_mmol == pytest.approx(mmol, rel=0.02)
    assert name == "hydrazine hydrate" or "commercial solution" in result.notes[0]


def test_moles_of_a_commercial_solution_are_moles() -> None:
    assert measured("HCl", "1 mmol").solvent is None


def test_the_strength_may_stand_in_the_name() -> None:
    assert measured("super-hydride (1.0 M in THF)", "3 mL").amount_mmol == pytest.approx(3)
    with pytest.raises(InputError, match="say the strength once"):
        measured("super-hydride (1.0 M in THF)", "3 mL of 2 M")


def test_an_amount_told_twice_is_compared() -> None:
    agreed = measured("CdO", "51.4 mg (0.4 mmol)")
    assert agreed.amount_mmol == 0.4
    assert agreed.doubts == []
    assert "0.4" in measured("CdO", "51.4 mg (0.2 mmol)").doubts[0]


def test_what_is_dissolved_first_brings_its_solvent() -> None:
    result = measured("PbCl2", "2 mmol in 3 mL of oleylamine")
    assert result.amount_mmol == 2
    assert result.solvent_ml == 3
