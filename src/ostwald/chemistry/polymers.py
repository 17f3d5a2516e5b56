"""Polymers named with the length of their chains."""

from __future__ import annotations

import re

_POLYMER = re.compile(
    r"(?P<name>PVP|PEG|PEO|PAA|PEI|PVA|PDDA|PMMA|PMAA|polyvinylpyrrolidone|"
    r"poly\(vinylpyrrolidone\)|polyethylene glycol|poly\(ethylene glycol\))[\s-]*"
    r"(?P<size>\(?[KM]?w?[\s-]?\d[\d,.]*\s?[kK]?\)?)",
    re.IGNORECASE,
)


def read_polymer(text: str) -> tuple[str, str] | None:
    """Part a polymer's name from its chain length.

    Args:
        text: Such as ``PVP10``, ``PVP-K30``, ``PEG 400``.

    Returns:
        The name and the length as written; None for anything else.

    Examples:
        >>> read_polymer("PVP-K30")
        ('PVP', 'K30')
    """
    match = _POLYMER.fullmatch(text)
    return (match["name"], match["size"].strip(" ()")) if match else None
