"""What two variants have differently, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ostwald.app.pages.recipe.draft import CONDITIONS
from ostwald.chemistry.names import folded_key

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.draft import Row
    from ostwald.app.pages.recipe.reading import Reading


def differing_fields(one: Reading, other: Reading, name: str) -> dict[str, str]:
    """Return the fields in which a variant differs, each with how the other has it.

    Rows are the same where their chemicals are, whatever they are called.

    Args:
        one: The variant whose fields are marked.
        other: The one it is compared with.
        name: Name of the other.

    Returns:
        Words by field, as the editor names its fields.
    """
    marks: dict[str, str] = {}
    theirs: dict[str, list[Row]] = {}
    for row in other.draft.written:
        theirs.setdefault(_identity(other, row), []).append(row)
    for row in one.draft.written:
        found = theirs.get(_identity(one, row), [])
        if not found:
            marks[f"row {row.key}"] = f"not in {name}"
            continue
        same = found.pop(0)
        if _plain(same.amount) != _plain(row.amount):
            marks[f"row {row.key}"] = f"{name}: {same.amount.strip() or 'no amount'}"
    texts = {"product": (one.draft.product, other.draft.product)} | {
        field: (one.draft.conditions.get(field, ""), other.draft.conditions.get(field, ""))
        for field in CONDITIONS
    }
    for field, (mine, yours) in texts.items():
        if _plain(mine) != _plain(yours):
            marks[field] = f"{name}: {yours.strip()}" if yours.strip() else f"not said in {name}"
    return marks


def missing_here(one: Reading, other: Reading) -> list[str]:
    """Return the chemicals that only the other variant has, with their amounts."""
    mine = {_identity(one, row) for row in one.draft.written}
    return [
        f"{row.name.strip()}, {row.amount.strip()}"
        for row in other.draft.written
        if _identity(other, row) not in mine
    ]


def _identity(reading: Reading, row: Row) -> str:
    substance = reading.substances.get(row.key)
    return substance.identity if substance is not None else folded_key(row.name)


def _plain(text: str) -> str:
    return " ".join(text.split())
