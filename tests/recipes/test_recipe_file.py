from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.amount import Amount
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.recipe_file import (
    RecipeEntry,
    json_schema_text,
    parse_recipes,
    read_one_recipe,
    read_recipe_file,
    write_recipe_file,
)

ROOT = Path(__file__).parents[2]

MINIMAL = {
    "product": "PbSe",
    "reagents": [{"name": "PbO", "amount": "4 mmol"}],
    "reaction_temperature": 180,
    "reaction_time": 20,
}


def test_the_whole_format(recipe_text):
    recipe = read_one_recipe(recipe_text)
    assert recipe == Recipe(
        id="one",
        product="PbSe",
        reagents=[
            Reagent(name="PbO", amount=Amount(value=4, unit="mmol")),
            Reagent(name="Se", amount=Amount(value=6, unit="mmol")),
            Reagent(name="trioctylphosphine", amount=Amount(value=3, unit="mL")),
            Reagent(name="my ligand", amount=Amount(value=1, unit="g"), smiles="CCCCCCCCN"),
        ],
        injection_temperature_c=180,
        reaction_temperature_c=180,
        reaction_time_min=30,
        heating_rate_c_per_min=0,
    )


def test_json_and_yaml_are_the_same(tmp_path):
    for suffix in ("json", "yaml", "yml", "JSON"):
        path = tmp_path / f"r.{suffix}"
        path.write_text(json.dumps([MINIMAL, {**MINIMAL, "id": 7}]), encoding="utf-8")
        table = read_recipe_file(path)
        assert [recipe.id for recipe in table.recipes] == [None, "7"]
        assert table.row_ids == [0, 1]


def test_a_bad_recipe_leaves_the_others(tmp_path, recipe_text):
    path = tmp_path / "r.yaml"
    bad = recipe_text.replace("id: one", "id: two").replace("0.5 h", "20 degC")
    last = recipe_text.replace("id: one", "id: three")
    path.write_text("---\n".join([recipe_text, bad, last]), encoding="utf-8")
    table = read_recipe_file(path)
    assert [recipe.id for recipe in table.recipes] == ["one", "three"]
    assert table.row_ids == [0, 2]
    assert len(table.outcomes) == 2
    (problem,) = table.problems
    assert problem.where == f"{path}, recipe 2 (two, line 13), reaction_time"
    assert "is a temperature, not a time" in problem.problem


def test_duplicate_ids_are_refused(recipe_text):
    table = parse_recipes("---\n".join([recipe_text, recipe_text]))
    assert len(table) == 1
    assert "the id 'one' is already that of recipe 1" in table.problems[0].problem


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("product", None, "product"),
        ("product", "", "the product is empty"),
        ("reagents", [], "there are no reagents"),
        ("reagents", None, "reagents"),
        ("reagents", "PbO", "reagents"),
        ("reagents", [{"name": "PbO"}], "reagents 1: amount is missing"),
        ("reagents", [{"amount": 1}], "reagents 1: name is missing"),
        ("reagents", ["PbO"], "is not a mapping"),
        ("reagents", [{"name": "PbO", "amount": "3 drops"}], "a drop is about 0.05 mL"),
        ("reagents", [{"name": "PbO", "amount": -1}], "is negative"),
        ("reagents", [{"name": "PbO", "amount": ".nan"}], "not a finite number"),
        ("reagents", [{"name": "PbO", "amount": "5 min"}], "is a time, not an amount"),
        ("reagents", [{"name": "PbO", "amount": 1e12}], "above 1000000 mmol"),
        ("reaction_temperature", "20 min", "is a time, not a temperature"),
        ("reaction_temperature", 600, "above 500 degC"),
        ("reaction_temperature", -150, "below -100 degC"),
        ("reaction_temperature", "", "the value is empty"),
        ("reaction_time", "180 degC", "is a temperature, not a time"),
        ("heating_rate", "5 min", "is a time, not a heating rate"),
        ("injection_temperature", "5 mmol", "is an amount of substance"),
        ("reaction_temp", 180, "did you mean reaction_temperature"),
        ("format_version", 3, "format_version"),
        ("id", "", "the id is empty"),
    ],
)
def test_every_wrong_field_is_one_clear_problem(field, value, words):
    table = parse_recipes(json.dumps({**MINIMAL, field: value}))
    assert len(table) == 0
    (problem,) = table.problems
    assert words in str(problem)
    with pytest.raises(InputError):
        read_one_recipe(json.dumps({**MINIMAL, field: value}))


