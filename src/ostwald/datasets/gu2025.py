"""Readers of the published data set of Gu, Liang et al. (doi 10.1021/acsnano.5c09134).

Both forms are read: the training table, with sizes as equal-area diameters, and the raw
workbook, with sizes as the papers report them. Numbers that were not measured but filled in
or marked as unknown are None here.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostwald.datasets.cells import data_file, known, reagents_from_slots
from ostwald.errors import InputError
from ostwald.recipes.amount import Amount
from ostwald.recipes.base import placed
from ostwald.recipes.outcome import Outcome, SizeMeasure
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.shapes import read_shape
from ostwald.recipes.size_conventions import has_edge_length
from ostwald.recipes.table import RecipeTable

if TYPE_CHECKING:
    import pandas as pd

GU2025_FOLDER = "recipes/gu2025"
COLLECTION = "gu2025"
TRAINING_SLOTS = "ABCDEFGHIJKLM"
EMPTY_SLOT = "PlaceHolder"
# The training table puts the column's mean where the raw workbook has a question mark.
FILLED_HEATING_RATE_C_PER_MIN = 13.90111345
FILLED_DISTRIBUTION_PERCENT = 15.150441

_RAW_SLOTS = 10
_RAW_COLUMNS = {
    "product": 2,
    "injection": 3,
    "reaction": 4,
    "time": 5,
    "first_amount": 6,
    "size": 26,
    "distribution": 27,
    "shape": 28,
    "counted": 29,
    "doi": 30,
    "segmented": 31,
    "heating_rate": 32,
}
_RAW_WIDTH = 33


def read_gu2025_training(folder: str | Path, only: Collection[str] | None = None) -> RecipeTable:
    """Read the training table of the published model.

    Heating rates and distributions that were filled in with the column's mean are None, as
    are particle counts of -1. Sizes are equal-area diameters, as the table has them.

    Args:
        folder: The data folder; it holds ``recipes/``.
        only: The ``id`` of the recipes wanted; all when left out.

    Returns:
        3,489 recipes, or those wanted, in file order; `row_ids` are 0-based rows of
        ``training_table.csv``.

    Raises:
        MissingDataError: A file is not there.
        InputError: A file is not the published one.
    """
    path = data_file(folder, f"{GU2025_FOLDER}/training_table.csv")
    labels = _shape_labels(data_file(folder, f"{GU2025_FOLDER}/shapes_list.txt"))
    head, papers = _lines(data_file(folder, f"{GU2025_FOLDER}/training_row_to_doi.csv"))
    doi = head.index("doi")
    columns, lines = _lines(path)
    number = columns.index("ID")
    if len(papers) != len(lines):
        raise InputError("it does not have one line per training row", where=str(path))
    table = RecipeTable()
    for row_id, (line, paper) in enumerate(zip(lines, papers, strict=True)):
        if only is not None and _training_id(line[number]) not in only:
            continue
        row = dict(zip(columns, line, strict=True))
        place = f"{path.name}, row {row_id + 2}"
        try:
            outcome = _training_outcome(row, labels, paper[doi] or None)
            table.add(_training_recipe(row), outcome, row_id)
        except InputError as error:
            table.problems.append(placed(error, place))
    return table


def _lines(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the columns and lines of a table; to import pandas takes ten times as long."""
    with path.open(encoding="utf-8", newline="") as file:
        first, *rest = csv.reader(file)
    return first, rest


