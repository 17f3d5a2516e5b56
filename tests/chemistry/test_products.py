from __future__ import annotations

import pytest

from ostwald.chemistry.products import ProductIndex, expand_shorthands, split_polymorph
from ostwald.errors import InputError


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("PbSe", "PbSe"),
        ("SePb", "PbSe"),
        ("pbse", "PbSe"),
        ("lead selenide", "PbSe"),
        ("CdSe-1", "CdSe-1"),
        ("SeCd-2", "CdSe-2"),
        ("SnS", "SnS"),
        ("SSn-2", "SnS-2"),
        ("MAPbBr3", "CH6NPbBr3"),
        ("CH3NH3PbBr3", "CH6NPbBr3"),
        ("(MA)PbBr3", "CH6NPbBr3"),
        ("FAPbI3", "CH5N2PbI3"),
        ("Cs2InCl5·H2O", "Cs2InCl5-H2O"),
        ("Cs2InCl5.H2O", "Cs2InCl5-H2O"),
        ("Co", "Co"),
    ],
)
def test_finds_the_entry(small_products: ProductIndex, written: str, label: str) -> None:
    found = small_products.find(written)
    assert found.label == label
    assert not found.is_new


def test_a_formula_with_several_polymorphs_leaves_the_polymorph_open(
    small_products: ProductIndex,
) -> None:
    found = small_products.find("CdSe")
    assert (found.label, found.polymorph, found.is_new) == ("CdSe", None, False)
    assert found.materials_class == "chalcogenide"


def test_new_formulas_are_accepted(small_products: ProductIndex) -> None:
    found = small_products.find("CuGaTe2")
    assert found.is_new
    assert dict(found.composition) == {"Cu": 1, "Ga": 1, "Te": 2}
    mixed = small_products.find("MA0.5FA0.5PbI3")
    assert mixed.is_new
    assert mixed.composition["N"] == pytest.approx(1.5)


def test_an_unknown_polymorph_of_a_known_formula_is_new(small_products: ProductIndex) -> None:
    found = small_products.find("PbSe-3")
    assert (found.label, found.formula, found.is_new) == ("PbSe-3", "PbSe", True)


def test_mixed_case_is_a_formula_and_not_a_misspelling(small_products: ProductIndex) -> None:
    assert dict(small_products.find("CSi").composition) == {"C": 1, "Si": 1}


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("", "no product"),
        ("CO", "may be Co"),
        ("CSI", "may be CsI"),
        ("CdSe/ZnS", "core and its shell"),
        ("lead selenid", "did you mean lead selenide"),
        ("PbXx", 'unknown element "Xx"'),
    ],
)
def test_bad_products(small_products: ProductIndex, written: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        small_products.find(written)
    assert part in str(caught.value)


def test_split_polymorph() -> None:
    assert split_polymorph("CdSe-1") == ("CdSe", "1")
    assert split_polymorph("Cs2InCl5-H2O") == ("Cs2InCl5-H2O", None)


def test_shorthands_leave_formulas_alone() -> None:
    assert expand_shorthands("MnS") == "MnS"
    assert expand_shorthands("MAPbBr3") == "(CH6N)PbBr3"
