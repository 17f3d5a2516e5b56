"""Data sets: where the published data are, how to get them, and what they hold."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# The public names and the modules they live in, imported on first use: finding the folder must
# not pay for the readers.
_PUBLIC = {
    "data_folder": "location",
    "read_gu2025_raw": "gu2025",
    "read_gu2025_training": "gu2025",
    "read_nanoeql": "nanoeql",
    "read_uw": "uw",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'ostwald.datasets' has no attribute {name!r}")
    value = getattr(import_module(f"ostwald.datasets.{_PUBLIC[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return list(__all__)
