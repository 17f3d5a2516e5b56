from __future__ import annotations

import pytest

from ostwald.chemistry.products import find_product
from ostwald.errors import InputError


@pytest.mark.parametrize(
    ("label", "host", "dopants"),
    [
        ("Mn:ZnSe", "ZnSe", ("Mn",)),
        ("Mn2+:ZnS", "ZnS", ("Mn",)),
        ("Mn-doped ZnSe", "ZnSe", ("Mn",)),
        ("NaYF4:Yb,Er", "NaYF4", ("Yb", "Er")),
        ("NaYF4:Yb/Er", "NaYF4", ("Yb", "Er")),
        ("NaYF4:20%Yb,2%Er", "NaYF4", ("Yb", "Er")),
        ("ZnO:Al", "ZnO", ("Al",)),
        ("ITO", "In2O3", ("Sn",)),
    ],
)
def test_dopants(label: str, host: str, dopants: tuple[str, ...]) -> None:
    found = find_product(label)
    assert (found.formula, found.dopants) == (host, dopants)
    assert "host" in found.note


@pytest.mark.parametrize(
    ("label", "known", "polymorph"),
    [
        ("wurtzite CdSe", "CdSe-2", "wurtzite"),
        ("CdSe (wurtzite)", "CdSe-2", "wurtzite"),
        ("zinc-blende CdSe QDs", "CdSe-1", "zinc blende"),
        ("ZB CdS", "CdS-1", "zinc blende"),
        ("γ-Fe2O3", "Fe2O3", "gamma"),
        ("maghemite", "Fe2O3", "gamma"),
        ("hematite", "Fe2O3", "alpha"),
        ("rutile TiO2", "TiO2", "rutile"),
        ("β-NaYF4", "NaYF4", "beta"),
        ("alpha-CsPbI3", "CsPbI3-2", "cubic perovskite (Pm-3m)"),
    ],
)
def test_polymorphs(label: str, known: str, polymorph: str) -> None:
    found = find_product(label)
    assert (found.label, found.polymorph) == (known, polymorph)


@pytest.mark.parametrize(
    ("label", "formula"),
    [
        ("Cu2-xS", "Cu2S"),
        ("Cu(2-x)S", "Cu2S"),
        ("WO3-x", "WO3"),
        ("CIS", "CuInS2"),
        ("AIS", "AgInS2"),
        ("CIGS", "CuIn0.5Ga0.5Se2"),
        ("PbS QDs", "PbS"),
        ("gold nanorods", "Au"),
        ("zinc telluride", "ZnTe"),
        ("CdSe0.5S0.5", "CdSe0.5S0.5"),
        ("Sn:In2O3", "In2O3"),
        ("Cs2InCl5-H2O", "Cs2InCl5·H2O"),
    ],
)
def test_common_ways_to_write_a_product(label: str, formula: str) -> None:
    assert find_product(label).formula == formula


@pytest.mark.parametrize(
    ("label", "part"),
    [
        *((label, "core and its shell") for label in ("CdSe-ZnS", "CdSe/ZnS", "CdSe@ZnS")),
        *((label, "core and its shell") for label in ("CdSe|ZnS", "CdSe core ZnS shell")),
        *((label, "core and its shell") for label in ("Au-Fe3O4", "Pt–Fe3O4", "CdSe_ZnS")),
        ("NaYF4:Yb,Er@NaYF4", "core and its shell"),
        ("ZnS:Mn/ZnS", "core and its shell"),
        ("Au-Ag", "alloy"),
        ("Ag2S and CdS", "mixture"),
        ("CdSe + CdTe", "mixture"),
        ("CdSexS1-x", "open"),
        ("ZnxCd1-xS", "open"),
        ("CuxS", "open"),
        ("Mn:Fe", "dopant"),
        ("LrH2", "lawrencium"),
        ("PVP", "abbreviation"),
    ],
)
def test_what_the_models_cannot_know_is_refused(label: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        find_product(label)
    assert part in str(caught.value)
