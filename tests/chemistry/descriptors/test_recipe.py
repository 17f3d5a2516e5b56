from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pytest

from chemistry.descriptors.recipes_for_tests import LEAD_SELENIDE, make_recipe
from ostwald.chemistry.descriptors import FAMILIES, RecipeFeaturizer
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.resolved import ResolvedRecipe


@pytest.fixture(scope="module")
def featurizer() -> RecipeFeaturizer:
    return RecipeFeaturizer()


def features(featurizer: RecipeFeaturizer, recipe: ResolvedRecipe) -> dict[str, float]:
    row = featurizer.transform([recipe])[0]
    return dict(zip(featurizer.feature_names, row.tolist(), strict=True))


def test_shape_type_and_names(featurizer: RecipeFeaturizer) -> None:
    matrix = featurizer.transform([make_recipe(LEAD_SELENIDE)] * 3)
    assert matrix.shape == (3, len(featurizer.feature_names))
    assert matrix.dtype == np.float32
    assert len(set(featurizer.feature_names)) == len(featurizer.feature_names)
    assert set(featurizer.feature_families) == set(FAMILIES)
    assert featurizer.transform([]).shape == (0, len(featurizer.feature_names))


def test_what_a_chemist_would_work_out(featurizer: RecipeFeaturizer) -> None:
    found = features(featurizer, make_recipe(LEAD_SELENIDE))
    # 4 mmol of lead limits; 6 mmol of selenium are half again too much
    assert found["log_product_mmol"] == pytest.approx(np.log10(4), abs=1e-3)
    assert found["limited_by_anion"] == 0
    assert found["log_anion_excess"] == pytest.approx(np.log10(1.5), abs=1e-3)
    assert found["missing_elements"] == 0
    # 0.89 + 0.47 (solids) + 3.1 (TOP) + 3.2 (OA) + 12.8 mL (ODE), give or take
    assert 10 ** found["log_volume_ml"] == pytest.approx(19.5, abs=1.5)
    assert found["log_carboxylic_acid_to_metal"] == pytest.approx(np.log10(2.5), abs=1e-3)
    assert found["mean_chain_of_carboxylic_acid"] == 18
    assert found["cation_precursor_mean_counter_ion_oxide"] == 1
    assert found["temperature_rise_c"] == -10
    assert found["product_is_selenide"] == 1


def test_order_of_the_reagents_does_not_matter(featurizer: RecipeFeaturizer) -> None:
    swapped = dict(reversed(LEAD_SELENIDE.items()))
    one, other = featurizer.transform([make_recipe(LEAD_SELENIDE), make_recipe(swapped)])
    assert one == pytest.approx(other, rel=1e-5, abs=1e-5)


def test_a_batch_is_the_recipes_one_by_one(featurizer: RecipeFeaturizer) -> None:
    recipes = [
        make_recipe(LEAD_SELENIDE),
        make_recipe({"HAuCl4": 0.1, "Na-CIT": 0.3, "H2O": 5000.0}, "Au", 100, 100),
        make_recipe({"CsAc": 1.0, "PbBr2": 2.0, "OA": 3.0, "OLA": 3.0, "ODE": 30.0}, "CsPbBr3"),
    ]
    together = featurizer.transform(recipes)
    for row, recipe in zip(together, recipes, strict=True):
        assert row == pytest.approx(featurizer.transform([recipe])[0], rel=1e-5, abs=1e-5)


def test_new_chemicals_and_products_work(featurizer: RecipeFeaturizer) -> None:
    recipe = make_recipe(
        {
            "InCl(C2O4)": 1.0,
            find_reagent("my amine", "CCCCCCCCCCCCN(C)C"): 20.0,
            find_reagent("my phosphine", "CP(C)[Si](C)(C)C"): 1.0,
        },
        product="InPSc0.1",
    )
    found = features(featurizer, recipe)
    assert all(np.isfinite(value) for value in found.values())
    assert found["log_mmol_tertiary_amine"] == pytest.approx(np.log10(20), abs=1e-3)
    assert found["missing_elements"] == 1  # scandium
    assert found["ligand_mean_longest_carbon_chain"] == 12


def test_a_known_chemical_under_a_new_name_is_the_same(featurizer: RecipeFeaturizer) -> None:
    renamed = dict(LEAD_SELENIDE)
    amount = renamed.pop("ODE")
    new = dataclasses.replace(find_reagent("ODE"), abbreviation="?", name="?", is_new=True)
    one, other = featurizer.transform(
        [make_recipe(LEAD_SELENIDE), make_recipe({**renamed, new: amount})]
    )
    assert np.array_equal(one, other)


def test_unidentified_chemicals_are_flagged_and_finite(featurizer: RecipeFeaturizer) -> None:
    found = features(featurizer, make_recipe({"Cr-FC": 1.0, "PL": 3.0}, "Cr"))
    assert all(np.isfinite(value) for value in found.values())
    assert found["uncertain_fraction"] == 1
    assert found["missing_elements"] == 1


def test_an_unknown_heating_rate_is_told_from_zero(featurizer: RecipeFeaturizer) -> None:
    known = features(featurizer, make_recipe(LEAD_SELENIDE, rate=0.0))
    unknown = features(featurizer, make_recipe(LEAD_SELENIDE, rate=None))
    assert (known["heating_rate_known"], unknown["heating_rate_known"]) == (1, 0)
    assert known["log_heating_rate_c_per_min"] == unknown["log_heating_rate_c_per_min"]


@pytest.mark.parametrize("amount", [1e-12, 1e6])
@pytest.mark.parametrize("temperature", [-100.0, 500.0])
@pytest.mark.parametrize("time", [0.0, 1e5])
def test_extremes_stay_finite(
    featurizer: RecipeFeaturizer, amount: float, temperature: float, time: float
) -> None:
    recipe = make_recipe({"PbO": amount, "Se": 1.0}, "PbSe", temperature, temperature, time, 0.0)
    assert np.isfinite(featurizer.transform([recipe])).all()


def test_a_recipe_without_reagents_does_not_disturb_the_others(
    featurizer: RecipeFeaturizer,
) -> None:
    full, empty = make_recipe(LEAD_SELENIDE), make_recipe({})
    matrix = featurizer.transform([empty, full, empty])
    assert np.isfinite(matrix).all()
    assert np.array_equal(matrix[1], featurizer.transform([full])[0])
    assert np.isfinite(featurizer.transform([empty])).all()


def test_anion_from_a_ligand_counts_only_where_nothing_else_brings_it(
    featurizer: RecipeFeaturizer,
) -> None:
    solvent_only = features(featurizer, make_recipe({"CuCl": 2.0, "TOP": 10.0}, "Cu3P"))
    assert solvent_only["missing_elements"] == 0
    assert solvent_only["log_anion_mmol"] == pytest.approx(1, abs=1e-3)
    with_source = features(
        featurizer, make_recipe({"CuCl": 2.0, "TOP": 10.0, "(TMS)3P": 0.5}, "Cu3P")
    )
    assert with_source["log_anion_mmol"] == pytest.approx(np.log10(0.5), abs=2e-3)


def test_families_can_be_chosen() -> None:
    part = RecipeFeaturizer(families=("conditions",))
    matrix: npt.NDArray[np.float32] = part.transform([make_recipe(LEAD_SELENIDE)])
    assert matrix.shape == (1, 13)
    assert set(part.feature_families) == {"conditions"}
    with pytest.raises(ValueError, match="unknown feature families"):
        RecipeFeaturizer(families=("magic",))
