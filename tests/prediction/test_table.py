"""Predictions as a table."""

from __future__ import annotations

import csv
import io

from ostwald.models.answer import Domain
from ostwald.prediction.result import Prediction, ShapeEstimate, SizeEstimate
from ostwald.prediction.table import predictions_csv


def prediction(name: str) -> Prediction:
    return Prediction(
        id=name,
        product="PbSe",
        size=SizeEstimate(5.0, 4.0, 6.0, 0.9),
        shape=ShapeEstimate("cube", {"cube": 0.7, "sphere": 0.3}),
        domain=Domain(False, 0.2, ("one", "two")),
        optics={"first_absorption_peak_nm": {"estimate": 1600.0, "interval": [None, None]}},
    )


def test_one_row_a_recipe_with_all_that_is_said() -> None:
    row = next(csv.DictReader(io.StringIO(predictions_csv([prediction("a, b")]))))
    assert row["id"] == "a, b"
    assert (row["size_nm"], row["lower_nm"], row["upper_nm"]) == ("5.0", "4.0", "6.0")
    assert (row["shape"], row["probability_cube"]) == ("cube", "0.7")
    assert row["first_absorption_peak_nm"] == "1600.0"
    assert row["reasons"] == "one; two"


def test_a_name_is_never_a_formula_of_a_spreadsheet() -> None:
    row = next(csv.DictReader(io.StringIO(predictions_csv([prediction("=1+1")]))))
    assert row["id"] == "'=1+1"
