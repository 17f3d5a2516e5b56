"""A label image under correction: every edit can be undone, redone and repeated elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import InputError
from ostwald.microscopy.review.edits import Change, Edit


class Corrections:
    """The particles of an image, and what was done to them by hand.

    Args:
        labels: (height, width), 0 background, one number a particle; left as it is.
    """

    def __init__(self, labels: NDArray[np.integer]) -> None:
        self.labels: NDArray[np.int32] = np.array(labels, dtype=np.int32)
        self._first = int(self.labels.max(initial=0)) + 1
        self._done: list[tuple[Edit, Change]] = []
        self._undone: list[tuple[Edit, Change]] = []

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What was done and not undone, in its order."""
        return tuple(edit for edit, _ in self._done)

    @property
    def undone(self) -> tuple[Edit, ...]:
        """What `redo` would do again, in that order."""
        return tuple(edit for edit, _ in reversed(self._undone))

    def do(self, edit: Edit) -> Change:
        """Do something to the particles; what was undone before is forgotten.

        Args:
            edit: What.

        Returns:
            What changed.

        Raises:
            InputError: It cannot be done; nothing has changed.
        """
        # Numbers follow from what was done alone, so that it can be repeated.
        free = self._first + sum(len(change.added) for _, change in self._done)
        change = edit.change(self.labels, free)
        change.apply_to(self.labels)
        self._done.append((edit, change))
        self._undone.clear()
        return change

    def undo(self) -> Change:
        """Take the last edit back.

        Returns:
            What changed.

        Raises:
            InputError: There is none.
        """
        if not self._done:
            raise InputError("there is nothing to undo")
        edit, change = self._done.pop()
        self._undone.append((edit, change))
        back = change.reversed()
        back.apply_to(self.labels)
        return back

    def redo(self) -> Change:
        """Do again what was undone last.

        Returns:
            What changed.

        Raises:
            InputError: There is nothing.
        """
        if not self._undone:
            raise InputError("there is nothing to do again")
        edit, change = self._undone.pop()
        self._done.append((edit, change))
        change.apply_to(self.labels)
        return change


def in_words(edits: Iterable[Edit]) -> str | None:
    """Say what was done by hand, as for the remarks on a measurement.

    Args:
        edits: What was done.

    Returns:
        Such as ``"corrected by hand: 2 deleted, 1 split"``; None for nothing.
    """
    past = {"delete": "deleted", "split": "split", "merge": "merged", "draw": "drawn"}
    counts = dict.fromkeys(past, 0)
    for edit in edits:
        counts[edit.kind] += len(getattr(edit, "particles", ())) if edit.kind == "delete" else 1
    said = [f"{count} {past[kind]}" for kind, count in counts.items() if count]
    return f"corrected by hand: {', '.join(said)}" if said else None
