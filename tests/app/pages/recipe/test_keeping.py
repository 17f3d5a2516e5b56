"""The recipe of the page and its record in the notebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.notebook.database import StaleError
from ostwald.app.notebook.store import Notebook
from ostwald.app.pages.recipe.example import example
from ostwald.app.pages.recipe.keeping import Keeping, open_record, origin_of
from ostwald.errors import OstwaldError
from ostwald.models.answer import Domain
from ostwald.prediction.result import Prediction, ShapeEstimate, SizeEstimate

PREDICTION = Prediction(
    id="x",
    product="PbSe",
    size=SizeEstimate(5.0, 4.0, 6.0, 0.9),
    shape=ShapeEstimate("cube", {"cube": 1.0}),
    domain=Domain(True, 0.9),
)


@pytest.fixture
def notebook(tmp_path: Path):
    kept = Notebook(f"sqlite:///{tmp_path / 'notebook.db'}", tmp_path / "files")
    yield kept
    kept.close()


def test_a_second_save_is_a_new_version_with_its_own_prediction(notebook: Notebook) -> None:
    keeping = Keeping(notebook)
    first = keeping.keep("A", example(), PREDICTION, "a model")
    changed = replace(example(), conditions={**example().conditions, "reaction_time": "9 min"})
    second = keeping.keep("A", changed, PREDICTION, "a model")
    assert (second.id, second.version) == (first.id, 2)
    assert "9 min" in notebook.recipe(first.id).text
    assert [one.recipe_version for one in notebook.predictions(first.id)] == [2, 1]
    assert origin_of(second) == f"{first.id}.2"


def test_variants_are_records_of_their_own(notebook: Notebook) -> None:
    keeping = Keeping(notebook)
    one = keeping.keep("A", example(), PREDICTION, "a model")
    other = keeping.keep("B", example(), PREDICTION, "a model")
    assert one.id != other.id


def test_of_two_tabs_on_one_record_the_slower_is_told(notebook: Notebook) -> None:
    record = Keeping(notebook).keep("A", example(), PREDICTION, "a model")
    here, there = Keeping(notebook, record), Keeping(notebook, record)
    here.keep("A", replace(example(), id="mine"), PREDICTION, "a model")
    with pytest.raises(StaleError):
        there.keep("A", replace(example(), id="yours"), PREDICTION, "a model")
    assert notebook.recipe(record.id).name == "mine"


def test_an_address_opens_its_record(notebook: Notebook) -> None:
    record = Keeping(notebook).keep("A", example(), PREDICTION, "a model")
    opened, draft = open_record(notebook, str(record.id))
    assert opened == record
    assert draft.to_mapping() == example().to_mapping()


@pytest.mark.parametrize("given", ["999", "x", "-1", "1; DROP TABLE recipe", "9" * 40])
def test_an_address_of_nothing_is_refused_in_words(notebook: Notebook, given) -> None:
    with pytest.raises(OstwaldError, match="there is no recipe"):
        open_record(notebook, given)
