"""Finding the paper of each training row by joining it with the raw workbook.

The published training table has no DOI; the raw workbook has. The table is the workbook in
nearly the same order with rows dropped, and with edge lengths turned into equal-area diameters,
so a row is looked for among the raw rows of the same product, temperatures and time whose size
differs by a known factor, near the place where its neighbours were found.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

# Factors of the table's size to the reported one: none, cube, triangle, rhombus
# (see ostwald.recipes.size_conventions).
SIZE_FACTORS = (1.0, 1.1284, 0.7425, 1.0500)
SIZE_TOLERANCE = 0.004
JOIN_FILE = "training_row_to_doi.csv"


@dataclass(frozen=True)
class _RawColumns:
    """Names of the workbook's columns that the join needs."""

    product: str = "Nanocrystal Composition"
    injection_c: str = "injection temperature/℃"
    reaction_c: str = "reaction temperature/℃"
    minutes: str = "reaction time/min"
    size: str = "D/nm"
    doi: str = "DOI"


def join_with_papers(table: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Join each row of the training table with a row of the raw workbook.

    Args:
        table: The published training table, in file order.
        raw: The raw workbook, in file order.

    Returns:
        One row per row of ``table`` with ``ID``, ``raw_row`` (0-based, missing where nothing
        fits) and ``doi``.
    """
    import pandas as pd

    names = _RawColumns()
    products = raw[names.product].astype(str).str.strip().str.replace("·", "-", regex=False)
    numbers = {
        key: pd.to_numeric(raw[column], errors="coerce").to_numpy(dtype=float)
        for key, column in (
            ("injection", names.injection_c),
            ("reaction", names.reaction_c),
            ("minutes", names.minutes),
            ("size", names.size),
        )
    }
    by_product = {
        name: np.asarray(rows) for name, rows in products.groupby(products).indices.items()
    }

    raw_rows: list[float] = []
    offset = 0.0
    for position, row in enumerate(table.itertuples(index=False)):
        candidates = by_product.get(str(row.T2), np.empty(0, dtype=int))
        fits = candidates[_misfit(row, candidates, numbers) <= 1.0]
        if fits.size == 0:
            raw_rows.append(np.nan)
            continue
        best = int(fits[np.argmin(np.abs(fits - position - offset))])
        offset = best - position
        raw_rows.append(best)

    papers = raw[names.doi].tolist()
    dois = [None if np.isnan(row) else papers[int(row)] for row in raw_rows]
    found = pd.Series(raw_rows, dtype="Int64")
    return pd.DataFrame({"ID": table["ID"], "raw_row": found, "doi": dois})


def _misfit(row: object, candidates: npt.NDArray[np.intp], numbers: dict[str, Floats]) -> Floats:
    """Return a number per candidate raw row that is at most 1 where it can be the same recipe."""
    misfit = np.zeros(len(candidates))
    wanted = {
        "injection": getattr(row, "Temperature1", np.nan),
        "reaction": getattr(row, "Temperature2", np.nan),
        "minutes": getattr(row, "Time", np.nan),
    }
    for key, value in wanted.items():
        reported = numbers[key][candidates]
        difference = np.abs(reported - float(value)) / (0.02 * abs(float(value)) + 0.5)
        misfit = np.maximum(misfit, np.where(np.isnan(reported), 0.0, difference))
    ratio = float(getattr(row, "Y1", np.nan)) / numbers["size"][candidates]
    closest = np.min([np.abs(ratio / factor - 1.0) for factor in SIZE_FACTORS], axis=0)
    worst: Floats = np.maximum(misfit, np.nan_to_num(closest / SIZE_TOLERANCE, nan=np.inf))
    return worst


def write_join(folder: Path) -> Path:
    """Make the file that joins training rows with papers, from the two published tables.

    Args:
        folder: The data folder, which holds ``recipes/gu2025``.

    Returns:
        The path of the file written.
    """
    import pandas as pd

    from ostwald._files import atomic_path

    source = folder / "recipes" / "gu2025"
    table = pd.read_csv(source / "training_table.csv")
    raw = pd.read_excel(source / "raw_recipe_dataset.xlsx")
    target = source / JOIN_FILE
    with atomic_path(target) as path:
        join_with_papers(table, raw).to_csv(path, index=False)
    return target
