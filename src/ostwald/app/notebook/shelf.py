"""What all parts of the notebook share: database, files, and how a row is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ostwald.app.notebook.database import Database
from ostwald.app.notebook.files import Files
from ostwald.app.notebook.models import MicrographRow, RecipeRow, SpectrumRow
from ostwald.errors import OstwaldError

LARGEST_ID = 2**31 - 1


class NotThereError(OstwaldError):
    """The notebook has no such record."""


class Shelf:
    """A part of the notebook.

    Args:
        url: URL of the database.
        files: Folder of micrographs and spectra.

    Raises:
        InputError: The database cannot be used.
    """

    def __init__(self, url: str, files: Path) -> None:
        self._database = Database(url)
        self._files = Files(files)

    def _add_file(self, row: MicrographRow | SpectrumRow) -> None:
        with self._database.write() as session:
            if row.recipe_id is not None:
                row_of(session, RecipeRow, row.recipe_id)
            session.add(row)

    def _of_recipe(self, table: Any, record: Any, recipe_id: int) -> list[Any]:
        with self._database.read() as session:
            row_of(session, RecipeRow, recipe_id)
            rows = session.scalars(
                select(table).where(table.recipe_id == recipe_id).order_by(table.id.desc())
            )
            return [record.of(row) for row in rows]

    def _remove_unnamed_files(self) -> None:
        with self._database.read() as session:
            named = {
                sha256
                for column in (
                    MicrographRow.sha256,
                    MicrographRow.labels_sha256,
                    SpectrumRow.sha256,
                )
                for sha256 in session.scalars(select(column))
                if sha256 is not None
            }
        self._files.keep_only(named)


def row_of(session: Session, table: Any, row_id: int) -> Any:
    """Return a row of a table.

    Raises:
        NotThereError: There is none of that number.
    """
    row = session.get(table, row_id) if 0 < row_id <= LARGEST_ID else None
    if row is None:
        raise NotThereError(
            f"there is no {table.__tablename__} {row_id} in the notebook",
            hint="it may have been removed",
        )
    return row


def suffix_of(given: str, file: Path | bytes) -> str:
    """Return the suffix of a file as it is kept; empty where it cannot be one."""
    suffix = given or (file.suffix if isinstance(file, Path) else "")
    return suffix.lower() if suffix[1:].isalnum() and len(suffix) <= 10 else ""
