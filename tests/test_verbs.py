"""The front door: every verb of the command line has its function."""

from __future__ import annotations

from pathlib import Path

import pytest

import ostwald
from ostwald.cli.main import build_app
from ostwald.prediction.predictor import Predictor

HEADER = "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,size_nm\n"


def test_every_verb_has_its_function() -> None:
    other = {
        "data": "fetch_data",
        "train-segmenter": None,
        "optics": "read_sample",
        "mechanism": "fit_mechanism",
        "app": "serve",  # `ostwald.app` is the room
        "explain": "explain_recipe",  # `ostwald.explain` is the room
    }
    app = build_app()
    names = {command.name or "" for command in app.registered_commands}
    names |= {group.name or "" for group in app.registered_groups}
    for name in names:
        function = other.get(name, name)
        assert function is None or function in ostwald.__all__, name


def test_predict_takes_files(model_folder: Path, examples_dir: Path) -> None:
    said = ostwald.predict(
        [examples_dir / "pbse.yaml", examples_dir / "au.yaml"], model=model_folder, nearest=0
    )
    assert [prediction.product for prediction in said] == ["PbSe", "Au"]


def test_recipes_are_explained_and_swept_from_files_and_from_memory(
    model_folder: Path, examples_dir: Path
) -> None:
    path = examples_dir / "pbse.yaml"
    recipe = ostwald.Recipe.from_yaml(path)
    for source in (path, str(path), recipe):
        why = ostwald.explain_recipe(source, model=model_folder, nearest=0)
        total = why.typical_nm + sum(one.nm for one in why.contributions)
        assert total == pytest.approx(why.size_nm, abs=1e-9)
    curve = ostwald.sweep(recipe, "OA=1..20 mmol", points=3, model=model_folder)
    assert curve.size_nm.shape == (3,)


def test_rows_that_cannot_be_used_are_named(model_folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "a,PbSe,180,20,no such thing,4,7\nb,PbSe,180,20,PbO,4,7\n")
    with pytest.warns(UserWarning, match="recipe a"):
        said = ostwald.predict(table, model=model_folder, nearest=0)
    assert [prediction.id for prediction in said] == ["b"]


def test_adapt_gives_a_predictor_that_can_be_saved(model_folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "a,PbSe,180,20,PbO,4,14\n")
    adapted = ostwald.adapt(table, model=model_folder)
    adapted.save(tmp_path / "adapted")
    before = ostwald.predict(table, model=model_folder, nearest=0)[0].size.estimate_nm
    after = ostwald.predict(table, model=tmp_path / "adapted", nearest=0)[0].size.estimate_nm
    assert before < after <= 14.5


def test_train_fits_the_model_that_is_named(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    rows = [f"{k},PbSe,{150 + 10 * k},20,PbO,4,{6 + k}" for k in range(5)]
    table.write_text(HEADER + "\n".join(rows) + "\n")
    predictor = ostwald.train(table, model="median")
    assert isinstance(predictor, Predictor)
    assert predictor.model.kind == "median"


def test_a_table_without_a_usable_row_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "a,PbSe,180,20,no such thing,4,7\n")
    with (
        pytest.warns(UserWarning, match="no such thing"),
        pytest.raises(ostwald.InputError, match="no recipe of the table"),
    ):
        ostwald.train(table, model="median")


def test_chemicals_and_reactions() -> None:
    assert ostwald.chemical("oleic acid").formula == "C18H34O2"
    assert ostwald.reactions(["PbO", "OA"])[0].equation == "PbO + 2 OA -> Pb(OA)2 + H2O"


def test_the_data_folder_is_checked(tmp_path: Path) -> None:
    assert not ostwald.check_data(tmp_path).usable
