"""Protocols: which rows train, which are tested, and in which folds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ostwald.errors import InputError
from ostwald.evaluation.protocols.base import Fold, Split
from ostwald.evaluation.protocols.composition import composition4_split, composition_split
from ostwald.evaluation.protocols.nanoeql import nanoeql_split
from ostwald.evaluation.protocols.papers import doi_all_split, doi_split
from ostwald.evaluation.protocols.published import published_split

__all__ = [
    "PROTOCOLS",
    "Fold",
    "Split",
    "composition4_split",
    "composition_split",
    "doi_all_split",
    "doi_split",
    "make_split",
    "nanoeql_split",
    "published_split",
]

PROTOCOLS: dict[str, Callable[[Path], Split]] = {
    "published": published_split,
    "doi": doi_split,
    "doi_all": doi_all_split,
    "composition": composition_split,
    "composition4": composition4_split,
    "nanoeql": nanoeql_split,
}


def make_split(name: str, folder: Path) -> Split:
    """Read the data of a protocol and split them.

    Args:
        name: One of ``PROTOCOLS``.
        folder: The folder of published data.

    Returns:
        The rows and their folds.

    Raises:
        InputError: There is no such protocol.
    """
    if name not in PROTOCOLS:
        known = ", ".join(PROTOCOLS)
        raise InputError(f"unknown protocol {name!r}", where="--protocol", hint=f"one of: {known}")
    return PROTOCOLS[name](folder)
