"""Names as they stand on bottles and in papers, with the molar masses of the catalogues."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ostwald.chemistry.hydrates import WATER_G_PER_MOL
from ostwald.chemistry.identity import identify
from ostwald.errors import InputError

with (Path(__file__).parent / "bottle_names.csv").open(encoding="utf-8", newline="") as file:
    MASSES = {
        row["name"]: float(row["g_per_mol"])
        for row in csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)
    }


@pytest.mark.parametrize("name", MASSES)
def test_a_gram_has_the_right_moles(name: str) -> None:
    found = identify(name)
    dry = found.substance.molar_mass_g_per_mol
    assert dry is not None
    assert dry + found.waters * WATER_G_PER_MOL == pytest.approx(MASSES[name], rel=1e-3)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("112-80-2", "wrong check digit"),
        ("oleic acid (CAS 112-80-2)", "wrong check digit"),
        ("CIS", "is not known"),
        ("PBS", "is not known"),
        ("AuNP", "is not known"),
        ("BSA", "unknown chemical"),
        ("F500", "is not known"),
        ("Ac", "actinium"),
        ("RaCl2", "radium"),
        ("gold chloride", "gold(I) chloride or gold(III) chloride"),
        ("iron chloride", "iron(II) chloride or iron(III) chloride"),
        ("In(MA)2", "do not add up"),
        ("petroleum ether", "unknown chemical"),
        ("kerosene", "unknown chemical"),
        ("citrate", "unknown chemical"),
        ("poly(ethylene glycol) methyl ether thiol", "unknown chemical"),
        ("oleic acid (sodium salt)", "not understood"),
        ("oleic acid (stearic acid)", "beside it"),
        ("fuming nitric acid", "how strong"),
        ("TOPO/HDA", "unknown chemical"),
        ("OA/OLA", "unknown chemical"),
        ("TMA", "trimethylamine or trimesic acid"),
    ],
)
def test_what_is_not_certain_is_refused(name: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        identify(name)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("HCl (37 %)", "37 %"),
        ("ammonia solution 28%", "28%"),
        ("n-BuLi 2.5 M in hexanes", "2.5 M in hexanes"),
        ("TOP-Se 1 M in TOP", "1 M in TOP"),
        ("TBP:Se 2M", "2M"),
        ("super-hydride (1.0 M in THF)", "1.0 M in THF"),
        ("0.5 M Cd(OA)2 in ODE", "0.5 M in ODE"),
        ("CTAC solution, 25 wt. % in H2O", "25 wt. % in H2O"),
        ("oleic acid (90 %)", None),
        ("KOH 85%", None),
    ],
)
def test_a_strength_is_kept_as_written(name: str, strength: str | None) -> None:
    assert identify(name).strength == strength


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("oleylamine (OAm, 70%)", "70%"),
        ("1-octadecene, 90%, Aldrich", "Aldrich"),
        ("HAuCl4·xH2O", "counted as anhydrous"),
        ("PVP-K30", "repeat unit"),
        ("Se-ODE", "give its concentration"),
        ("PbOA", "taken as lead(II) oleate"),
        ("TEA", "triethanolamine"),
        ("allylthiourea", "identity from the library"),
    ],
)
def test_what_was_taken_off_or_assumed_is_said(name: str, part: str) -> None:
    assert part in " ".join(identify(name).notes)


@pytest.mark.parametrize(
    ("name", "waters"),
    [
        ("zinc acetate (dihydrate)", 2),
        ("Iron chloride (FeCl3·6H2O)", 6),
        ("copper acetate (Cu(OAc)2·H2O)", 1),
        ("Gold(III) chloride hydrate (HAuCl4·3H2O, 99.9%)", 3),
    ],
)
def test_a_bracket_may_bring_the_water(name: str, waters: float) -> None:
    assert identify(name).waters == waters


@pytest.mark.parametrize(("name", "strength"), [("CdO 5N", None), ("HCl (2 N)", "2 N")])
def test_nines_are_a_purity_and_normality_a_strength(name: str, strength: str | None) -> None:
    assert identify(name).strength == strength


@pytest.mark.parametrize(
    ("name", "meant"),
    [("oleylamine (OA)", "OLA"), ("OA (oleylamine)", "OLA"), ("TEA (triethanolamine)", "TELA")],
)
def test_the_full_name_goes_before_an_abbreviation(name: str, meant: str) -> None:
    assert identify(name).substance.abbreviation == meant


def test_molecules_of_an_element_count_in_atoms() -> None:
    found = identify("S8")
    assert (found.substance.abbreviation, found.factor) == ("S", 8.0)


def test_a_hydrate_written_with_a_full_stop_is_the_same_chemical() -> None:
    written = ("HAuCl4.3H2O", "HAuCl4·3H2O", "HAuCl4*3H2O", "HAuCl4 x 3H2O")
    assert {identify(name).substance.identity for name in written} == {"#HAuCl4"}
    assert identify("trisodium citrate dihydrate").substance is identify("Na3Cit").substance
