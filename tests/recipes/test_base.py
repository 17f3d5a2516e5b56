from __future__ import annotations

import pytest
from pydantic import ValidationError

from ostwald.errors import InputError
from ostwald.recipes.base import RecipeModel, clean_text, near_match, placed
from ostwald.recipes.reagent import Reagent


class Flask(RecipeModel):
    volume_ml: float
    reagents: tuple[Reagent, ...] = ()


def test_a_model_is_frozen():
    flask = Flask(volume_ml=50)
    with pytest.raises(ValidationError, match="frozen"):
        flask.volume_ml = 3


def test_an_error_deep_inside_has_its_path_in_words():
    good, bad = {"name": "PbO", "amount": 4}, {"name": "Se", "amount": "3 min"}
    with pytest.raises(InputError) as error:
        Flask(volume_ml=50, reagents=[good, good, bad])
    assert error.value.where == "reagents 3, amount"
    assert "'3 min' is a time, not an amount" in error.value.problem
    assert "4 mmol" in error.value.hint


def test_model_validate_raises_input_errors_too():
    with pytest.raises(InputError, match="volume_ml is missing"):
        Flask.model_validate({})


def test_what_is_no_mapping_is_refused():
    with pytest.raises(InputError, match="5 is not a mapping of fields"):
        Flask.model_validate(5)


def test_a_misspelt_field_is_reported_once_with_the_near_match():
    with pytest.raises(InputError) as error:
        Flask(volume_m=50)
    assert "unknown field 'volume_m'" in str(error.value)
    assert "did you mean volume_ml?" in str(error.value)
    assert "missing" not in str(error.value)


def test_a_misspelt_field_of_a_reagent_gets_the_reagent_s_fields():
    with pytest.raises(InputError, match="did you mean smiles"):
        Flask(volume_ml=1, reagents=[{"name": "A", "amount": 1, "smile": "C"}])


def test_an_unlike_field_lists_the_known_ones():
    with pytest.raises(InputError, match="known fields are volume_ml, reagents"):
        Flask(volume_ml=1, colour="red")


def test_several_errors_are_all_named():
    with pytest.raises(InputError) as error:
        Flask(volume_ml="much", reagents=[{"name": "", "amount": -1}])
    text = str(error.value)
    assert text.startswith("3 things are wrong")
    assert "volume_ml" in text
    assert "reagents 1, name" in text
    assert "reagents 1, amount" in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  oleic   acid ", "oleic acid"),
        ("oleic\u00a0acid", "oleic acid"),
        ("\ufeffPbO", "PbO"),
        ("octa\u00addecene", "octadecene"),
        (12, "12"),
    ],
)
def test_text_is_cleaned(written, read):
    assert clean_text(written, "the name", 20) == read


@pytest.mark.parametrize(
    ("written", "words"),
    [("", "empty"), (" \t", "empty"), ("\u200b", "empty"), ("a" * 21, "longer than 20"),
     ("a\x07b", "control"), (None, "not a text"), (1.5, "not a text"), (True, "not a text"),
     (["a"], "not a text")],
)  # fmt: skip
def test_a_wrong_text_is_refused(written, words):
    with pytest.raises(InputError, match=words):
        clean_text(written, "the name", 20)


def test_near_match_prefers_what_begins_so():
    known = ["reaction_time", "reaction_temperature"]
    assert near_match("reaction_temp", known) == "reaction_temperature"
    assert near_match("Reaction_Tmie", known) == "reaction_time"
    assert near_match("colour", known) is None


def test_placed_puts_the_outer_place_first():
    error = placed(placed(InputError("bad", hint="mend it"), "amount"), "row 3")
    assert str(error) == "row 3, amount: bad (mend it)"
