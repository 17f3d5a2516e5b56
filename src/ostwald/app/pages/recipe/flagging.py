"""The field that a flag concerns, so that it stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.reading import Reading
    from ostwald.chemistry.plausibility.base import Flag

_FIELDS = {
    "above-boiling-point": "reaction_temperature",
    "out-of-range-temperature": "reaction_temperature",
    "no-cation-source": "product",
    "no-anion-source": "product",
    "no-reductant": "product",
}


def field_of(flag: Flag, reading: Reading) -> str:
    """Return the field that a flag concerns.

    Args:
        flag: What a chemist would stumble over.
        reading: The recipe that it is about.

    Returns:
        ``row KEY`` of the one chemical that it names, ``product`` or a condition by its rule;
        empty where it is the flask as a whole.
    """
    if flag.rule in _FIELDS:
        return _FIELDS[flag.rule]
    named = [
        f"row {key}"
        for key, line in reading.lines.items()
        if any(
            _names(name, flag.what)
            for name in (line.name, line.substance.name, line.substance.abbreviation)
        )
    ]
    return named[0] if len(named) == 1 else ""


def _names(name: str, text: str) -> bool:
    """Tell whether a text names a chemical, as a word of its own."""
    edge = r"[A-Za-z0-9]"
    return bool(name) and bool(re.search(rf"(?<!{edge}){re.escape(name)}(?!{edge})", text))