def _shape_labels(path: Path) -> list[str]:
    return [read_shape(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _training_id(number: str) -> str:
    return f"gu2025-{number}"


def _training_recipe(row: dict[str, str]) -> Recipe:
    slots = [(float(row[f"{slot}1"]), row[f"{slot}2"]) for slot in TRAINING_SLOTS]
    rate = float(row["Speed"])
    return Recipe(
        vocabulary="published",
        id=_training_id(row["ID"]),
        product=row["T2"],
        reagents=tuple(
            Reagent(name=name, amount=Amount(value=amount, unit="mmol"))
            for amount, name in slots
            if name != EMPTY_SLOT
        ),
        injection_temperature_c=float(row["Temperature1"]),
        reaction_temperature_c=float(row["Temperature2"]),
        reaction_time_min=float(row["Time"]),
        heating_rate_c_per_min=None if _same(rate, FILLED_HEATING_RATE_C_PER_MIN) else rate,
    )


def _training_outcome(row: dict[str, str], labels: list[str], doi: str | None) -> Outcome:
    distribution = float(row["Y2"])
    counted = float(row["Num"])
    return Outcome(
        size_nm=float(row["Y1"]),
        size_distribution_percent=(
            None if _same(distribution, FILLED_DISTRIBUTION_PERCENT) else distribution
        ),
        shape=labels[int(row["Y3"])],
        particles_counted=int(counted) if counted > 0 else None,
        doi=doi,
        collection=COLLECTION,
    )


def _same(value: float, filled: float) -> bool:
    return abs(value - filled) < 1e-6


def read_gu2025_raw(folder: str | Path) -> RecipeTable:
    """Read the raw workbook, with sizes as the papers report them.

    Where the authors did not measure the images themselves, a cube, triangle or rhombus has
    its edge length, and the outcome's `size_measure` says so;
    `ostwald.recipes.size_conventions.to_equal_area` converts it. Unknown marks and the five
    unexplained codes are None.

    Args:
        folder: The data folder; it holds ``recipes/``.

    Returns:
        3,508 recipes in sheet order; `row_ids` are 0-based data rows of the first sheet.

    Raises:
        MissingDataError: The file is not there.
        InputError: The file is not the published one.
    """
    import pandas as pd

    path = data_file(folder, f"{GU2025_FOLDER}/raw_recipe_dataset.xlsx")
    frame = pd.read_excel(path, header=0, keep_default_na=False, na_values=[""])
    if frame.shape[1] != _RAW_WIDTH:
        problem = f"it has {frame.shape[1]} columns, not {_RAW_WIDTH}"
        raise InputError(problem, where=str(path), hint="get it anew with: ostwald data fetch")
    table = RecipeTable()
    for row_id, row in enumerate(_rows(frame)):
        place = f"{path.name}, row {row_id + 2}"
        try:
            table.add(_raw_recipe(row, row_id), _raw_outcome(row), row_id)
        except InputError as error:
            table.problems.append(placed(error, place))
    return table


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """Return the cells row by row, with None for blank cells and unknown marks."""
    cells = frame.astype(object).to_numpy().tolist()
    return [[known(cell) for cell in row] for row in cells]


def _raw_recipe(row: list[Any], row_id: int) -> Recipe:
    first = _RAW_COLUMNS["first_amount"]
    slots = [(row[first + 2 * slot], row[first + 2 * slot + 1]) for slot in range(_RAW_SLOTS)]
    return Recipe(
        vocabulary="published",
        id=f"gu2025-raw-{row_id}",
        product=row[_RAW_COLUMNS["product"]],
        reagents=reagents_from_slots(slots),
        injection_temperature_c=row[_RAW_COLUMNS["injection"]],
        reaction_temperature_c=row[_RAW_COLUMNS["reaction"]],
        reaction_time_min=row[_RAW_COLUMNS["time"]],
        heating_rate_c_per_min=row[_RAW_COLUMNS["heating_rate"]],
    )


def _raw_outcome(row: list[Any]) -> Outcome:
    shape = row[_RAW_COLUMNS["shape"]]
    by_edge = row[_RAW_COLUMNS["segmented"]] != "Y" and has_edge_length(shape)
    measure: SizeMeasure = "edge length" if by_edge else "equal-area diameter"
    return Outcome(
        size_nm=row[_RAW_COLUMNS["size"]],
        size_distribution_percent=row[_RAW_COLUMNS["distribution"]],
        shape=shape,
        particles_counted=row[_RAW_COLUMNS["counted"]],
        doi=row[_RAW_COLUMNS["doi"]],  # three end in a blank, which `known` takes off
        size_measure=measure,
        collection=COLLECTION,
    )
