"""The spectra of the notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ostwald.app.notebook.models import SpectrumRow, now
from ostwald.app.notebook.records import SpectrumRecord
from ostwald.app.notebook.shelf import Shelf, suffix_of
from ostwald.app.notebook.text import clean_name


class Spectra(Shelf):
    """Keeps spectra with what was read in them."""

    def add_spectrum(
        self,
        name: str,
        file: Path | bytes,
        reading: dict[str, Any],
        *,
        suffix: str = "",
        recipe_id: int | None = None,
    ) -> SpectrumRecord:
        """Keep a spectrum and what was read in it, as `add_micrograph`."""
        peak = reading.get("first_absorption_peak_nm")
        sha256, size = self._files.add(file)
        row = SpectrumRow(
            recipe_id=recipe_id,
            name=clean_name(name),
            suffix=suffix_of(suffix, file),
            sha256=sha256,
            bytes=size,
            peak_nm=float(peak) if isinstance(peak, int | float) else None,
            reading=reading,
            added=now(),
        )
        self._add_file(row)
        return SpectrumRecord.of(row)

    def spectra(self, recipe_id: int) -> list[SpectrumRecord]:
        """Return the spectra of a recipe's crystals, the latest first."""
        return self._of_recipe(SpectrumRow, SpectrumRecord, recipe_id)
