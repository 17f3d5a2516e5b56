from __future__ import annotations

import pytest

from ostwald.datasets.nanoeql import read_nanoeql
from ostwald.errors import MissingDataError


def test_missing_data_says_how_to_get_it(tmp_path):
    with pytest.raises(MissingDataError, match="Nanocrystal-Equation-Learner"):
        read_nanoeql(tmp_path)


def test_every_row_is_read(data_dir):
    train, test = read_nanoeql(data_dir)
    assert train.row_ids == list(range(2385))
    assert test.row_ids == list(range(422))
    assert not train.problems
    assert not test.problems


def test_unknown_rates_and_the_lost_name(data_dir):
    train, test = read_nanoeql(data_dir)
    assert sum(recipe.heating_rate_c_per_min is None for recipe in train.recipes) == 183
    assert sum(recipe.heating_rate_c_per_min is None for recipe in test.recipes) == 28
    assert [reagent.name for reagent in test.recipes[247].reagents][-1] == "NA_"


def test_the_first_test_row(data_dir):
    _, test = read_nanoeql(data_dir)
    assert test.recipes[0].product == "PbSe"
    assert test.recipes[0].reagents[2].amount.value == 47.34375
    assert test.outcomes[0].size_nm == 10.54
    assert test.outcomes[0].doi == "self-synthesis"
