from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.table_reader import read_recipe_table

HEADER = (
    "id,product,injection_temperature_c,reaction_temperature_c,reaction_time_min,"
    "heating_rate_c_per_min,reagent_1,amount_1_mmol,reagent_2,amount_2_mmol,"
    "size_nm,size_distribution_percent,shape,particles_counted,doi"
)
ROW = "a,PbSe,180,170,20,0,PbO,4,Se,6.5,8.1,9,spherical,300,10.1/x"


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8"):
        path = tmp_path / "t.csv"
        path.write_bytes(text.encode(encoding))
        return read_recipe_table(path)

    return read


def test_a_full_row(read):
    table = read(f"{HEADER}\n{ROW}\n")
    ((row_id, recipe, outcome),) = table
    assert row_id == 0
    assert recipe.id == "a"
    assert [str(reagent) for reagent in recipe.reagents] == ["4 mmol PbO", "6.5 mmol Se"]
    assert recipe.injection_temperature_c == 180
    assert recipe.reaction_temperature_c == 170
    assert recipe.reaction_time_min == 20
    assert recipe.heating_rate_c_per_min == 0
    assert outcome.model_dump() == {
        "size_nm": 8.1,
        "size_distribution_percent": 9,
        "shape": "sphere",
        "particles_counted": 300,
        "doi": "10.1/x",
        "size_measure": "equal-area diameter",
        "size_method": None,
        "absorption_peak_nm": None,
        "size_error_percent": None,
        "collection": None,
    }


def test_blank_cells_and_rows_are_fine(read):
    table = read(f"{HEADER}\n,PbSe,,170,20,,PbO,4,,,,,,,\n\n,,,,,,,,,,,,,,\n{ROW}\n")
    assert not table.problems
    first = table.recipes[0]
    assert first.id is None
    assert first.injection_temperature_c == 170
    assert first.heating_rate_c_per_min is None
    assert len(first.reagents) == 1
    assert table.outcomes[0].size_nm is None
    assert table.row_ids == [0, 3]


def test_only_the_needed_columns(read):
    table = read("product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol\n"
                 "NO,1,2,NA,3\n")  # fmt: skip
    assert table.recipes[0].product == "NO"
    assert table.recipes[0].reagents[0].name == "NA"


@pytest.mark.parametrize("mark", ["?", "？", "NA", "n/a", "nan", "-", "unknown"])
def test_unknown_outcomes(read, mark):
    row = f"a,PbSe,180,170,20,{mark},PbO,4,Se,6.5,{mark},{mark},{mark},{mark},"
    table = read(f"{HEADER}\n{row}\n")
    assert not table.problems
    assert table.recipes[0].heating_rate_c_per_min is None
    assert table.outcomes[0].shape is None


def test_amounts_with_units_and_smiles(read):
    table = read(
        "product,reaction_temperature,reaction_time,heating_rate,"
        "reagent_1,amount_1,reagent_2,amount_2,reagent_2_smiles\n"
        "PbSe,453.15 K,0.5 h,5 K/min,TOP,3 mL,my ligand,1 g,CCN\n"
        "PbSe,180,30,,TOP,4,,,\n"
    )
    first, second = table.recipes
    assert [str(reagent) for reagent in first.reagents] == ["3 mL TOP", "1 g my ligand"]
    assert first.reagents[1].smiles == "CCN"
    assert first.reaction_temperature_c == second.reaction_temperature_c == 180
    assert first.reaction_time_min == second.reaction_time_min == 30
    assert str(second.reagents[0]) == "4 mmol TOP"


def test_semicolons_bring_the_decimal_comma(read):
    header = "product;reaction_temperature_c;reaction_time_min;reagent_1;amount_1_mmol"
    table = read(
        f"{header};reagent_2;amount_2\r\nPbSe;180,5;20;PbO;4,25;TOP;1,5 mL\r\n",
        encoding="utf-8-sig",
    )
    recipe = table.recipes[0]
    assert recipe.reaction_temperature_c == 180.5
    assert [str(reagent) for reagent in recipe.reagents] == ["4.25 mmol PbO", "1.5 mL TOP"]


