"""Completions: found by any name, the most used first, and what is put in means the chemical."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.chemistry.completions import complete_product, complete_reagent
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.products import find_product


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("olei", "oleic acid"),
        ("OLEIC", "oleic acid"),
        ("1-octadec", "1-octadecene"),
        ("TOP", "trioctylphosphine"),
        ("trioctylphosphane", "trioctylphosphine"),
        ("112-80-1", "oleic acid"),
        ("cadmium ox", "cadmium oxide"),
        ("ODE", "1-octadecene"),
        ("OA", "oleic acid"),
    ],
)
def test_a_chemical_is_found_by_abbreviation_name_synonym_and_cas_number(text, first) -> None:
    assert complete_reagent(text)[0].name == first


def test_of_many_that_begin_alike_the_most_used_stands_first() -> None:
    assert [one.abbreviation for one in complete_reagent("ole", 2)] == ["OLA", "OA"]


def test_an_abbreviation_of_several_meanings_offers_them_by_their_full_names() -> None:
    offered = [one.insert for one in complete_reagent("TEA")]
    assert {"triethylamine", "triethanolamine"} <= set(offered)
    assert "TEA" not in offered


def test_a_misspelt_name_is_met_by_near_ones_that_are_not_taken_unasked() -> None:
    first = complete_reagent("olaic acid")[0]
    assert first.name == "oleic acid"
    assert not first.is_sure


def test_what_is_put_in_means_the_chemical_that_was_offered() -> None:
    for text in ("tri", "oct", "cad", "se", "pb", "tea", "acid", "phos", "di"):
        for one in complete_reagent(text, 40):
            assert find_reagent(one.insert).abbreviation == one.abbreviation, one


def test_products_are_found_by_label_name_and_mineral() -> None:
    assert complete_product("cdse")[0].insert == "CdSe-1"
    assert complete_product("galena")[0].insert == "PbS"
    for one in complete_product("cad", 40):
        assert find_product(one.insert).label == one.insert


@pytest.mark.parametrize("text", ["", "   ", "---", "\n", "\0"])
def test_nothing_is_offered_for_nothing(text) -> None:
    assert complete_reagent(text) == []


@given(st.text(max_size=300))
def test_any_text_is_met_by_few_or_no_offers(text) -> None:
    assert len(complete_reagent(text, 5)) <= 5
    assert len(complete_product(text, 5)) <= 5
