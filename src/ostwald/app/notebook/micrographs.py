"""The micrographs of the notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ostwald.app.notebook.models import MicrographRow, now
from ostwald.app.notebook.records import MicrographRecord
from ostwald.app.notebook.shelf import Shelf, row_of, suffix_of
from ostwald.app.notebook.text import clean_name


class Micrographs(Shelf):
    """Keeps micrographs with what was measured in them."""

    def add_micrograph(
        self,
        name: str,
        file: Path | bytes,
        summary: dict[str, Any],
        *,
        suffix: str = "",
        recipe_id: int | None = None,
        particles: str = "",
        labels: bytes | None = None,
    ) -> MicrographRecord:
        """Keep a micrograph and what was measured in it.

        Args:
            name: What its owner calls it; only shown.
            file: The picture as it came, or its content.
            summary: As ``measure --json`` gives it.
            suffix: Of the file, such as ``.tif``; that of the path when left out.
            recipe_id: The recipe whose crystals it shows.
            particles: The particle table as CSV.
            labels: The label image as a TIFF file.

        Returns:
            The micrograph as it is kept.

        Raises:
            InputError: The file cannot be kept.
            NotThereError: There is no such recipe.
        """
        sha256, size = self._files.add(file)
        row = MicrographRow(
            recipe_id=recipe_id,
            name=clean_name(name),
            suffix=suffix_of(suffix, file),
            sha256=sha256,
            bytes=size,
            labels_sha256=None if labels is None else self._files.add(labels)[0],
            summary=summary,
            particles=particles,
            added=now(),
        )
        self._add_file(row)
        return MicrographRecord.of(row)

    def micrograph(self, micrograph_id: int) -> MicrographRecord:
        """Return a micrograph.

        Raises:
            NotThereError: There is no such micrograph.
        """
        with self._database.read() as session:
            return MicrographRecord.of(row_of(session, MicrographRow, micrograph_id))

    def micrographs(self, recipe_id: int) -> list[MicrographRecord]:
        """Return the micrographs of a recipe's crystals, the latest first."""
        return self._of_recipe(MicrographRow, MicrographRecord, recipe_id)