@pytest.mark.parametrize("version", [1, 2])
def test_the_format_version_may_be_given(version):
    assert len(parse_recipes(json.dumps({**MINIMAL, "format_version": version}))) == 1


@pytest.mark.parametrize("field", list(MINIMAL))
def test_every_required_field_is_missed(field):
    fields = {name: value for name, value in MINIMAL.items() if name != field}
    assert f"{field} is missing" in str(parse_recipes(json.dumps(fields)).problems[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"# only a comment\n", "there is no recipe"),
        (b"[]", "there is no recipe"),
        (b"a: [", "not YAML"),
        (b"\x7fELF\x00\x01", "binary"),
        (b"product: \xff\xfe\xff", "not UTF-8"),
        (b"!!python/object/apply:os.system ['true']", "not allowed"),
    ],
)
def test_a_file_with_nothing_to_read(tmp_path, content, words):
    path = tmp_path / "r.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as error:
        read_recipe_file(path)
    assert str(path) in error.value.where


def test_a_file_over_5_mb_is_refused(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_bytes(b"#" * 5_000_001)
    with pytest.raises(InputError, match="5 MB limit"):
        read_recipe_file(path)
    with pytest.raises(InputError, match="5 million"):
        parse_recipes("#" * 5_000_001)


@pytest.mark.parametrize("text", ["5", "just words", "- 5\n- words"])
def test_what_is_no_mapping_is_a_problem(text):
    table = parse_recipes(text)
    assert not len(table)
    assert all("is not a mapping of fields" in str(problem) for problem in table.problems)


def test_several_recipes_are_not_one(recipe_text):
    with pytest.raises(InputError, match="2 recipes where one is expected"):
        read_one_recipe(f"{recipe_text}---\n{recipe_text}")


def test_written_recipes_read_back_equal(tmp_path, recipe_text):
    first = read_one_recipe(recipe_text)
    recipes = [first, first.model_copy(update={"id": "two", "product": "NO"})]
    write_recipe_file(tmp_path / "r.yaml", recipes)
    assert read_recipe_file(tmp_path / "r.yaml").recipes == recipes


def test_the_committed_schema_is_current():
    committed = (ROOT / "docs" / "recipe.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == json.loads(json_schema_text()), (
        'regenerate it: python -c "from ostwald.recipes.recipe_file import json_schema_text; '
        'print(json_schema_text(), end=str())" > docs/recipe.schema.json'
    )


def test_the_schema_names_every_field():
    schema = json.loads(json_schema_text())["$defs"]["RecipeEntry"]
    assert set(schema["properties"]) == set(RecipeEntry.model_fields)
    assert set(schema["required"]) == {"product", "reagents"}


NAMES = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=20
).filter(lambda text: text.strip())


@given(
    st.builds(
        Recipe,
        id=st.none() | NAMES,
        product=NAMES,
        reagents=st.lists(
            st.builds(
                Reagent,
                name=NAMES,
                amount=st.builds(
                    Amount,
                    value=st.floats(1e-9, 1e4),
                    unit=st.sampled_from(["mmol", "g", "mL"]),
                ),
                smiles=st.none() | NAMES,
            ),
            min_size=1,
            max_size=4,
        ),
        injection_temperature_c=st.floats(-100, 500),
        reaction_temperature_c=st.floats(-100, 500),
        reaction_time_min=st.floats(1e-4, 40_000),
        heating_rate_c_per_min=st.none() | st.floats(0, 1000),
    )
)
def test_any_recipe_survives_the_round_trip(recipe):
    assert read_one_recipe(recipe.to_yaml() + "\n") == recipe


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_arbitrary_text_gives_a_table_or_an_input_error(text):
    try:
        table = parse_recipes(text)
    except InputError:
        pass
    else:
        assert len(table) + len(table.problems) > 0


@given(
    st.dictionaries(
        st.sampled_from([*RecipeEntry.model_fields, "extra"]),
        st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.lists(st.none()),
    )
)
def test_arbitrary_fields_give_a_recipe_or_a_problem(fields):
    with contextlib.suppress(InputError):
        RecipeEntry.model_validate(fields)
