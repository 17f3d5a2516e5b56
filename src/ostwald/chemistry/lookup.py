"""Finding a table entry by any of its names, and the near matches of a misspelling."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from ostwald.chemistry.names import folded_key, name_key, tidy

Entry = TypeVar("Entry")

_CUTOFF = 0.6


class NameIndex(Generic[Entry]):
    """Entries by name: as written, then by spelling, then without regard to case.

    At every step a main name (abbreviation, label) goes before a synonym, so that ``DA`` typed
    exactly is never taken for another chemical's synonym.

    Args:
        entries: Each with its names, the main one first.
    """

    def __init__(self, entries: Iterable[tuple[Entry, Sequence[str]]]) -> None:
        self._steps: list[dict[str, list[Entry]]] = [{} for _ in range(6)]
        self._shown: dict[str, tuple[str, Entry]] = {}
        for entry, names in entries:
            for place, name in enumerate(names):
                self._add(entry, name, is_synonym=place > 0)

    def _add(self, entry: Entry, name: str, *, is_synonym: bool) -> None:
        for number, key in enumerate((tidy(name), name_key(name), folded_key(name))):
            if key:
                found = self._steps[2 * number + is_synonym].setdefault(key, [])
                if not any(other is entry for other in found):
                    found.append(entry)
        self._shown.setdefault(folded_key(name), (tidy(name), entry))

    def as_written(self, name: str) -> list[Entry]:
        """Return the entries of a name whose case is right; several only in a faulty table."""
        return self._first((tidy(name), tidy(name), name_key(name), name_key(name)), start=0)

    def in_any_case(self, name: str) -> list[Entry]:
        """Return the entries of a name without regard to case; several if it is ambiguous."""
        return self._first((folded_key(name), folded_key(name)), start=4)

    def _first(self, keys: Sequence[str], start: int) -> list[Entry]:
        for offset, key in enumerate(keys):
            found = self._steps[start + offset].get(key)
            if found:
                return found
        return []

    def suggest(self, name: str, n: int = 5) -> list[tuple[str, Entry]]:
        """Return the names nearest to a misspelt one, one an entry, nearest first.

        Args:
            name: The name that was not found.
            n: How many at most.

        Returns:
            Pairs of the name that is near and its entry.
        """
        key = folded_key(name)
        if not key:
            return []
        near = difflib.get_close_matches(key, self._shown, n=4 * n, cutoff=_CUTOFF)
        near += sorted(k for k in self._shown if len(key) > 3 and k.startswith(key))
        picked: list[tuple[str, Entry]] = []
        for match in near:
            shown, entry = self._shown[match]
            if not any(other is entry for _, other in picked):
                picked.append((shown, entry))
        return picked[:n]
