from __future__ import annotations

import pytest

from ostwald.chemistry.resolved import resolve_recipe
from ostwald.errors import InputError
from ostwald.recipes.recipe import Recipe


def make_recipe(*reagents: dict[str, object], product: str = "PbSe") -> Recipe:
    return Recipe.model_validate(
        {
            "id": "one",
            "product": product,
            "reagents": list(reagents),
            "injection_temperature_c": 180,
            "reaction_temperature_c": 170,
            "reaction_time_min": 20,
            "heating_rate_c_per_min": 0,
        }
    )


def test_a_textbook_recipe() -> None:
    recipe = make_recipe(
        {"name": "lead(II) oxide", "amount": "892.8 mg"},
        {"name": "Se", "amount": "6 mmol"},
        {"name": "trioctylphosphine", "amount": "3 mL"},
        {"name": "oleic acid", "amount": "5 mmol"},
    )
    resolved = resolve_recipe(recipe)
    assert resolved.warnings == ()
    assert resolved.recipe is recipe
    assert (resolved.id, resolved.product.label) == ("one", "PbSe")
    amounts = {r.substance.abbreviation: r.amount_mmol for r in resolved.reagents}
    assert amounts == pytest.approx({"PbO": 4.0, "Se": 6.0, "TOP": 6.73, "OA": 5.0}, rel=2e-3)


def test_the_same_chemical_under_two_names_is_added_up() -> None:
    resolved = resolve_recipe(
        make_recipe({"name": "Se", "amount": 2}, {"name": "selenium powder", "amount": 3})
    )
    assert [r.amount_mmol for r in resolved.reagents] == [5.0]
    assert "more than once" in resolved.warnings[0]


def test_new_chemicals_by_structure_are_told_and_merged() -> None:
    resolved = resolve_recipe(
        make_recipe(
            {"name": "ligand A", "smiles": "CCCCCCCCCCCN(C)C", "amount": 2},
            {"name": "ligand B", "smiles": "CN(C)CCCCCCCCCCC", "amount": 1},
            {"name": "InCl(C2O4)", "amount": 1},
        )
    )
    assert [r.amount_mmol for r in resolved.reagents] == [3.0, 1.0]
    assert any("ligand A is new to the program" in w for w in resolved.warnings)
    assert any("InCl(C2O4) is new to the program" in w for w in resolved.warnings)


def test_a_new_product_is_told() -> None:
    resolved = resolve_recipe(make_recipe({"name": "Se", "amount": 1}, product="Sc2Se3"))
    assert "the product Sc2Se3 is new" in resolved.warnings[0]


@pytest.mark.parametrize(
    ("reagent", "part"),
    [
        ({"name": "olaic acid", "amount": 1}, 'reagent 1, "olaic acid": unknown chemical'),
        ({"name": "PbO", "amount": "1 mL"}, "give its mass"),
        ({"name": "x", "amount": 1, "smiles": "C(("}, "not a valid SMILES"),
    ],
)
def test_errors_name_the_reagent(reagent: dict[str, object], part: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve_recipe(make_recipe(reagent))
    assert part in str(caught.value)


def test_an_unknown_product_is_an_error_about_the_product() -> None:
    with pytest.raises(InputError, match="product: unknown product"):
        resolve_recipe(make_recipe({"name": "Se", "amount": 1}, product="unobtainium"))
