from __future__ import annotations

import numpy as np
import pytest

from ostwald.chemistry.descriptors.product import ProductBlock, product_class, product_vector
from ostwald.chemistry.formula import parse_formula
from ostwald.chemistry.products import find_product
from ostwald.chemistry.substance import ProductIdentity
from ostwald.chemistry.tables import products


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("Au", "metal"),
        ("FePt", "alloy"),
        ("CsPbBr3", "halide"),
        ("CH6NPbBr3", "halide"),
        ("Fe3O4", "oxide"),
        ("Cu2ZnSnS4", "sulfide"),
        ("PbSe", "selenide"),
        ("CdTe", "telluride"),
        ("InSb", "pnictide"),
        ("BiClO", "mixed_anion"),
        ("C", "other"),
    ],
)
def test_classes(formula: str, kind: str) -> None:
    assert product_class(parse_formula(formula)) == kind


def test_every_product_of_the_table_and_new_ones_have_finite_vectors() -> None:
    length = len(ProductBlock().names)
    for product in (
        *products(),
        find_product("Sc2Se3"),
        ProductIdentity("LrH2", "LrH2"),
        find_product("XeF2"),
    ):
        vector = product_vector(product)
        assert vector.shape == (length,)
        assert np.isfinite(vector).all()


def test_element_order_of_the_formula_does_not_matter() -> None:
    one, other = find_product("ScTe"), find_product("TeSc")
    assert product_vector(one) == pytest.approx(product_vector(other))
