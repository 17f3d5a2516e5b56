"""A draft keeps what was typed, whatever it is, and goes to YAML and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.draft import Draft, Row, read_drafts, read_steps
from ostwald.app.pages.recipe.example import example
from ostwald.errors import InputError
from ostwald.recipes.recipe import Recipe

PROCEDURE = """
product: PbSe
reagents:
  - {name: "1,2-hexadecanediol", amount: 3 mmol}
  - {name: Au, seeds: {product: Au, size: 3 nm}, amount: 0.001 mmol}
procedure:
  - {heat: 120 degC, rate: 10 degC/min, hold: 30 min}
  - {add: [Au, "1,2-hexadecanediol"], at: 300 degC}
  - {hold: 5 min, at: 270 degC, note: "a, b: c"}
"""


def test_amounts_and_temperatures_keep_the_spelling_of_the_file() -> None:
    text = "{product: PbSe, reagents: [{name: PbO, amount: 0.5 mol}], reaction_time: 1 h 30 min}"
    draft = read_drafts(text)[0]
    assert draft.rows[0].amount == "0.5 mol"
    assert draft.conditions["reaction_time"] == "1 h 30 min"
    assert "0.5 mol" in draft.to_yaml()


def test_a_procedure_goes_to_lines_and_back() -> None:
    draft = read_drafts(PROCEDURE)[0]
    assert draft.procedure.splitlines()[0] == "heat: 120 degC, rate: 10 degC/min, hold: 30 min"
    again = read_drafts(draft.to_yaml())[0]
    assert again.to_mapping() == draft.to_mapping()


def test_the_example_is_a_recipe_that_is_read_back_equal() -> None:
    draft = example()
    recipe = Recipe.from_yaml(draft.to_yaml())
    assert Recipe.from_yaml(recipe.to_yaml()) == recipe


def test_bare_numbers_are_numbers_in_the_file() -> None:
    draft = Draft(product="PbSe", rows=(Row("a", "PbO", "4"), Row("b")), conditions={"pH": "7.5"})
    assert draft.to_mapping()["reagents"] == [{"name": "PbO", "amount": 4}]
    assert draft.to_mapping()["pH"] == 7.5


@pytest.mark.parametrize("text", ["", "[]", "product: [", "- 3", "{product: X, colour: red}"])
def test_what_is_no_recipe_is_refused_in_words(text) -> None:
    with pytest.raises(InputError):
        read_drafts(text)


def test_a_line_that_is_no_step_is_named() -> None:
    with pytest.raises(InputError, match="step 2"):
        read_steps("heat: 100 degC\nheat: [\n")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("id", "product", "rows", "conditions", "procedure"), _JSON)
    )
)
def test_whatever_a_browser_sends_becomes_a_draft(data) -> None:
    draft = Draft.from_json(data)
    assert Draft.from_json(draft.to_json()).to_json() == draft.to_json()


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_typed_text_survives_the_file(product, name, amount) -> None:
    draft = Draft(product=product, rows=(Row("a", name, amount),))
    try:
        again = read_drafts(draft.to_yaml())[0]
    except InputError:
        return
    assert again.product.split() == str(draft.to_mapping()["product"]).split()
