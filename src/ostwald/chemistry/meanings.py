"""The table of abbreviations that mean different chemicals in different groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ostwald.chemistry.tables import rows


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of an abbreviation.

    Attributes:
        name: The chemical.
        needs: What the flask must be: ``water``, ``no water``, ``protic``, ``no protic``,
            ``organic``, ``halide``; empty where any will do.
        is_usual: Whether most of the field means this one.
    """

    name: str
    needs: str
    is_usual: bool


def meanings_of(abbreviation: str) -> tuple[Meaning, ...]:
    """Return what an abbreviation may mean; nothing where it means one chemical only."""
    return _meanings().get(abbreviation, ())


@cache
def _meanings() -> Mapping[str, tuple[Meaning, ...]]:
    found: dict[str, tuple[Meaning, ...]] = {}
    for row in rows("abbreviations.csv"):
        meaning = Meaning(row["meaning"], row["needs"], row["usual"] == "yes")
        found[row["abbreviation"]] = (*found.get(row["abbreviation"], ()), meaning)
    return found
