from __future__ import annotations

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.amount import Amount
from ostwald.recipes.outcome import SHAPES, Outcome
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import RecipeTable
from ostwald.recipes.table_reader import read_recipe_table
from ostwald.recipes.table_writer import write_table

NAMES = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=12
).filter(lambda text: text.strip())
REAGENTS = st.builds(
    Reagent,
    name=NAMES,
    amount=st.builds(
        Amount, value=st.floats(1e-9, 1e4), unit=st.sampled_from(["mmol", "mmol", "g", "mL"])
    ),
    smiles=st.none() | NAMES,
)
RECIPES = st.builds(
    Recipe,
    id=st.none(),
    product=NAMES,
    reagents=st.lists(REAGENTS, min_size=1, max_size=3),
    injection_temperature_c=st.floats(-100, 500),
    reaction_temperature_c=st.floats(-100, 500),
    reaction_time_min=st.floats(1e-4, 40_000),
    heating_rate_c_per_min=st.none() | st.floats(0, 1000),
)
OUTCOMES = st.builds(
    Outcome,
    size_nm=st.none() | st.floats(0.1, 1e4),
    size_distribution_percent=st.none() | st.floats(0.1, 100),
    shape=st.none() | st.sampled_from(SHAPES),
    particles_counted=st.none() | st.integers(1, 10**6),
    doi=st.none() | NAMES,
    size_measure=st.sampled_from(["equal-area diameter", "as reported"]),
    size_method=st.none() | st.sampled_from(["microscopy", "absorption"]),
    absorption_peak_nm=st.none() | st.floats(300, 3000),
    collection=st.none() | NAMES,
) | st.builds(
    Outcome,
    size_nm=st.floats(0.1, 1e4),
    shape=st.sampled_from(SHAPES),
    size_measure=st.just("edge length"),
)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(rows=st.lists(st.tuples(RECIPES, OUTCOMES), min_size=1, max_size=4))
def test_any_table_reads_back_equal(tmp_path, suffix, rows):
    table = RecipeTable()
    for row_id, (recipe, outcome) in enumerate(rows):
        table.add(recipe.model_copy(update={"id": f"r{row_id}"}), outcome, row_id)
    write_table(table, tmp_path / f"t.{suffix}")
    assert read_recipe_table(tmp_path / f"t.{suffix}") == table


def one_row(**changes):
    table = RecipeTable()
    fields = {
        "product": "PbSe",
        "reagents": [Reagent(name="PbO", amount=4)],
        "reaction_temperature_c": 180,
        "reaction_time_min": 20,
    }
    table.add(Recipe(**fields | changes), Outcome(), 0)
    return table


def header_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_moles_are_numbers_and_the_rest_has_its_unit(tmp_path):
    reagents = [Reagent(name="PbO", amount=4), Reagent(name="TOP", amount="3 mL")]
    write_table(one_row(reagents=reagents), tmp_path / "t.csv")
    assert header_of(tmp_path / "t.csv")[-4:] == [
        "reagent_1", "amount_1_mmol", "reagent_2", "amount_2"
    ]  # fmt: skip


def test_columns_without_values_are_left_out(tmp_path):
    write_table(one_row(), tmp_path / "t.csv")
    assert not {"id", "heating_rate_c_per_min", "size_nm", "doi"} & set(
        header_of(tmp_path / "t.csv")
    )


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    table = one_row(id="=1+1")
    write_table(table, tmp_path / "t.xlsx")
    assert read_recipe_table(tmp_path / "t.xlsx").recipes == table.recipes


def test_an_empty_table_is_refused(tmp_path):
    with pytest.raises(InputError, match="no recipes to write"):
        write_table(RecipeTable(), tmp_path / "t.csv")


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(InputError, match="not a kind of recipe table"):
        write_table(one_row(), tmp_path / "t.doc")
