from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ostwald.chemistry.resolved import resolve_recipe
from ostwald.models.answer import Evidence
from ostwald.prediction.predictor import Predictor
from ostwald.prediction.published import PublishedRecipes
from recipes_for_tests import reagents, resolved


@pytest.fixture
def predictor(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Predictor:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    return Predictor.load()


def test_a_published_recipe_is_its_own_nearest(predictor: Predictor) -> None:
    assert predictor.published is not None
    recipe = predictor.published.table.recipes[700]
    nearest = predictor.predict([recipe])[0].nearest
    assert nearest[0].similarity == pytest.approx(1.0, abs=1e-3)
    assert nearest[0].differences == ()
    assert predictor.published.table.outcomes[700].doi in [near.doi for near in nearest]


def test_neighbours_of_lead_selenide_are_lead_selenide(predictor: Predictor) -> None:
    nearest = predictor.predict_resolved([resolved()])[0].nearest
    assert {near.product for near in nearest} == {"PbSe"}
    assert all(near.doi for near in nearest)


def test_what_resembles_nothing_has_no_evidence(predictor: Predictor) -> None:
    salt_water = reagents(("table salt", "5 g"), ("water", "10 mL"))
    strange = resolved(product="UO2", reagents=salt_water, reaction_temperature_c=480)
    nearest = predictor.predict_resolved([strange])[0].nearest
    assert all(near.similarity < 0.4 for near in nearest)


def test_recipes_that_are_not_in_the_data_set_are_passed_over(predictor: Predictor) -> None:
    assert predictor.published is not None
    own = Evidence("gu2025-658", 0.99, own=0)
    ((listed, unlisted),) = predictor.published.describe([resolved()], [[own]])
    assert listed == ()
    assert "your own results" in (unlisted or "")


def test_evidence_of_other_collections_is_told_where_nothing_can_be_listed(
    predictor: Predictor,
) -> None:
    cdse = resolved(
        product="CdSe",
        reagents=reagents(
            ("CdO", "1 mmol"), ("TOPSe", "2 mL of 1 M in TOP"), ("OA", "4 mmol"), ("ODE", "10 mL")
        ),
        injection_temperature_c=250.0,
        reaction_temperature_c=230.0,
        reaction_time_min=5.0,
    )
    (told,) = predictor.predict_resolved([cdse])
    assert told.nearest == ()
    assert told.unlisted in told.to_json()["warnings"]
    assert told.unlisted is not None
    assert "the CdSe collection of the University of Washington" in told.unlisted
    (unasked,) = predictor.predict_resolved([cdse], nearest=0)
    assert unasked.unlisted is None
    assert "University of Washington" not in " ".join(unasked.warnings)


def test_what_differs_is_told(predictor: Predictor) -> None:
    assert predictor.published is not None
    recipe = predictor.published.table.recipes[700]
    hotter = recipe.model_copy(
        update={"reaction_temperature_c": recipe.reaction_temperature_c + 25}
    )
    nearest = predictor.predict_resolved([resolve_recipe(hotter)], nearest=5)[0].nearest
    assert any("-25 degC" in near.differences for near in nearest)


def test_only_the_same_recipe_is_called_the_same(predictor: Predictor) -> None:
    """A published recipe with a seventh more of one ligand is much alike, not the same."""
    assert predictor.published is not None
    published = predictor.published.table.recipes[658]
    same = predictor.predict([published])[0].nearest[0]
    assert same.differences_in_words() == "the same recipe, as far as it is told"
    resolved_one = resolve_recipe(published)
    richer = replace(
        resolved_one,
        reagents=tuple(
            replace(one, amount_mmol=1.16 * one.amount_mmol)
            if one.substance.abbreviation == "TOP"
            else one
            for one in resolved_one.reagents
        ),
    )
    nearest = predictor.predict_resolved([richer])[0].nearest[0]
    assert nearest.similarity > 0.9
    assert nearest.differences_in_words() == "0.862x TOP"


def test_sizes_of_a_product_are_those_of_all_its_polymorphs(predictor: Predictor) -> None:
    assert predictor.published is not None
    sizes = predictor.published.sizes_nm("CdSe")
    assert len(sizes) > 50
    assert list(sizes) == sorted(sizes)
    assert predictor.published.sizes_nm("UO2Cl2") == ()


def test_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    assert PublishedRecipes.installed() is None
