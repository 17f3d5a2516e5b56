from __future__ import annotations

import pytest

from ostwald.chemistry.abbreviations import alternatives, decide
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.products import find_product
from ostwald.errors import InputError


def flask(*names: str) -> list:
    return [find_reagent(name) for name in names]


@pytest.mark.parametrize(
    ("name", "others", "meant"),
    [
        ("TEA", ("zinc acetate", "water"), "triethanolamine"),
        ("TPP", ("HAuCl4", "toluene"), "triphenylphosphine"),
        ("TPP (99%)", ("HAuCl4", "toluene"), "triphenylphosphine"),
        ("DA", ("water",), "dopamine"),
        ("MA", ("ODE",), "myristic acid"),
        ("OA", ("ODE",), "oleic acid"),
    ],
)
def test_the_flask_or_the_usual_meaning_decides_and_it_is_said(
    name: str, others: tuple[str, ...], meant: str
) -> None:
    found, sentence = decide(name, flask(*others), find_product("ZnO"))
    assert found.name == meant
    assert meant in sentence


@pytest.mark.parametrize(
    ("name", "others"),
    [("TEA", ("ODE",)), ("BA", ("ODE",)), ("DEA", ("water",)), ("OA", ("oleic acid",))],
)
def test_what_the_flask_leaves_open_is_asked_back(name: str, others: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match=r"may be .* or "):
        decide(name, flask(*others))


def test_published_abbreviations_keep_their_meaning() -> None:
    found, sentence = decide("TEA", flask("water"), published=True)
    assert (found.name, sentence) == ("triethylaluminium", "")


def test_a_name_of_one_meaning_needs_no_sentence() -> None:
    assert decide("ODE", []) == (find_reagent("1-octadecene"), "")
    assert alternatives("ODE") == ()


def test_rarer_doubts_are_settled_as_in_the_published_data_and_said() -> None:
    toluene = find_reagent("toluene")
    chosen, sentence = decide("DE", [toluene])
    assert chosen.identity == find_reagent("dioctyl ether").identity
    assert "diethyl ether" in sentence
    with pytest.raises(InputError, match="may be"):
        decide("DBA", [toluene])
