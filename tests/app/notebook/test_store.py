from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.notebook.conftest import RECIPE
from ostwald.app.notebook.database import StaleError
from ostwald.app.notebook.shelf import NotThereError
from ostwald.app.notebook.store import Notebook
from ostwald.errors import InputError

NASTY = "Robert'); DROP TABLE recipe;--<script>alert(1)</script> %_\\ 名 \U0001f9ea"
PREDICTION = {
    "size_nm": {"estimate": 4.2, "interval": [3.0, 6.0], "coverage": 0.9},
    "shape": {"label": "sphere", "probabilities": {"sphere": 0.9}},
}


def test_a_recipe_is_kept_with_its_versions(notebook: Notebook) -> None:
    first = notebook.add_recipe("batch 1", RECIPE, note="first try")
    assert (first.version, first.product, first.text) == (1, "CdSe", RECIPE)
    second = notebook.change_recipe(first.id, 1, text=RECIPE.replace("250", "260"))
    assert second.version == 2
    assert second.note == "first try"
    assert notebook.recipe(first.id) == second
    assert [one.text for one in notebook.versions(first.id)] == [second.text, RECIPE]
    assert second.changed.tzinfo is not None


def test_the_second_of_two_tabs_is_told(notebook: Notebook) -> None:
    recipe = notebook.add_recipe("shared", RECIPE)
    notebook.change_recipe(recipe.id, 1, name="by the first tab")
    with pytest.raises(StaleError, match="somebody has changed"):
        notebook.change_recipe(recipe.id, 1, name="by the second tab")
    with pytest.raises(StaleError):
        notebook.remove_recipe(recipe.id, 1)
    with pytest.raises(StaleError):
        notebook.add_prediction(recipe.id, 1, PREDICTION)
    assert notebook.recipe(recipe.id).name == "by the first tab"


def test_of_many_who_change_at_once_one_wins(notebook: Notebook) -> None:
    recipe = notebook.add_recipe("contested", RECIPE)
    won, lost = [], []

    def change(number: int) -> None:
        try:
            won.append(notebook.change_recipe(recipe.id, 1, note=str(number)))
        except StaleError:
            lost.append(number)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 7)
    assert notebook.recipe(recipe.id).note == won[0].note
    assert len(notebook.versions(recipe.id)) == 2


def test_nothing_is_lost_when_many_write_at_once(notebook: Notebook) -> None:
    def write(number: int) -> None:
        for step in range(5):
            notebook.add_recipe(f"{number}-{step}", RECIPE)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notebook.search().total == 30


def test_signs_of_sql_and_html_are_only_signs(notebook: Notebook) -> None:
    recipe = notebook.add_recipe(NASTY, RECIPE, note=NASTY)
    assert notebook.recipe(recipe.id).name == NASTY
    assert [one.id for one in notebook.search(NASTY).entries] == [recipe.id]
    for words in ("' OR 1=1", "%", "_", "\\"):
        expected = 1 if words in NASTY else 0
        assert notebook.search(words).total == expected, words


@pytest.mark.parametrize("name", ["a\0b", "half \ud800", "x" * 201])
def test_names_that_no_database_keeps_are_refused(notebook: Notebook, name: str) -> None:
    with pytest.raises(InputError):
        notebook.add_recipe(name, RECIPE)


def test_a_recipe_that_is_none_is_refused(notebook: Notebook) -> None:
    with pytest.raises(InputError, match="reaction_time"):
        notebook.add_recipe("half", RECIPE.replace("reaction_time: 5 min\n", ""))
    with pytest.raises(InputError, match="2 recipes"):
        notebook.add_recipe("two", f"{RECIPE}---\n{RECIPE}")
    with pytest.raises(InputError):
        notebook.add_recipe("a path", "../secrets.yaml")
    assert notebook.search().total == 0