def test_a_comma_in_a_comma_file_is_no_decimal(read):
    table = read(f"{HEADER}\n{ROW.replace('6.5', chr(34) + '6,5' + chr(34))}\n")
    assert "'6,5' is not a plain number" in table.problems[0].problem


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (",4,", ",-1,", "amount_1_mmol", "is negative"),
        (",4,", ",-4,", "amount_1_mmol", "is negative"),
        (",4,", ",nan,", "amount_1_mmol", "not a plain number"),
        (",4,", ",inf,", "amount_1_mmol", "not a plain number"),
        (",4,", ",1e12,", "amount_1_mmol", "above 1000000 mmol"),
        (",4,", ",4 mL,", "amount_1_mmol", "'4 mL' is not a plain number"),
        (",4,", ",,", "amount_1", "PbO has no amount"),
        (",PbO,", ",,", "reagent_1", "amount_1_mmol is given, and no chemical"),
        (",PbO,4,Se,6.5,", ",,,,,", "reagents", "there are no reagents"),
        ("PbSe", "", None, "product is empty"),
        (",170,", ",,", None, "reaction_temperature_c is empty"),
        (",170,", ",900,", "reaction_temperature_c", "above 500 degC"),
        (",170,", ",-150,", "reaction_temperature_c", "below -100 degC"),
        (",170,", ",443 K,", "reaction_temperature_c", "not a plain number"),
        (",20,", ",0,", "reaction_time_min", "is zero"),
        (",0,PbO", ",-1,PbO", "heating_rate_c_per_min", "is negative"),
        ("8.1", "-8.1", "size_nm", "between 0 and 100000"),
        ("spherical", "spheer", "shape", "not a known shape"),
        ("300", "12.5", "particles_counted", "integer"),
        ("10.1/x", "10.1/x,extra", None, "16 cells, and the header has 15"),
    ],
)  # fmt: skip
def test_a_bad_row_says_where_and_leaves_the_others(read, old, new, place, words):
    good = ROW.replace("a,", "b,", 1)
    table = read(f"{HEADER}\n{ROW.replace(old, new, 1)}\n{good}\n")
    assert [recipe.id for recipe in table.recipes] == ["b"]
    (problem,) = table.problems
    assert words in problem.problem
    assert "t.csv, row 2" in problem.where
    assert place is None or problem.where.endswith(f", {place}")


def test_one_bad_row_in_a_thousand(read):
    rows = [ROW.replace("a,", f"r{number},", 1) for number in range(1000)]
    rows[499] = rows[499].replace(",20,", ",twenty,")
    table = read("\n".join([HEADER, *rows]))
    assert len(table) == 999
    (problem,) = table.problems
    assert ", row 501, reaction_time_min" in problem.where
    assert 499 not in table.row_ids


def test_duplicate_ids(read):
    table = read(f"{HEADER}\n{ROW}\n{ROW}\n")
    assert len(table) == 1
    assert "the id 'a' is already that of row 2" in table.problems[0].problem


def test_two_amounts_for_one_reagent(read):
    table = read("product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1,amount_1_mmol"
                 "\nPbSe,1,2,PbO,3 g,4\n")  # fmt: skip
    assert "PbO has two amounts" in table.problems[0].problem


def test_a_zero_in_an_unused_slot_is_no_error(read):
    table = read(f"{HEADER}\n{ROW.replace(',Se,6.5,', ',,0,')}\n")
    assert len(table.recipes[0].reagents) == 1


def test_unknown_columns_are_reported_as_ignored(read):
    table = read("product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,operator"
                 "\nPbSe,1,2,PbO,3,Ann\n")  # fmt: skip
    assert table.ignored_columns == ("operator",)


def test_missing_columns_are_one_error_with_the_file(read):
    with pytest.raises(InputError, match="columns are missing: product") as error:
        read("name,reagent_1\na,b\n")
    assert "t.csv" in error.value.where


def test_typed_cells_of_a_workbook(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(HEADER.split(","))
    sheet.append([1, "PbSe", None, 170, 20.0, 0, "PbO", 4, None, None, 8.1, None, "cube", 300, ""])
    sheet.append([2, "PbSe", None, datetime.datetime(2024, 1, 2), 20, 0, "PbO", 4])
    sheet.append([3, "PbSe", None, True, 20, 0, "PbO", 4])
    sheet.append([None] * 3)
    sheet.append([4, "PbSe", None, "#N/A", 20, 0, "PbO", 4])
    book.save(tmp_path / "t.xlsx")
    table = read_recipe_table(tmp_path / "t.xlsx")
    assert [recipe.id for recipe in table.recipes] == ["1"]
    assert table.outcomes[0].particles_counted == 300
    places = [problem.where.partition(".xlsx, ")[2] for problem in table.problems]
    assert places == [f"row {number}, reaction_temperature_c" for number in (3, 4, 6)]
    assert "is a date or time" in table.problems[0].problem


def test_missing_values_of_parquet(tmp_path):
    import pandas as pd

    frame = pd.DataFrame(
        {
            "product": ["PbSe", "PbSe"],
            "reaction_temperature_c": [180, 200],
            "reaction_time_min": [20.0, float("nan")],
            "reagent_1": ["PbO", "PbO"],
            "amount_1_mmol": [4.0, 4.0],
            "size_nm": [float("nan"), 3.0],
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    table = read_recipe_table(tmp_path / "t.parquet")
    assert table.outcomes[0].size_nm is None
    assert "reaction_time_min is empty" in str(table.problems[0])


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=16), min_size=1, max_size=4))
def test_arbitrary_cells_give_rows_or_problems(tmp_path, rows):
    text = "\n".join([HEADER, ROW, *(",".join(row) for row in rows)])
    (tmp_path / "t.csv").write_bytes(text.encode("utf-8"))
    try:
        table = read_recipe_table(tmp_path / "t.csv")
    except InputError:  # a NUL makes the file a binary one
        return
    assert "a" in [recipe.id for recipe in table.recipes]
