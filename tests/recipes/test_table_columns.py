from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.recipes.table_columns import Slot, find_columns, is_known_column

NEEDED = ["product", "reaction_temperature_c", "reaction_time_min", "reagent_1", "amount_1_mmol"]


def test_columns_are_found_in_any_order_and_writing():
    layout = find_columns(["Amount_1_mmol", " Reagent 1 ", "reaction-time min", "PRODUCT",
                           "Reaction_Temperature_C", None, "my notes"])  # fmt: skip
    assert layout.columns == {
        "reaction_time_min": 2, "product": 3, "reaction_temperature_c": 4
    }  # fmt: skip
    assert layout.slots == [Slot(1, name=1, amount_mmol=0)]
    assert layout.ignored == ["my notes"]


def test_slots_stand_in_order_of_their_numbers():
    header = [*NEEDED, "reagent_10", "amount_10", "reagent_2", "amount_2", "reagent_2_smiles"]
    layout = find_columns(header[:-1])
    assert [slot.number for slot in layout.slots] == [1, 2, 10]


def test_the_smiles_column_is_named_after_the_reagent():
    layout = find_columns([*NEEDED, "reagent_1_smiles"])
    assert layout.slots[0].smiles == 5
    assert is_known_column("reagent_3_smiles")


def test_all_missing_columns_are_listed_at_once():
    with pytest.raises(InputError) as error:
        find_columns(["product", "reagent_1"])
    assert error.value.problem == (
        "columns are missing: reaction_temperature_c, reaction_time_min, amount_1_mmol"
    )


def test_a_misspelt_column_is_pointed_out():
    header = ["product", "reaction_temprature_c", "reaction_time_min", "reagent_1", "amnt_1_mmol"]
    with pytest.raises(InputError) as error:
        find_columns(header)
    assert "'reaction_temprature_c' looks like reaction_temperature_c" in error.value.hint
    assert "'amnt_1_mmol' looks like amount_1_mmol" in error.value.hint


def test_a_misspelt_optional_column_is_not_silently_ignored():
    with pytest.raises(InputError, match="did you mean heating_rate_c_per_min"):
        find_columns([*NEEDED, "heating_rate_c_permin"])


def test_no_reagents_at_all():
    with pytest.raises(InputError, match="reagent_1, amount_1_mmol"):
        find_columns(NEEDED[:3])


def test_amounts_without_a_reagent():
    with pytest.raises(InputError, match="column is missing: reagent_2"):
        find_columns([*NEEDED, "amount_2_mmol"])


@pytest.mark.parametrize("column", ["product", "Reagent_1", "reagent_01"])
def test_a_column_twice(column):
    with pytest.raises(InputError, match="is there twice"):
        find_columns([*NEEDED, column])


def test_a_condition_with_and_without_unit():
    with pytest.raises(InputError, match="both with and without its unit"):
        find_columns([*NEEDED, "reaction_time"])


@pytest.mark.parametrize("name", ["reagent_0", "reagent_100", "reagent_61", "reagent", "notes"])
def test_unknown_columns(name):
    assert not is_known_column(name)
