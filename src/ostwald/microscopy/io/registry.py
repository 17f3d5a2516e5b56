"""The formats that are read: one module of ``formats`` each, which registers itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ostwald.microscopy.io.picture import Picture

Opener = Callable[[Path], AbstractContextManager[list[Picture]]]


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Attributes:
        name: What people call it.
        suffixes: Ends of its file names, lower case.
        signatures: (offset, bytes) by which its content is told; any one will do.
        believed: Where its pixel size comes from and when it is believed, for the documentation.
        opener: Lists the pictures in a file; they can be decoded while it is open.
        unsigned: Old writers leave the signature out, so the name may decide.
    """

    name: str
    suffixes: tuple[str, ...]
    signatures: tuple[tuple[int, bytes], ...]
    believed: str
    opener: Opener
    unsigned: bool = False

    def matches(self, head: bytes) -> bool:
        """Tell whether the first bytes of a file are this format's."""
        return any(head[at : at + len(sign)] == sign for at, sign in self.signatures)


_FORMATS: dict[str, Format] = {}


def file_format(
    name: str,
    *,
    suffixes: tuple[str, ...],
    signatures: tuple[tuple[int, bytes], ...],
    believed: str,
    unsigned: bool = False,
) -> Callable[[Opener], Opener]:
    """Register a function as the opener of a format.

    Args:
        name: What people call the format.
        suffixes: Ends of its file names, lower case.
        signatures: (offset, bytes) by which its content is told.
        believed: Where its pixel size comes from and when it is believed.
        unsigned: Old writers leave the signature out.

    Returns:
        The decorator.
    """

    def register(opener: Opener) -> Opener:
        _FORMATS[name] = Format(name, suffixes, signatures, believed, opener, unsigned)
        return opener

    return register


@lru_cache(maxsize=1)
def formats() -> tuple[Format, ...]:
    """Return every format, in the order of their modules' names."""
    from ostwald.microscopy.io import formats as package

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return tuple(_FORMATS.values())


@lru_cache(maxsize=1)
def image_suffixes() -> tuple[str, ...]:
    """Return the ends of the names of every format."""
    return tuple(suffix for kind in formats() for suffix in kind.suffixes)
