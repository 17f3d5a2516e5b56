"""The page at the bench: recipes, micrographs and a notebook in a browser, and an HTTP API."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ostwald.app.server import create_app, serve
    from ostwald.app.settings import Settings

__all__ = ["Settings", "create_app", "serve"]

_MODULES = {
    "Settings": "ostwald.app.settings",
    "create_app": "ostwald.app.server",
    "serve": "ostwald.app.server",
}


def __getattr__(name: str) -> Any:
    """Import on first use: the web libraries come with the extra ``app``."""
    if name not in _MODULES:
        raise AttributeError(f"module 'ostwald.app' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
