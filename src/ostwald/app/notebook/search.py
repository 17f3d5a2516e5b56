"""Searching the notebook's recipes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ostwald.app.notebook.models import OutcomeRow, PredictionRow, RecipeRow
from ostwald.app.notebook.records import (
    Entry,
    OutcomeRecord,
    Page,
    PredictionRecord,
    RecipeRecord,
    Result,
)
from ostwald.app.notebook.text import clean_words

MOST_WORDS = 12
MOST_ENTRIES = 1000
MOST_RESULTS = 5000


def find(session: Session, words: str, start: int, most: int) -> Page:
    """Return the recipes that have all of the words.

    Args:
        session: Where to look.
        words: Words with blanks between them; all recipes when empty.
        start: How many to pass over.
        most: How many to return.

    Returns:
        The recipes, the last changed first.
    """
    conditions = [
        or_(
            *(
                column.icontains(word, autoescape=True)
                for column in (RecipeRow.name, RecipeRow.product, RecipeRow.text, RecipeRow.note)
            )
        )
        for word in clean_words(words, "the search").split()[:MOST_WORDS]
    ]
    total = session.scalar(select(func.count()).select_from(RecipeRow).where(*conditions)) or 0
    rows = session.scalars(
        select(RecipeRow)
        .where(*conditions)
        .order_by(RecipeRow.changed.desc(), RecipeRow.id.desc())
        .offset(max(start, 0))
        .limit(min(max(most, 0), MOST_ENTRIES))
    ).all()
    predicted = _predictions(session, rows)
    outcomes = _outcomes(session, [row.id for row in rows])
    entries = [
        Entry(
            id=row.id,
            version=row.version,
            name=row.name,
            product=row.product,
            changed=row.changed,
            predicted=predicted.get((row.id, row.version)),
            outcomes=tuple(outcomes.get(row.id, ())),
        )
        for row in rows
    ]
    return Page(entries, total)


def find_results(session: Session, model: str) -> list[Result]:
    """Return the recipes of which something came out, the oldest first.

    Args:
        session: Where to look.
        model: Whose predictions to put beside them.
    """
    rows = session.scalars(
        select(RecipeRow)
        .where(RecipeRow.id.in_(select(OutcomeRow.recipe_id)))
        .order_by(RecipeRow.id)
        .limit(MOST_RESULTS)
    ).all()
    predicted = _predictions(session, rows, model)
    outcomes = _outcomes(session, [row.id for row in rows])
    return [
        Result(RecipeRecord.of(row), tuple(outcomes[row.id]), predicted.get((row.id, row.version)))
        for row in rows
    ]


def _predictions(
    session: Session, rows: Iterable[RecipeRow], model: str | None = None
) -> dict[tuple[int, int], PredictionRecord]:
    """Return the latest prediction of each version of recipes, of one model or of any."""
    ids = [row.id for row in rows]
    found = session.scalars(
        select(PredictionRow)
        .where(
            PredictionRow.recipe_id.in_(ids),
            *([] if model is None else [PredictionRow.model == model]),
        )
        .order_by(PredictionRow.id)
    )
    return {(row.recipe_id, row.recipe_version): PredictionRecord.of(row) for row in found}


def _outcomes(session: Session, ids: list[int]) -> dict[int, list[OutcomeRecord]]:
    found = session.scalars(
        select(OutcomeRow).where(OutcomeRow.recipe_id.in_(ids)).order_by(OutcomeRow.id.desc())
    )
    grouped: dict[int, list[OutcomeRecord]] = {}
    for row in found:
        grouped.setdefault(row.recipe_id, []).append(OutcomeRecord.of(row))
    return grouped
