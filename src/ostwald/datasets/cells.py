"""Cells of published tables: finding the file, unknown marks, slots of reagents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ostwald.datasets.manifest import how_to_get
from ostwald.errors import InputError, MissingDataError
from ostwald.recipes.amount import Amount
from ostwald.recipes.reagent import Reagent

# Marks of an unknown value in the raw workbook: both question marks, and the star.
UNKNOWN_MARKS = frozenset({"?", "？", "*", ""})
# Nonanoic acid is "NA" in the raw workbook, which many programs read as a blank cell, and
# "NA_" in the training table and the list of abbreviations.
NONANOIC_ACID = "NA_"
# Codes that stand in the size and distribution columns of five rows and mean no number.
UNEXPLAINED_CODES = frozenset({"bs", "ct1", "gr1", "hx1", "ia1"})


def data_file(folder: str | Path, name: str) -> Path:
    """Return the path of a published file, which must be there.

    Args:
        folder: The data folder; it holds ``recipes/``.
        name: Path of the file inside it.

    Returns:
        The path.

    Raises:
        MissingDataError: The file is not there; it says where to get it.
    """
    path = Path(folder) / name
    if not path.is_file():
        raise MissingDataError(
            "this file of the published data is not there",
            where=str(path),
            hint=how_to_get(name),
        )
    return path


def known(cell: Any) -> Any:
    """Return a cell of a published table, or None where it marks an unknown value.

    Args:
        cell: A number, a text or NaN.

    Returns:
        The cell; texts without outer blanks.
    """
    if isinstance(cell, str):
        text = cell.strip()
        return None if text in UNKNOWN_MARKS or text in UNEXPLAINED_CODES else text
    return None if cell is None or cell != cell else cell  # NaN differs from itself


def reagents_from_slots(slots: list[tuple[Any, Any]]) -> tuple[Reagent, ...]:
    """Return the reagents of slots of an amount in mmol and a name.

    Args:
        slots: Pairs of amount and name; both None for an empty slot.

    Returns:
        The reagents, in order.

    Raises:
        InputError: A slot has a name and no amount, or an amount and no name.
    """
    reagents = []
    for number, (amount, name) in enumerate(slots, start=1):
        if amount is None and name is None:
            continue
        if amount is None or name is None:
            problem = "an amount has no chemical" if name is None else f"{name} has no amount"
            raise InputError(problem, where=f"reagent {number}")
        name = NONANOIC_ACID if name == "NA" else name
        reagents.append(Reagent(name=name, amount=Amount(value=amount, unit="mmol")))
    return tuple(reagents)