def test_search_wants_all_words_anywhere(notebook: Notebook) -> None:
    first = notebook.add_recipe("batch 7", RECIPE, note="Turned brown")
    notebook.add_recipe("batch 8", RECIPE)
    assert [one.id for one in notebook.search("BROWN oleic").entries] == [first.id]
    assert notebook.search("oleic acid CdSe").total == 2
    assert notebook.search("oleic PbSe").total == 0
    assert [one.name for one in notebook.search(most=1).entries] == ["batch 8"]
    assert [one.name for one in notebook.search(start=1).entries] == ["batch 7"]


def test_outcomes_and_predictions_stand_beside_the_recipe(notebook: Notebook) -> None:
    recipe = notebook.add_recipe("batch 1", RECIPE, prediction=PREDICTION)
    notebook.add_outcome(recipe.id, size_nm=4.0, shape="spheres")
    notebook.add_outcome(recipe.id, size_nm=4.4, note="again")
    (entry,) = notebook.search().entries
    assert entry.predicted is not None
    assert entry.predicted.size_nm == 4.2
    assert [one.size_nm for one in entry.outcomes] == [4.4, 4.0]
    assert entry.outcomes[1].shape == "sphere"
    notebook.change_recipe(recipe.id, 1, text=RECIPE.replace("250", "200"))
    assert notebook.search().entries[0].predicted is None, "it was for another version"


def test_impossible_outcomes_are_refused(notebook: Notebook) -> None:
    recipe = notebook.add_recipe("batch 1", RECIPE)
    for known in ({"size_nm": -1}, {"size_nm": float("nan")}, {"shape": "teapot"}):
        with pytest.raises(InputError):
            notebook.add_outcome(recipe.id, **known)
    assert notebook.outcomes(recipe.id) == []


@pytest.mark.parametrize("number", [0, -1, 77, 2**31, 10**30])
def test_what_is_not_there_is_said(notebook: Notebook, number: int) -> None:
    with pytest.raises(NotThereError, match=str(number)):
        notebook.recipe(number)
    with pytest.raises(NotThereError):
        notebook.add_outcome(number, size_nm=3.0)
    with pytest.raises(NotThereError):
        notebook.micrograph(number)


def test_a_micrograph_is_kept_by_its_content(notebook: Notebook, tmp_path: Path) -> None:
    recipe = notebook.add_recipe("batch 1", RECIPE)
    picture = tmp_path / "x.TIF"
    picture.write_bytes(b"II*\0picture")
    kept = notebook.add_micrograph(
        "../../etc/passwd", picture, {"particles": 3}, recipe_id=recipe.id, labels=b"labels"
    )
    assert kept.suffix == ".tif"
    assert notebook.file(kept.sha256).read_bytes() == b"II*\0picture"
    assert notebook.file(kept.labels_sha256 or "").read_bytes() == b"labels"
    again = notebook.add_micrograph("same", picture, {})
    assert again.sha256 == kept.sha256
    assert {path.parent.parent for path in (tmp_path / "files").glob("*/*")} == {tmp_path / "files"}
    assert notebook.micrographs(recipe.id) == [kept]
    assert notebook.micrograph(kept.id).summary == {"particles": 3}


def test_a_spectrum_is_kept_with_what_was_read(notebook: Notebook) -> None:
    recipe = notebook.add_recipe("batch 1", RECIPE)
    reading = {"first_absorption_peak_nm": 552, "size_nm": 3.2}
    kept = notebook.add_spectrum("a.csv", b"400,1", reading, suffix=".csv", recipe_id=recipe.id)
    assert kept.peak_nm == 552
    assert notebook.spectra(recipe.id) == [kept]


def test_with_a_recipe_goes_all_that_is_its_own(notebook: Notebook, tmp_path: Path) -> None:
    recipe = notebook.add_recipe("batch 1", RECIPE, prediction=PREDICTION)
    outcome = notebook.add_outcome(recipe.id, size_nm=4.0)
    micrograph = notebook.add_micrograph("m", b"picture", {}, recipe_id=recipe.id)
    notebook.remove_recipe(recipe.id, 1)
    with pytest.raises(NotThereError):
        notebook.micrograph(micrograph.id)
    with pytest.raises(NotThereError):
        notebook.remove_outcome(outcome.id)
    assert notebook.add_recipe("next", RECIPE).id > recipe.id, "a number is never given twice"
