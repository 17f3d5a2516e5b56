import pytest

from ostwald.explain.categories import categories_of
from ostwald.explain.typical import typical_flask
from recipes_for_tests import reagents, resolved


def roles(product, *pairs):
    flask = resolved(product=product, reagents=reagents(*pairs))
    return dict(zip([name for name, _ in pairs], categories_of(flask), strict=True))


def test_a_hot_injection_of_lead_selenide():
    pairs = [(name, "1 mmol") for name in ("PbO", "Se", "TOP", "OA", "ODE")]
    found = roles("PbSe", *pairs)
    assert found == {
        "PbO": "cation precursor",
        "Se": "anion precursor",
        "TOP": "ligand",
        "OA": "ligand",
        "ODE": "solvent",
    }


def test_a_salt_of_a_foreign_metal_is_an_additive():
    found = roles("InP", ("InCl3", "1 mmol"), ("ZnCl2", "2 mmol"), ("OLA", "5 mL"))
    assert found["InCl3"] == "cation precursor"
    assert found["ZnCl2"] == "additive"


def test_a_thiol_is_the_sulfur_source_where_nothing_else_is():
    alone = roles("Cu2S", ("CuCl", "1 mmol"), ("DDT", "5 mL"))
    beside = roles("Cu2S", ("CuCl", "1 mmol"), ("DDT", "5 mL"), ("S", "1 mmol"))
    assert alone["DDT"] == "anion precursor"
    assert beside["DDT"] == "ligand"


@pytest.mark.parametrize("product", ["PbSe", "CdSe-1", "CsPbBr3-2", "Fe3O4", "Au"])
def test_products_of_many_papers_have_a_typical_flask_of_their_own(product):
    flask = typical_flask(resolved(product=product).product)
    assert flask.of == product.partition("-")[0]
    assert flask.has_precursors
    assert all(ratio > 0 for _, _, ratio in flask.chemicals)
    assert flask.conditions["reaction_temperature_c"] > 20
