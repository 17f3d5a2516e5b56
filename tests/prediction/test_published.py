from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.prediction.published import PublishedRecipes
from recipes_for_tests import reagents, resolved


def test_a_published_recipe_is_its_own_nearest(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ostwald.chemistry.resolved import resolve_recipe

    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    published = PublishedRecipes.installed()
    assert published is not None
    row = 700
    outcome = published.table.outcomes[row]
    (nearest,) = published.nearest([resolve_recipe(published.table.recipes[row])], k=3)
    assert nearest[0].similarity == pytest.approx(1.0, abs=1e-4)
    assert outcome.doi in [near.doi for near in nearest]
    assert nearest[0].differences == ()


def test_neighbours_of_lead_selenide_are_lead_selenide(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    published = PublishedRecipes.installed()
    assert published is not None
    (nearest,) = published.nearest([resolved()], k=3)
    assert {near.product for near in nearest} == {"PbSe"}
    assert all(near.doi for near in nearest)


def test_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    assert PublishedRecipes.installed() is None


def test_what_resembles_nothing_has_no_evidence(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    published = PublishedRecipes.installed()
    assert published is not None
    salt_water = reagents(("table salt", "5 g"), ("water", "10 mL"))
    assert published.nearest([resolved(reagents=salt_water, reaction_temperature_c=480)], k=3) == [
        ()
    ]


def test_what_differs_is_told(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ostwald.chemistry.resolved import resolve_recipe

    monkeypatch.setenv("OSTWALD_DATA", str(data_dir))
    published = PublishedRecipes.installed()
    assert published is not None
    recipe = published.table.recipes[700]
    hotter = recipe.model_copy(
        update={"reaction_temperature_c": recipe.reaction_temperature_c + 25}
    )
    (nearest,) = published.nearest([resolve_recipe(hotter)], k=5)
    assert any("-25 degC" in near.differences for near in nearest)
