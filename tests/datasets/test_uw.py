from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_raw
from ostwald.datasets.papers import shared
from ostwald.datasets.uw import read_uw
from ostwald.errors import MissingDataError, OstwaldError
from ostwald.recipes.table import RecipeTable

CDSE = """\
row,product,T_inj,T_rea,t_min,size_nm,abs_nm,em_nm,size_method,citation,\
citation_in_paper_dataset,reactant_1,amount_1_mmol,reactant_2,amount_2_mmol
7,CdSe,240,230,5,3.1,,560,TEM,Nano Letters 2001 1 4 207 - 211,True,CdO,0.2,Se,0.8
9,CdSe,20,280,0.05,4,570,,absorbance spectra,A Journal 2007 1 - 2,False,CdAc2,0.1,BZA,3
"""
INP = """\
row,product,T_inj,T_rea,t_min,size_nm,abs_nm,em_nm,doi,doi_in_paper_dataset,\
reactant_1,amount_1_mmol,reactant_2,amount_2_mmol
1,InP,270,270,60,,530,,10.1/a,False,InCl3,0.88,(TMS)3P,0.52
2,InP,270,270,60,2.6,,,10.1/a,False,InCl3,0.88,(TMS)3P,
"""


@pytest.fixture
def written(tmp_path: Path) -> tuple[RecipeTable, RecipeTable]:
    folder = tmp_path / "recipes" / "uw"
    folder.mkdir(parents=True)
    (folder / "cdse.csv").write_text(CDSE)
    (folder / "inp.csv").write_text(INP)
    return read_uw(tmp_path)


def test_sizes_say_how_they_were_found(written: tuple[RecipeTable, RecipeTable]) -> None:
    cdse, inp = written
    assert [outcome.size_method for outcome in cdse.outcomes] == ["microscopy", "absorption"]
    assert inp.outcomes[0].size_measure == "as reported"


def test_a_row_with_only_a_peak_keeps_the_peak(written: tuple[RecipeTable, RecipeTable]) -> None:
    _, inp = written
    assert inp.outcomes[0].size_nm is None
    assert inp.outcomes[0].absorption_peak_nm == 530


def test_a_paper_is_named_by_its_doi_or_else_its_citation(
    written: tuple[RecipeTable, RecipeTable],
) -> None:
    cdse, _ = written
    assert [o.doi for o in cdse.outcomes] == ["10.1021/nl0155126", "A Journal 2007 1 - 2"]


def test_an_abbreviation_of_these_tables_is_spelt_out(
    written: tuple[RecipeTable, RecipeTable],
) -> None:
    cdse, _ = written
    resolved = resolve_recipe(cdse.recipes[1])
    assert resolved.reagents[1].substance.formula == "C7H9N"


def test_a_bad_row_is_left_out_and_named(written: tuple[RecipeTable, RecipeTable]) -> None:
    _, inp = written
    assert inp.row_ids == [0]
    assert "inp.csv, row 3" in str(inp.problems[0])


def test_missing_collections_say_where_they_come_from(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="akkaneror/Hot_injection"):
        read_uw(tmp_path)


def test_every_row_is_read(data_dir: Path) -> None:
    cdse, inp = read_uw(data_dir)
    assert (len(cdse), len(inp)) == (180, 147)
    assert not cdse.problems
    assert not inp.problems
    assert sum(outcome.size_nm is None for outcome in inp.outcomes) == 85
    assert sum(outcome.absorption_peak_nm is None for outcome in inp.outcomes) == 11
    assert all(outcome.size_nm for outcome in cdse.outcomes)


def test_papers_of_the_large_collection_are_recognised(data_dir: Path) -> None:
    others = read_gu2025_raw(data_dir).outcomes
    for table, name in zip(read_uw(data_dir), ("cdse", "inp"), strict=True):
        with (data_dir / "recipes" / "uw" / f"{name}.csv").open(encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        column = next(column for column in lines[0] if column.endswith("_in_paper_dataset"))
        marked = [line[column] == "True" for line in lines]
        assert shared(table.outcomes, others) == marked


def test_all_but_two_chemicals_are_known(data_dir: Path) -> None:
    unknown = set()
    for table in read_uw(data_dir):
        for recipe in table.recipes:
            try:
                resolve_recipe(recipe)
            except OstwaldError as error:
                unknown.add(error.where)
    assert unknown <= {
        *(f'reagent {slot}, "phosphinic acid"' for slot in (5, 6)),
        'reagent 1, "In(amd)3"',
    }
