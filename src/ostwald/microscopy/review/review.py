"""An image whose particles and scale a person corrects, and its measurement at every moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ostwald.microscopy.marked import Marked, Measurement, particles_of, summarised
from ostwald.microscopy.measure.table import ParticleTable
from ostwald.microscopy.review.corrections import Corrections, in_words
from ostwald.microscopy.review.edits import Change, Edit
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.settings import Settings


class Review:
    """Keeps labels, scale and measures of one image together while they are corrected.

    Only particles that an edit has changed are measured anew.

    Args:
        found: Scale and particles as they were found.
        table: Measures of those particles; made when left out.
    """

    def __init__(self, found: Marked, table: ParticleTable | None = None) -> None:
        self.found = found
        self.scale = found.scale
        self.corrections = Corrections(found.labels)
        self._known = particles_of(found) if table is None else table
        self._present = self._known.particle.copy()

    @property
    def table(self) -> ParticleTable:
        """Measures of all particles that there are now, none filtered."""
        return self._known.rows(np.isin(self._known.particle, self._present))

    def do(self, edit: Edit) -> Change:
        """Change particles and measure those that are new.

        Args:
            edit: What is done.

        Returns:
            What changed.

        Raises:
            InputError: It cannot be done; nothing has changed.
        """
        change = self._done(edit)
        self._measure()
        return change

    def undo(self) -> Change:
        """Take the last edit back; see `Corrections.undo`."""
        change = self._noted(self.corrections.undo())
        self._measure()
        return change

    def redo(self) -> Change:
        """Do again what was undone last; see `Corrections.redo`."""
        change = self._noted(self.corrections.redo())
        self._measure()
        return change

    def repeat(self, edits: Iterable[Edit], undone: Iterable[Edit] = ()) -> None:
        """Do what was done before to the same image, such as before a restart.

        Args:
            edits: ``corrections.edits`` of then.
            undone: ``corrections.undone`` of then.

        Raises:
            InputError: One of them cannot be done.
        """
        again = tuple(undone)
        for edit in (*edits, *again):
            self._done(edit)
        for _ in again:
            self._noted(self.corrections.undo())
        self._measure()

    def use_scale(self, scale: Scale) -> None:
        """Give the image another scale; what is no specimen stays as it was found.

        Args:
            scale: The scale.
        """
        self.scale = replace(scale, excluded=self.found.scale.excluded)
        self._known = self._known.at_scale(scale.nm_per_px)

    def measurement(self, settings: Settings, image: str | None = None) -> Measurement:
        """Say what the image tells about the sample now.

        Args:
            settings: Which particles count.
            image: What the image is called; its file's name when left out.

        Returns:
            The measurement.
        """
        by_hand = in_words(self.corrections.edits)
        notes = (*self.found.notes, by_hand) if by_hand else self.found.notes
        now = replace(
            self.found, scale=self.scale, labels=self.corrections.labels, scores=None, notes=notes
        )
        measured = summarised(now, self.table, settings)
        return measured if image is None else replace(measured, image=image)

    def _done(self, edit: Edit) -> Change:
        change = self.corrections.do(edit)
        # Numbers of edits that were undone and forgotten may be used again.
        self._known = self._known.rows(~np.isin(self._known.particle, change.added))
        return self._noted(change)

    def _noted(self, change: Change) -> Change:
        kept = self._present[~np.isin(self._present, change.removed)]
        self._present = np.concatenate([kept, np.array(change.added, dtype=kept.dtype)])
        return change

    def _measure(self) -> None:
        """Measure the particles that are there and were not measured yet."""
        missing = self._present[~np.isin(self._present, self._known.particle)]
        if not missing.size:
            return
        labels = self.corrections.labels
        fresh = np.where(np.isin(labels, missing), labels, 0).astype(np.int32)
        marked = replace(self.found, scale=self.scale, labels=fresh, scores=None)
        self._known = self._known.with_rows(particles_of(marked))
