"""The rungs between a label and a chemical, tried one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ostwald.chemistry.bottles import Label
from ostwald.chemistry.hydrates import has_own_water, split_water
from ostwald.chemistry.identified import Identified
from ostwald.chemistry.reagent_index import ReagentIndex
from ostwald.chemistry.solutions import is_sold_as_solution
from ostwald.chemistry.substance import Substance

_OPEN_WATER = "the number of water molecules is not said: counted as anhydrous"


def of_table(substance: Substance, written: str, notes: Sequence[str] = ()) -> Identified:
    """Return a chemical with the water that its written name says is weighed with it."""
    if has_own_water(substance):
        return Identified(substance, tuple(notes))
    watered = split_water(written)
    more = (_OPEN_WATER,) if watered.is_open else ()
    return Identified(substance, (*notes, *more), waters=watered.waters)


def climb(written: str, label: Label, index: ReagentIndex) -> Identified:
    """Find the chemical of a label that is not in the table as it stands.

    Args:
        written: The whole label, for messages.
        label: Its parts.
        index: The table.

    Returns:
        The chemical and everything that was taken off.

    Raises:
        InputError: No rung holds, or two parts of the label name different chemicals.
    """
    whole = _search(written, index)
    if whole is not None:
        return whole
    found = _search(label.core, index)
    if found is None:
        raise index.unknown(label.core if label.core else written)
    return _with_label(found, label)


def _with_label(found: Identified, label: Label) -> Identified:
    notes = list(found.notes)
    percent, strength = label.percent, label.strength
    if strength is None and percent is not None and is_sold_as_solution(found.substance):
        strength = percent
    taken = [note for note in label.notes if note != percent or strength is None]
    if taken:
        notes.append("taken off the name: " + ", ".join(taken))
    return replace(found, notes=tuple(notes), strength=strength)


def _search(text: str, index: ReagentIndex) -> Identified | None:
    known = index.in_table(text)
    if known is not None:
        return of_table(known, text)
    watered = split_water(text)
    if watered.names_water:
        dry = _search(watered.dry, index)
        if dry is None or has_own_water(dry.substance):
            return dry
        more = (_OPEN_WATER,) if watered.is_open else ()
        return replace(dry, waters=dry.waters + watered.waters, notes=(*dry.notes, *more))
    new = index.by_formula(text)
    return None if new is None else Identified(new)
