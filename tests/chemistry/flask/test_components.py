from __future__ import annotations

import pytest

from ostwald.chemistry import find_reagent
from ostwald.chemistry.flask.components import ANIONS, COMPONENTS, SOURCES, components, sources


def counts(name: str) -> dict[str, float]:
    found = components(find_reagent(name))
    return {k: float(v) for k, v in zip(COMPONENTS, found, strict=True) if v and k != "volume_ml"}


def origin(name: str) -> dict[str, str]:
    found = sources(find_reagent(name))
    return {ANIONS[i]: SOURCES[j] for i, j in zip(*found.nonzero(), strict=True)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lead oleate", {"long_carboxyl": 2.0, "carboxyl_carbons": 36.0, "double_bonds": 2.0}),
        ("lead acetate", {"short_carboxyl": 2.0}),
        ("sodium citrate", {"poly_carboxyl": 3.0}),
        ("Cs2CO3", {}),
        ("PbO", {}),
        ("Fe(acac)3", {"diketonate": 3.0}),
        ("TOP", {"phosphine": 1.0, "phosphine_carbons": 24.0}),
        ("TOPO", {"phosphine_oxide": 1.0}),
        ("CTAB", {"ammonium": 1.0, "Br": 1.0}),
        ("NaBH4", {"hydride": 1.0}),
        ("HAuCl4", {"Cl": 4.0}),
        ("ethylene glycol", {"polyol": 2.0}),
        ("water", {"water": 1.0}),
    ],
)
def test_what_a_chemical_brings(name: str, expected: dict[str, float]) -> None:
    assert counts(name) == expected


def test_a_phosphine_selenide_is_a_phosphine_and_selenium() -> None:
    assert counts("TOPSe") == counts("TOP")
    assert origin("TOPSe")["Se"] == origin("Se")["Se"] == "elemental"


@pytest.mark.parametrize(
    ("name", "element", "kind"),
    [
        ("(TMS)3P", "P", "silyl"),
        ("P(NMe2)3", "P", "amino"),
        ("Na2S", "S", "ionic"),
        ("1-dodecanethiol", "S", "thiol"),
        ("thiourea", "S", "thiocarbonyl"),
        ("SeO2", "Se", "oxide"),
    ],
)
def test_where_an_anion_comes_from(name: str, element: str, kind: str) -> None:
    assert origin(name)[element] == kind


def test_an_oxidised_phosphorus_is_no_source_of_phosphide() -> None:
    assert "P" not in origin("TOPO")
